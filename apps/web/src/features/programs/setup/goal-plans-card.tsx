import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import { GOAL_PLAN_LIMITS } from '@ithaca/domain/goal-plan';
import { useQuery } from '@tanstack/react-query';
import Target from 'lucide-react/icons/target';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { PartsCard } from './parts-card.tsx';
import { programFormQuery } from '../form/program-form.queries.ts';
import { goalPlansVersionsQuery } from '../programs.queries.ts';
import type { StepProps } from './setup.ts';

const GoalPlanForm = lazyLayer(async () => (await import('./goal-plan.form.tsx')).GoalPlanForm);

interface GoalPlansCardProps extends Pick<StepProps, 'change' | 'isReadOnly'> {
  programId: string;
  plans: readonly GoalPlan[];
}

/** What pairs are offered when they set a goal: examples, and plans with steps. */
export function GoalPlansCard({ programId, plans, change, isReadOnly }: GoalPlansCardProps) {
  const t = useText();
  const { list, language, number } = useFormat();
  const languages = useQuery(programFormQuery(programId)).data?.languages ?? [];
  const otherLocales = languages.slice(1).map(({ locale }) => locale);
  const aboutOf = ({ days, steps, texts }: GoalPlan) => {
    const missing = otherLocales.filter((locale) => !texts?.[locale]?.title);
    return [
      t('programs.plan.steps.count', { count: steps.length }),
      ...(days === null ? [] : [t('programs.plan.within', { count: days })]),
      ...(missing.length > 0 ? [t('programs.texts.missing', { list: list(missing.map(language)) })] : []),
    ].join(' · ');
  };
  return (
    <PartsCard<GoalPlan>
      title={t('programs.plans')}
      description={t('programs.plans.what')}
      icon={Target}
      none={t('programs.plans.none')}
      addLabel={t('programs.plan.add')}
      fullReason={
        plans.length >= GOAL_PLAN_LIMITS.plans
          ? t('programs.plans.full', { most: number(GOAL_PLAN_LIMITS.plans) })
          : undefined
      }
      parts={plans}
      newPart={{ title: '', measure: '', days: null, steps: [] }}
      onChange={(next) => change({ goalPlans: [...next] })}
      isReadOnly={isReadOnly}
      lineOf={(plan) => (
        <>
          {plan.measure && (
            <p dir="auto" className="text-dense">
              {plan.measure}
            </p>
          )}
          <p className="text-dense text-muted">{aboutOf(plan)}</p>
        </>
      )}
      formOf={({ part, ...form }) => <GoalPlanForm {...form} plan={part} locales={otherLocales} />}
    >
      <Versions programId={programId} />
    </PartsCard>
  );
}

/** What was offered since the first launch; nothing while it never changed. */
function Versions({ programId }: { programId: string }) {
  const t = useText();
  const { day, number, list } = useFormat();
  const versions = useQuery(goalPlansVersionsQuery(programId)).data?.items ?? [];
  if (versions.length < 2) return null;
  return (
    <section className="border-t px-4 py-3">
      <h4 className="text-dense font-medium">{t('programs.plans.versions')}</h4>
      <ol className="mt-1 flex flex-col gap-1.5">
        {versions.map((version) => (
          <li key={version.number} className="text-dense">
            <p className="text-muted">
              {t('programs.form.version', { number: number(version.number) })} ·{' '}
              {t('programs.form.version.by', {
                name: version.savedByName,
                day: day(version.savedAt),
              })}
            </p>
            <p dir="auto">
              {version.plans.length === 0
                ? t('programs.plans.none')
                : list(version.plans.map(({ title }) => title))}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
