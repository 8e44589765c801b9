import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { CIRCLE_SIZES, usualCircle, type CircleRules } from '@ithaca/domain/circle';
import { memo } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Card } from '../../../ui/card.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { useIsOfPeers } from '../matching-text.ts';

export interface CircleFormProps {
  circle: MatchingPolicy['circle'];
  onChange: (change: (policy: MatchingPolicy) => MatchingPolicy) => void;
  isReadOnly: boolean;
}

/** How large a circle is and how mixed, in one sentence and its three numbers. The two sizes push one another along. */
export const CircleForm = memo(function CircleForm({
  circle = usualCircle,
  onChange,
  isReadOnly,
}: CircleFormProps) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  const put = (change: Partial<CircleRules>) =>
    onChange((policy) => ({ ...policy, circle: { ...(policy.circle ?? usualCircle), ...change } }));
  const resize = (size: 'smallest' | 'largest') => (value: number) => {
    if (Number.isNaN(value)) return;
    const smallest = size === 'smallest' ? value : Math.min(circle.smallest, value);
    put({ smallest, largest: Math.max(smallest, size === 'largest' ? value : circle.largest) });
  };
  const { least, most } = CIRCLE_SIZES;
  return (
    <Card title={t('policy.circle.title')} description={words.circle(circle)}>
      <div className="flex flex-wrap items-start gap-4">
        <NumberField
          className="w-36"
          label={t('policy.circle.smallest')}
          minValue={least}
          maxValue={most}
          value={circle.smallest}
          onChange={resize('smallest')}
          isDisabled={isReadOnly}
        />
        <NumberField
          className="w-36"
          label={t('policy.circle.largest')}
          minValue={least}
          maxValue={most}
          value={circle.largest}
          onChange={resize('largest')}
          isDisabled={isReadOnly}
        />
        <Select
          className="min-w-56 flex-1"
          label={t('policy.circle.department')}
          choices={[
            { id: 'any', label: t('policy.circle.department.any') },
            ...Array.from({ length: most }, (_, at) => ({
              id: String(at + 1),
              label: t('policy.circle.department.most', { count: at + 1 }),
            })),
          ]}
          value={circle.mostOfOneDepartment === null ? 'any' : String(circle.mostOfOneDepartment)}
          onChange={(id) => put({ mostOfOneDepartment: id === 'any' ? null : Number(id) })}
          isDisabled={isReadOnly}
        />
      </div>
    </Card>
  );
});
