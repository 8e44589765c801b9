import type { CohortOverview } from '@ithaca/contracts/metrics';
import { endReasons } from '@ithaca/domain/pairing';
import { funnelStages, type FunnelStage } from '@ithaca/metrics/funnel';
import { tellFrom } from '@ithaca/metrics/standing';
import UserPlus from 'lucide-react/icons/user-plus';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { BarList } from '../../../ui/charts/bar-list.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';

type Step = Omit<CohortOverview['funnel'][number], 'stage'> & { stage: FunnelStage; before: number };

/**
 * The stages with how many reached the one before. What nobody is due for yet is no zero and left out: a stage whose
 * people are all pending, those after it, and completion while the cohort runs.
 */
function stepsOf({ funnel, cohort }: CohortOverview): Step[] {
  const isOver = cohort.state === 'closed' || cohort.state === 'archived' || cohort.state === 'closing';
  return funnel.flatMap((step, index) => {
    const stage = funnelStages.find((one) => one === step.stage);
    const before = funnel[index - 1]?.reached ?? 0;
    const isPending = stage === 'completed' ? !isOver : (step.pending ?? 0) >= before;
    if (!stage || (index > 0 && step.reached === 0 && isPending)) return [];
    return [{ ...step, stage, before }];
  });
}

/** Where do people drop out between the invitation and the end? */
export function FunnelCard({ overview }: { overview: CohortOverview }) {
  const t = useText();
  const { percent, list, day } = useFormat();
  const { hrefOf } = useCohort();
  const steps = stepsOf(overview);
  const first = steps[0]?.reached;
  const tellable = steps.filter(
    ({ conversion, before, pending }) => conversion !== null && before >= tellFrom && !pending,
  );
  const worst = tellable.toSorted((one, other) => (one.conversion ?? 1) - (other.conversion ?? 1))[0];
  const withheld = steps.filter(({ reached }) => reached === null);
  const walkIns = overview.walkIns[0]?.reached ?? 0;
  const isDone = steps.some(({ stage }) => stage === 'completed');
  if (!first)
    return (
      <Card>
        <EmptyState
          icon={UserPlus}
          title={t('metrics.funnel.none')}
          action={<LinkButton href={hrefOf('people')}>{t('metrics.funnel.none.do')}</LinkButton>}
        >
          {t('metrics.funnel.none.why')}
        </EmptyState>
      </Card>
    );
  const noteOf = ({ conversion, lo, hi, pending, mature, medianDays, before }: Step) =>
    [
      conversion !== null &&
        before >= tellFrom &&
        t('metrics.funnel.note', {
          percent: percent(conversion),
          low: percent(lo ?? 0),
          high: percent(hi ?? 1),
        }),
      medianDays !== null && t('metrics.funnel.median', { count: medianDays }),
      pending ? t('metrics.number.pending', { count: pending }) : null,
      pending && mature && mature.base >= tellFrom
        ? t('metrics.funnel.mature', { percent: percent(mature.share), count: mature.base })
        : null,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Card>
      <BarList
        level={2}
        title={
          worst?.conversion != null && worst.conversion < 1
            ? t('metrics.funnel.title', {
                stage: t(`metrics.stage.${worst.stage}`),
                percent: percent(worst.conversion),
              })
            : t('metrics.funnel.title.plain')
        }
        summary={
          isDone
            ? t('metrics.funnel.summary.over')
            : t('metrics.funnel.summary', { day: day(overview.cohort.endsOn) })
        }
        actions={
          <InfoButton about={t('metrics.label.funnel-conversion')}>
            <MetricDefinition metricKey="funnel-conversion" />
          </InfoButton>
        }
        valueHeader={t('metrics.funnel.value')}
        base={first}
        items={steps.flatMap((step) =>
          step.reached === null
            ? []
            : [
                {
                  id: step.stage,
                  label: t(`metrics.stage.${step.stage}`),
                  value: step.reached,
                  note: noteOf(step),
                },
              ],
        )}
      />
      {withheld.length > 0 && (
        <p className="mt-3 text-caption text-muted">
          {t('metrics.funnel.withheld', {
            stages: list(withheld.map(({ stage }) => t(`metrics.stage.${stage}`))),
          })}
        </p>
      )}
      <DropOuts dropOuts={overview.dropOuts} />
      <p className="mt-3 text-dense">
        <Link href={`/manage/${overview.cohort.programId}/access?cohort=${overview.cohort.id}`}>
          {t('metrics.access.open')}
        </Link>
      </p>
      <TableLinks cohortId={overview.cohort.id} table="funnel" name={t('metrics.funnel.title.plain')} />
      {walkIns > 0 && (
        <p className="mt-3 text-caption text-muted">{t('metrics.funnel.walkIns', { count: walkIns })}</p>
      )}
    </Card>
  );
}

const ownReasons = ['no-reply', 'not-admitted', 'withdrew', 'no-partner'] as const;

/** At which stage people left, and why; what too few share is said to be there and no more. */
function DropOuts({ dropOuts }: Pick<CohortOverview, 'dropOuts'>) {
  const t = useText();
  const { number } = useFormat();
  if (dropOuts.length === 0) return null;
  const reasonOf = (reason: string) => {
    const own = ownReasons.find((one) => one === reason);
    if (own) return t(`metrics.dropOuts.reason.${own}`);
    return t(`metrics.end.reason.${endReasons.find((one) => one === reason) ?? 'other'}`);
  };
  const stageOf = (stage: string) => {
    const known = funnelStages.find((one) => one === stage);
    return known ? t(`metrics.stage.${known}`) : stage;
  };
  return (
    <section className="mt-3 border-t pt-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-dense font-semibold">{t('metrics.label.drop-outs')}</h3>
        <InfoButton about={t('metrics.label.drop-outs')}>
          <MetricDefinition metricKey="drop-outs" />
        </InfoButton>
      </div>
      <ul className="flex flex-col gap-1 text-dense">
        {dropOuts.map(
          ({ stage, reason, count }) =>
            count !== null && (
              <li key={`${stage} ${reason}`} className="flex items-baseline justify-between gap-3">
                <span className="min-w-0">
                  {t('metrics.dropOuts.line', { stage: stageOf(stage), reason: reasonOf(reason) })}
                </span>
                <span className="shrink-0 font-medium tabular-nums">{number(count)}</span>
              </li>
            ),
        )}
      </ul>
      {dropOuts.some(({ count }) => count === null) && (
        <p className="text-caption text-muted">{t('metrics.dropOuts.hidden')}</p>
      )}
    </section>
  );
}
