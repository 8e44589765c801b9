import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyRules, ruleValue, type PolicyRule } from '@ithaca/domain/matching-policy';
import Lock from 'lucide-react/icons/lock';
import { memo, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { Icon } from '../../../ui/icon.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { OwnRules, type OwnRulesFormProps } from './own-rules.form.tsx';
import { useIsOfPeers } from '../matching-text.ts';

type Rules = MatchingPolicy['rules'];

export interface RulesFormProps {
  rules: Rules;
  ownRules: OwnRulesFormProps['rules'];
  subjects: OwnRulesFormProps['subjects'];
  onChange: (change: (policy: MatchingPolicy) => MatchingPolicy) => void;
  isReadOnly: boolean;
}

interface Parameter {
  /** What it begins with when the rule is switched on. */
  first: number;
  least: number;
  most: number;
  off: 0 | null;
}

type NumberedRule =
  'managerLineLevels' | 'leastSharedHours' | 'leastGradeGap' | 'leastTenureGapMonths' | 'leastTimeTogether';

const parameters: Record<NumberedRule, Parameter> = {
  managerLineLevels: { first: 2, least: 1, most: 10, off: 0 },
  leastSharedHours: { first: 2, least: 1, most: 12, off: 0 },
  leastGradeGap: { first: 1, least: -20, most: 20, off: null },
  leastTenureGapMonths: { first: 12, least: 0, most: 480, off: null },
  leastTimeTogether: { first: 75, least: 1, most: 100, off: null },
};

const isNumbered = (rule: PolicyRule): rule is NumberedRule => rule in parameters;

type RuleRowProps = Pick<RulesFormProps, 'rules' | 'onChange' | 'isReadOnly'> & { rule: PolicyRule };

function RuleRow({ rule, rules, onChange, isReadOnly }: RuleRowProps) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  const parameter = isNumbered(rule) ? parameters[rule] : undefined;
  const value = ruleValue(rules, rule);
  // Switched off and on again, a rule comes back as it was.
  const [last, setLast] = useState(typeof value === 'number' ? value : parameter?.first);
  const set = (next: number | boolean | null) =>
    onChange((policy) => ({ ...policy, rules: { ...policy.rules, [rule]: next } }));
  const isOn = value !== null;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <Switch
        isSelected={isOn}
        isDisabled={isReadOnly}
        onChange={(on) => set(parameter ? (on ? (last ?? parameter.first) : parameter.off) : on)}
        className="min-w-0 flex-1 basis-64"
      >
        <span className={cx(!isOn && 'text-muted')}>{words.rule(rule, value ?? last ?? true)}</span>
      </Switch>
      {isNumbered(rule) && parameter && isOn && (
        <NumberField
          label={t(`policy.rule.${rule}.number`)}
          isLabelHidden
          minValue={parameter.least}
          maxValue={parameter.most}
          value={typeof value === 'number' ? value : parameter.first}
          onChange={(next) => {
            if (Number.isNaN(next)) return;
            setLast(next);
            set(next);
          }}
          isDisabled={isReadOnly}
          className="w-32 max-sm:ms-10.5"
        />
      )}
    </li>
  );
}

/** The hard rules, each a sentence that can be switched, some with a number. */
export const RulesForm = memo(function RulesForm({ ownRules, subjects, ...props }: RulesFormProps) {
  const t = useText();
  const { onChange, isReadOnly } = props;
  const isPeers = useIsOfPeers();
  // Of two peers each would have to have been here longer than the other.
  const shown = policyRules.filter(
    (rule) => !isPeers || rule !== 'leastTenureGapMonths' || props.rules[rule] != null,
  );
  return (
    <Card title={t('policy.rules.title')} description={t('policy.rules.what')}>
      <ul className="divide-y [&>li:last-child]:pb-0">
        {shown.map((rule) => (
          <RuleRow key={rule} rule={rule} {...props} />
        ))}
        <li className="flex items-start gap-2.5 py-2.5">
          <Icon of={Lock} className="mx-2 mt-0.5 text-muted" />
          <span>
            {t('policy.rule.doNotPair')}
            <span className="block text-dense text-muted">{t('policy.rule.doNotPair.why')}</span>
          </span>
        </li>
        <OwnRules rules={ownRules} subjects={subjects} onChange={onChange} isReadOnly={isReadOnly} />
      </ul>
    </Card>
  );
});
