import CircleCheck from 'lucide-react/icons/circle-check';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';

/** A sentence that nothing is missing here. */
export function AllWell({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2">
      <Icon of={CircleCheck} className="mt-0.5 text-success" />
      <span>{children}</span>
    </p>
  );
}
