import type { Pairing } from '@ithaca/contracts/pairings';
import Check from 'lucide-react/icons/check';
import { useReason } from '../../../lib/reasons.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Why these two, in plain words; never a score. */
export function Reasons({ reasons, myRole }: Pick<Pairing, 'reasons' | 'myRole'>) {
  const reason = useReason(myRole ?? undefined);
  const all = reasons.length > 0 ? reasons : [{ code: 'locked', facts: {} }];
  return (
    <ul className="flex flex-col gap-2">
      {all.map(({ code, facts }) => (
        <li key={code} className="flex items-start gap-2">
          <Icon of={Check} className="mt-0.5 text-success" />
          <span className="min-w-0">{reason(code, facts)}</span>
        </li>
      ))}
    </ul>
  );
}
