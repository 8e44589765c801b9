import type { PolicyState } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { accessByOf, policyGoals, usualLossPerMille, workGroups } from '@ithaca/domain/matching-policy';
import Lock from 'lucide-react/icons/lock';
import { memo } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { FULL_SCORE, usePolicyWords } from '../../../lib/policy-words.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { useIsOfPeers } from '../matching-text.ts';

type Policy = MatchingPolicy;

/** Goals that circles and peers have as well; the others weigh one pair, or one side, against another. */
const plainGoals: readonly Policy['objective'][] = ['total', 'floor'];

export interface GoalFormProps {
  hasPlainGoals: boolean;
  objective: Policy['objective'];
  floor: Policy['floor'];
  lossPerMille: Policy['lossPerMille'];
  accessBy: Policy['accessBy'];
  /** What people declare for the sake of equal access. */
  attributes: PolicyState['accessAttributes'];
  onChange: (change: (policy: Policy) => Policy) => void;
  isReadOnly: boolean;
}

const FIRST_FLOOR = 4000;
const FLOOR_STEP = 250;
const MOST_LOSS = 0.5;
const LOSS_STEP = 0.005;

/** What to aim for when not everyone can have the best, in words. */
export const GoalForm = memo(function GoalForm({
  hasPlainGoals,
  objective,
  floor: chosen,
  lossPerMille,
  accessBy,
  attributes,
  onChange,
  isReadOnly,
}: GoalFormProps) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  // One that is no longer asked stays visible until another one is chosen.
  const groups = [...new Set([...workGroups, ...attributes.map(({ id }) => id), accessByOf({ accessBy })])];
  const loss = lossPerMille ?? usualLossPerMille;
  const goals = hasPlainGoals
    ? policyGoals.filter((id) => plainGoals.includes(id) || id === objective)
    : policyGoals;
  const floor = chosen === 0 ? FIRST_FLOOR : chosen;
  return (
    <Card title={t('policy.goal')} description={t('policy.goal.what')}>
      <div className="flex flex-col gap-4">
        <RadioGroup
          label={t('policy.goal')}
          isLabelHidden
          layout="cards"
          choices={goals.map((id) => ({
            id,
            label: t(`matching.goal.${id}.name`),
            description: words.goal(id, { floor, lossPerMille: loss, accessBy }),
          }))}
          value={objective}
          onChange={(next) =>
            onChange((policy) => ({ ...policy, objective: next, ...(next === 'floor' && { floor }) }))
          }
          isDisabled={isReadOnly}
        />
        {objective === 'floor' && (
          <NumberField
            label={t('policy.floor')}
            description={t('policy.floor.what')}
            minValue={0}
            maxValue={FULL_SCORE}
            step={FLOOR_STEP}
            value={chosen}
            onChange={(value) =>
              !Number.isNaN(value) && onChange((policy) => ({ ...policy, floor: Math.round(value) }))
            }
            isDisabled={isReadOnly}
          />
        )}
        {objective === 'equal-access' && (
          <Select
            label={t('policy.access')}
            description={t('policy.access.what')}
            choices={groups.map((id) => ({ id, label: words.access(id, attributes) }))}
            value={accessByOf({ accessBy })}
            onChange={(next) => onChange((policy) => ({ ...policy, accessBy: next }))}
            isDisabled={isReadOnly}
          />
        )}
        {objective === 'bounded-loss' && (
          <NumberField
            label={t('policy.loss')}
            description={t('policy.loss.what')}
            minValue={0}
            maxValue={MOST_LOSS}
            step={LOSS_STEP}
            formatOptions={{ style: 'percent', maximumFractionDigits: 1 }}
            value={loss / 1000}
            onChange={(value) =>
              !Number.isNaN(value) &&
              onChange((policy) => ({ ...policy, lossPerMille: Math.round(value * 1000) }))
            }
            isDisabled={isReadOnly}
          />
        )}
        {hasPlainGoals && !plainGoals.includes(objective) && (
          <Banner tone="warning">{t('policy.goal.notForCircles')}</Banner>
        )}
        <p className="flex items-start gap-2 text-dense text-muted">
          <Icon of={Lock} className="mt-0.5" />
          {t(objective.startsWith('stable') ? 'policy.goal.locked' : 'policy.goal.always')}
        </p>
      </div>
    </Card>
  );
});
