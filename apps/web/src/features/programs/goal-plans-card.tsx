import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import { GOAL_PLAN_LIMITS } from '@ithaca/domain/goal-plan';
import { useQuery } from '@tanstack/react-query';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Target from 'lucide-react/icons/target';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { showToast } from '../../ui/toast.tsx';
import { programFormQuery } from './program-form.queries.ts';
import { goalPlansVersionsQuery } from './programs.queries.ts';
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
  const [edited, setEdited] = useState<{ index: number | null; plan: GoalPlan } | null>(null);
  const save = (next: readonly GoalPlan[]) => change({ goalPlans: [...next] });
  const aboutOf = ({ days, steps, texts }: GoalPlan) => {
    const missing = otherLocales.filter((locale) => !texts?.[locale]?.title);
    return [
      t('programs.plan.steps.count', { count: steps.length }),
      ...(days === null ? [] : [t('programs.plan.within', { count: days })]),
      ...(missing.length > 0 ? [t('programs.texts.missing', { list: list(missing.map(language)) })] : []),
    ].join(' · ');
  };
  return (
    <Card
      isFlush
      title={t('programs.plans')}
      description={t('programs.plans.what')}
      actions={
        !isReadOnly && (
          <Button
            size="small"
            icon={Plus}
            disabledReason={
              plans.length >= GOAL_PLAN_LIMITS.plans
                ? t('programs.plans.full', { most: number(GOAL_PLAN_LIMITS.plans) })
                : undefined
            }
            onPress={() =>
              setEdited({ index: null, plan: { title: '', measure: '', days: null, steps: [] } })
            }
          >
            {t('programs.plan.add')}
          </Button>
        )
      }
    >
      {plans.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{t('programs.plans.none')}</p>
      ) : (
        <ol className="divide-y">
          {plans.map((plan, index) => (
            <li key={`${plan.title} ${index}`} className="flex items-start gap-3 px-4 py-2.5">
              <Icon of={Target} className="mt-1 text-muted" />
              <div className="min-w-0 flex-1">
                <p dir="auto" className="font-medium">
                  {plan.title}
                </p>
                {plan.measure && (
                  <p dir="auto" className="text-dense">
                    {plan.measure}
                  </p>
                )}
                <p className="text-dense text-muted">{aboutOf(plan)}</p>
              </div>
              {!isReadOnly && (
                <div className="flex">
                  <IconButton
                    icon={Pencil}
                    size="small"
                    label={t('programs.milestone.edit', { title: plan.title })}
                    onPress={() => setEdited({ index, plan })}
                  />
                  <IconButton
                    icon={Trash}
                    size="small"
                    label={t('programs.milestone.remove', { title: plan.title })}
                    onPress={() => {
                      save(plans.filter((_, other) => other !== index));
                      showToast({
                        title: t('programs.milestone.removed', { title: plan.title }),
                        onUndo: () => save(plans),
                      });
                    }}
                  />
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      <Versions programId={programId} />
      {edited && (
        <GoalPlanForm
          plan={edited.plan}
          isNew={edited.index === null}
          locales={otherLocales}
          onClose={() => setEdited(null)}
          onSave={(plan) => {
            save(
              edited.index === null
                ? [...plans, plan]
                : plans.map((one, index) => (index === edited.index ? plan : one)),
            );
            setEdited(null);
          }}
        />
      )}
    </Card>
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
                day: day(version.savedAt.slice(0, 10)),
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
