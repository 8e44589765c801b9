import type { PolicyVersion } from '@ithaca/contracts/matching-policy';
import Dot from 'lucide-react/icons/dot';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useIsOfPeers } from '../matching-text.ts';

/** What changed between two policies, one sentence each. */
export function PolicyChanges({ changes }: { changes: PolicyVersion['changes'] }) {
  const words = usePolicyWords(useIsOfPeers());
  return (
    <ul className="flex flex-col gap-0.5">
      {changes.map((change) => {
        const sentence = words.change(change);
        return (
          <li key={sentence} className="flex items-start gap-1">
            <Icon of={Dot} className="mt-0.5 -ms-1 text-muted" />
            <span>{sentence}</span>
          </li>
        );
      })}
    </ul>
  );
}
