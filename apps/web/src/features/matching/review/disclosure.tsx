import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';
import { Icon } from '../../../ui/icon.tsx';

/** More, one press away, in the page's flow. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group/more">
      <summary className="flex min-h-6 w-fit cursor-pointer list-none items-center gap-1 rounded-sm text-accent-text marker:content-none pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <Icon
          of={ChevronRight}
          className="transition-transform duration-120 group-open/more:rotate-90 rtl:rotate-180 rtl:group-open/more:rotate-90"
        />
        {title}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
