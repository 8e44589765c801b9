import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { searchSecondsOf } from '@ithaca/domain/matching-policy';
import { memo } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Card } from '../../../ui/card.tsx';
import { Select } from '../../../ui/select.tsx';
import { useIsOfPeers } from '../matching-text.ts';

export interface TimeFormProps {
  searchSeconds: MatchingPolicy['searchSeconds'];
  onChange: (change: (policy: MatchingPolicy) => MatchingPolicy) => void;
  isReadOnly: boolean;
}

const OFFERED = [10, 30, 60, 120, 300, 600];

/** How long a run may search before it keeps the best found. */
export const TimeForm = memo(function TimeForm({ searchSeconds, onChange, isReadOnly }: TimeFormProps) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  const chosen = searchSecondsOf({ searchSeconds });
  // One that came by the API is offered as well.
  const offered = [...new Set([...OFFERED, chosen])].toSorted((a, b) => a - b);
  return (
    <Card title={t('policy.time')} description={t('policy.time.what')}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">{words.searchTime({ searchSeconds })}</p>
        <Select
          label={t('policy.time.label')}
          isLabelHidden
          choices={offered.map((seconds) => ({ id: String(seconds), label: words.time(seconds) }))}
          value={String(chosen)}
          onChange={(id) => onChange((policy) => ({ ...policy, searchSeconds: Number(id) }))}
          isDisabled={isReadOnly}
          className="w-40"
        />
      </div>
    </Card>
  );
});
