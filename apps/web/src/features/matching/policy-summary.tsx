import type { MatchingPolicy } from '@ithaca/contracts/programs';
import Ban from 'lucide-react/icons/ban';
import Target from 'lucide-react/icons/target';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { criteria, criterionKey, FULL_SCORE } from './criteria.ts';

function useRuleSentences({ rules }: MatchingPolicy): string[] {
  const t = useText();
  const gap = rules.leastGradeGap;
  return [
    ...(rules.managerLineLevels > 0
      ? [t('matching.policy.managerLineLevels', { count: rules.managerLineLevels })]
      : []),
    ...(rules.notSameTeam ? [t('matching.policy.notSameTeam')] : []),
    ...(rules.commonLanguage ? [t('matching.policy.commonLanguage')] : []),
    ...(rules.leastSharedHours > 0
      ? [t('matching.policy.leastSharedHours', { count: rules.leastSharedHours })]
      : []),
    ...(gap === null
      ? []
      : gap === 0
        ? [t('matching.policy.leastGradeGap.same')]
        : [t(`matching.policy.leastGradeGap${gap < 0 ? '.below' : ''}`, { count: Math.abs(gap) })]),
    ...(rules.notEarlierPartners ? [t('matching.policy.notEarlierPartners')] : []),
    t('matching.policy.doNotPair'),
  ];
}

type PolicyProps = {
  policy: MatchingPolicy;
  setupHref: string;
  /** Alone in its row: rules and preferences side by side. */
  isWide?: boolean;
};

/** The policy in sentences: what never happens, what is preferred, and the goal. */
export function PolicySummary({ policy, setupHref, isWide = false }: PolicyProps) {
  const t = useText();
  const { number } = useFormat();
  const never = useRuleSentences(policy);
  const weighted = criteria
    .map((criterion) => ({ criterion, weight: policy.weights[criterion] }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  const most = Math.max(1, ...weighted.map(({ weight }) => weight));
  return (
    <Card title={t('matching.policy')} footer={<Link href={setupHref}>{t('matching.policy.change')}</Link>}>
      <div className={cx('flex flex-col gap-5', isWide && 'lg:grid lg:grid-cols-2 lg:gap-x-10')}>
        <p className={cx('flex items-start gap-2', isWide && 'col-span-2')}>
          <Icon of={Target} className="mt-0.5 text-accent-text" />
          <span>
            {t(`matching.policy.${policy.objective}`, {
              floor: number(policy.floor),
              most: number(FULL_SCORE),
            })}
          </span>
        </p>
        <div className="flex flex-col gap-1.5">
          <h3 className="text-dense font-medium text-muted">{t('matching.policy.never')}</h3>
          <ul className="flex flex-col gap-1.5">
            {never.map((sentence) => (
              <li key={sentence} className="flex items-start gap-2">
                <Icon of={Ban} className="mt-0.5 text-muted" />
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="text-dense font-medium text-muted">{t('matching.policy.prefer')}</h3>
          {weighted.length === 0 ? (
            <p>{t('matching.policy.noWeights')}</p>
          ) : (
            <ol className="flex flex-col gap-1.5">
              {weighted.map(({ criterion, weight }) => (
                <li key={criterion} className="flex items-center gap-3">
                  <span className="min-w-0 flex-1">{t(criterionKey(criterion))}</span>
                  <span aria-hidden className="h-1.5 w-16 shrink-0 rounded-full bg-track max-sm:hidden">
                    <span
                      style={{ inlineSize: `${(weight / most) * 100}%` }}
                      className="block h-full rounded-full bg-series-1"
                    />
                  </span>
                  <span className="w-18 shrink-0 text-end text-dense text-muted tabular-nums">
                    {t('matching.weight', { count: weight })}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </div>
      </div>
    </Card>
  );
}
