import type { EligibilityRule } from '@ithaca/contracts/programs';
import { conditionsOf } from '@ithaca/domain/eligibility-rule';
import type { EligibilityCondition } from '@ithaca/domain/eligibility-rule';
import Check from 'lucide-react/icons/check';
import { useFormat } from '../../../lib/format.ts';
import { useText, type Translate } from '../../../lib/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';

const monthDays = 30.4375;

/** The name of what a condition asks about. */
export function factWords(
  condition: Exclude<EligibilityCondition, { match: unknown }>,
  t: Translate,
): string {
  return condition.of === 'attribute' ? (condition.attribute ?? '') : t(`programs.fact.of.${condition.of}`);
}

function useSentence(): (condition: Exclude<EligibilityCondition, { match: unknown }>) => string {
  const t = useText();
  const { list, number } = useFormat();
  return (condition) => {
    const fact = factWords(condition, t);
    if ('values' in condition) {
      const values = condition.values.map((value) => value || t('programs.rule.unrecorded'));
      return t(`programs.rule.${condition.is}`, { fact, list: list(values, 'disjunction') });
    }
    const shown = (value: number) =>
      condition.of === 'tenure'
        ? t('programs.months', { count: Math.round(value / monthDays) })
        : number(value);
    const { least, most } = condition;
    if (least !== null && most !== null)
      return t('programs.rule.between', { fact, least: shown(least), most: shown(most) });
    if (least !== null) return t('programs.rule.least', { fact, least: shown(least) });
    if (most !== null) return t('programs.rule.most', { fact, most: shown(most) });
    return t('programs.rule.unbound', { fact });
  };
}

function Conditions({ conditions }: { conditions: readonly EligibilityCondition[] }) {
  const t = useText();
  const sentenceOf = useSentence();
  return (
    <ul className="flex flex-col gap-1.5">
      {conditions.map((condition, index) => (
        <li key={index} dir="auto">
          {'match' in condition ? (
            <div className="flex flex-col gap-1.5">
              <p className="text-muted">{t(`programs.rule.${condition.match}`)}</p>
              <div className="border-s ps-4">
                <Conditions conditions={condition.conditions} />
              </div>
            </div>
          ) : (
            <span className="flex items-start gap-2">
              <Icon of={Check} className="mt-0.5 text-muted" />
              <span>{sentenceOf(condition)}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A rule in sentences: everything that must hold, alternatives set in below. */
export function RuleSentences({ rule }: { rule: EligibilityRule }) {
  const t = useText();
  const conditions = conditionsOf(rule);
  if (conditions.length === 0) return <p>{t('programs.rule.everyone')}</p>;
  return <Conditions conditions={conditions} />;
}
