import type { AccessGroup, AccessReport } from '@ithaca/contracts/metrics';
import { sidesOf } from '@ithaca/domain/vocabulary';
import { fewBelow, isClearlyBehind } from '@ithaca/metrics/standing';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isOfAddress } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useRightedAddress } from '../../../lib/righted-address.ts';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { cx } from '../../../ui/cx.ts';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/select.tsx';
import { useAccessWords } from './access-words.ts';
import { BurdenCard } from './burden-card.tsx';
import { accessQuery } from '../metrics.queries.ts';

const FOUR_FIFTHS = 0.8;

/** Who gets how far? The share of each group that takes each step, held against the others. */
export default function AccessPage() {
  const t = useText();
  const { day } = useFormat();
  const { program, cohort, hrefOf } = useCohort();
  const [{ by, role }, setUrl] = useUrlState({ by: 'department', role: '' });
  const sides = sidesOf(program.format);
  const side = sides.find((one) => one === role);
  const report = useQuery({ ...accessQuery(cohort.id, by, side), placeholderData: keepPreviousData });
  useRightedAddress({ ...(!side && { role: '' }), ...(isOfAddress(report.error) && { by: '' }) });
  return (
    <Page title={`${t('access.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section
        title={t('access.title')}
        description={t('access.what')}
        actions={
          <InfoButton about={t('metrics.label.access-ratio')}>
            <MetricDefinition metricKey="access-ratio" />
          </InfoButton>
        }
      >
        <Loaded query={report}>
          {(data) => (
            <>
              <div className="flex flex-wrap gap-4">
                <Select
                  className="min-w-52"
                  label={t('access.by')}
                  choices={data.dimensions.map(({ key, name }) => ({
                    id: key,
                    label: name ?? t(`access.by.${fieldOf(key)}`),
                  }))}
                  value={data.by}
                  onChange={(id) => setUrl({ by: id })}
                />
                {sides.length > 1 && (
                  <Select
                    className="min-w-52"
                    label={t('access.role')}
                    choices={[
                      { id: '', label: t('access.role.any') },
                      ...sides.map((id) => ({
                        id,
                        label: t(`access.role.${id === 'mentor' ? 'mentor' : 'mentee'}`),
                      })),
                    ]}
                    value={side ?? ''}
                    onChange={(id) => setUrl({ role: id })}
                  />
                )}
              </div>
              {data.minimumGroup > 0 && <Banner>{t('access.declared', { count: data.minimumGroup })}</Banner>}
              {data.frozen && (
                <p className="max-w-prose text-dense text-muted">
                  {data.frozen.on
                    ? t('access.frozen', { day: day(data.frozen.on), next: day(data.frozen.nextOn) })
                    : t('access.notYet', { day: day(data.frozen.nextOn) })}
                </p>
              )}
              <Stages report={data}>
                <BurdenCard cohortId={cohort.id} report={data} />
              </Stages>
              <TableLinks
                cohortId={cohort.id}
                table="access"
                name={t('access.title')}
                query={{ by: data.by, ...(side && { role: side }) }}
              />
              <p className="max-w-prose text-caption text-muted">{t('access.rule')}</p>
              {data.stages.length > 0 && <StampLine stamp={data.stamp} />}
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

const fields = ['department', 'site', 'grade', 'tenure'] as const;
const fieldOf = (key: string) => fields.find((field) => field === key) ?? 'department';

/** The steps that somebody could take already, what stands beside them, and the names of those nobody could. */
function Stages({ report, children }: { report: AccessReport; children: ReactNode }) {
  const t = useText();
  const { list } = useFormat();
  const isAhead = ({ n, suppressed }: AccessReport['stages'][number]) => suppressed === null && n === 0;
  const ahead = report.stages.filter(isAhead);
  const shown = report.stages.filter((stage) => !isAhead(stage));
  return (
    <>
      <div className={cx('grid items-start gap-4', shown.length > 1 && 'lg:grid-cols-2')}>
        {shown.map((stage) => (
          <StageCard key={stage.stage} report={report} stage={stage} />
        ))}
        {children}
      </div>
      {ahead.length > 0 && (
        <p className="text-muted">
          {t('access.ahead', { steps: list(ahead.map(({ stage }) => t(`access.stage.${stage}`))) })}
        </p>
      )}
    </>
  );
}

function StageCard({ report, stage }: { report: AccessReport; stage: AccessReport['stages'][number] }) {
  const t = useText();
  const { percent, number } = useFormat();
  const words = useAccessWords(report);
  const reference = stage.groups.find(({ group }) => group === stage.reference);
  // Who nobody of takes part in the step says nothing.
  const groups = stage.groups.filter(({ n, suppressed }) => suppressed || (n ?? 0) > 0);
  const counts = ({ n, reached }: AccessGroup) =>
    n === null ? undefined : t('access.counts', { part: number(reached ?? 0), base: number(n) });
  if (stage.suppressed)
    return (
      <Card title={t(`access.stage.${stage.stage}`)}>
        <p className="text-muted">{words.withheld(stage.suppressed.reason)}</p>
      </Card>
    );
  return (
    <Card>
      <ShareRanges
        title={words.finding(stage)}
        summary={words.summary(stage)}
        items={groups.map((group) => ({
          id: group.group,
          label: words.group(group.group),
          share: group.rate === null ? null : { value: group.rate, low: group.lo ?? 0, high: group.hi ?? 1 },
          ...(counts(group) !== undefined && { counts: counts(group) ?? '' }),
          isMarked: isClearlyBehind(group),
          isFew: (group.n ?? 0) < fewBelow,
          note: words.note(group, stage),
        }))}
        lines={
          reference?.rate == null
            ? []
            : [
                {
                  id: 'reference',
                  at: reference.rate,
                  label: t('access.line.reference', {
                    name: words.group(reference.group),
                    percent: percent(reference.rate),
                  }),
                },
                {
                  id: 'four-fifths',
                  at: reference.rate * FOUR_FIFTHS,
                  label: t('access.line.fifths', { percent: percent(reference.rate * FOUR_FIFTHS) }),
                  isDashed: true,
                },
              ]
        }
        table={words.table(stage, groups)}
      />
    </Card>
  );
}
