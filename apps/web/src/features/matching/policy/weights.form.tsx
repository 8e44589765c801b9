import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyCriteria, sharesOf, withShare, type PolicyCriterion } from '@ithaca/domain/matching-policy';
import { memo } from 'react';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { cx } from '../../../ui/cx.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Slider } from '../../../ui/slider.tsx';
import { useIsOfPeers, useMatchingText } from '../matching-text.ts';

type Policy = MatchingPolicy;

export interface WeightsFormProps {
  weights: Policy['weights'];
  band: Policy['preferredGradeDistance'];
  preferred: Policy['function'];
  onChange: (change: (policy: Policy) => Policy) => void;
  isReadOnly: boolean;
}

const FURTHEST = 20;

/** From, to and the best distance of levels; the three never contradict one another. */
function BandFields({ band, onChange, isReadOnly }: WeightsFormProps) {
  const t = useMatchingText();
  const words = usePolicyWords(useIsOfPeers());
  const { least, most, best } = band;
  const set = (next: typeof band) => onChange((policy) => ({ ...policy, preferredGradeDistance: next }));
  const within = (from: number, to: number) =>
    best == null ? {} : { best: Math.min(to, Math.max(from, best)) };
  return (
    <div className="flex flex-col gap-2 rounded-md bg-surface p-3">
      <p className="text-dense">{words.band(band)}</p>
      <div className="flex flex-wrap items-end gap-3">
        <NumberField
          label={t('policy.band.least')}
          minValue={-FURTHEST}
          maxValue={FURTHEST}
          value={least}
          onChange={(value) => {
            if (Number.isNaN(value)) return;
            const to = Math.max(value, most);
            set({ ...band, least: value, most: to, ...within(value, to) });
          }}
          isDisabled={isReadOnly}
          className="w-32"
        />
        <NumberField
          label={t('policy.band.most')}
          minValue={-FURTHEST}
          maxValue={FURTHEST}
          value={most}
          onChange={(value) => {
            if (Number.isNaN(value)) return;
            const from = Math.min(value, least);
            set({ ...band, least: from, most: value, ...within(from, value) });
          }}
          isDisabled={isReadOnly}
          className="w-32"
        />
        {best != null && (
          <NumberField
            label={t('policy.band.bestAt')}
            minValue={least}
            maxValue={most}
            value={best}
            onChange={(value) => !Number.isNaN(value) && set({ ...band, best: value })}
            isDisabled={isReadOnly}
            className="w-32"
          />
        )}
      </div>
      {most > least && (
        <Checkbox
          isSelected={best != null}
          onChange={(on) => set({ ...band, best: on ? Math.round((least + most) / 2) : null })}
          isDisabled={isReadOnly}
        >
          {t('policy.band.hasBest')}
        </Checkbox>
      )}
    </div>
  );
}

function WeightRow({ criterion, ...props }: WeightsFormProps & { criterion: PolicyCriterion }) {
  const t = useMatchingText();
  const words = usePolicyWords(useIsOfPeers());
  const { weights, preferred, onChange, isReadOnly } = props;
  const shares = sharesOf(weights);
  const sentence = words.weight(criterion, shares);
  const name = words.criterion(criterion);
  const set = (share: number) =>
    onChange((policy) => ({ ...policy, weights: withShare(sharesOf(policy.weights), criterion, share) }));
  return (
    <li className="flex flex-col gap-2 py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <p className={cx('min-w-0 flex-1 basis-56', shares[criterion] === 0 && 'text-muted')}>
          {sentence}
          <span className="block text-dense text-muted">{t(`policy.criterion.${criterion}.what`)}</span>
        </p>
        <div className="flex-1 basis-48 sm:max-w-64">
          <Slider
            label={name}
            value={shares[criterion]}
            valueText={sentence}
            onChange={set}
            lessLabel={t('policy.weight.less', { criterion: name })}
            moreLabel={t('policy.weight.more', { criterion: name })}
            isDisabled={isReadOnly}
          />
        </div>
      </div>
      {criterion === 'gradeDistance' && shares.gradeDistance > 0 && <BandFields {...props} />}
      {criterion === 'function' && shares.function > 0 && (
        <RadioGroup
          label={t('policy.function.which')}
          isLabelHidden
          layout="row"
          choices={(['same', 'different'] as const).map((id) => ({ id, label: t(`policy.function.${id}`) }))}
          value={preferred}
          onChange={(value) => onChange((policy) => ({ ...policy, function: value }))}
          isDisabled={isReadOnly}
        />
      )}
    </li>
  );
}

/** What counts, as shares of one whole: to give one more is to take it from the others. */
export const WeightsForm = memo(function WeightsForm(props: WeightsFormProps) {
  const t = useMatchingText();
  return (
    <Card title={t('policy.weights.title')} description={t('policy.weights.what')}>
      <ul className="divide-y">
        {policyCriteria.map((criterion) => (
          <WeightRow key={criterion} criterion={criterion} {...props} />
        ))}
      </ul>
    </Card>
  );
});
