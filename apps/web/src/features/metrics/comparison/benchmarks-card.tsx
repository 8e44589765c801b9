import type { BenchmarkReport } from '@ithaca/contracts/benchmarks';
import type { Metric } from '@ithaca/contracts/metrics';
import { publishedBenchmarks } from '@ithaca/metrics/benchmarks';
import { standingOf } from '@ithaca/metrics/standing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { FileLinks } from '../../../lib/table-links.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { benchmarksQuery, useTakePart } from './comparison.queries.ts';

type Published = BenchmarkReport['published'][number];
type Cell = BenchmarkReport['organisations']['cells'][number];

/** A number of one's own that is large enough to stand beside another; else null. */
function findOwn(own: readonly Metric[], key: string | null): (Metric & { estimate: number }) | null {
  const metric = own.find((one) => one.key === key);
  if (!metric || metric.estimate === null || standingOf(metric) !== 'enough') return null;
  return { ...metric, estimate: metric.estimate };
}

/** What others have found, with how far it carries, beside what is counted here; and the organisations that take part. */
export function BenchmarksCard({ programId }: { programId: string }) {
  const t = useText();
  const benchmarks = useQuery(benchmarksQuery(programId));
  return (
    <Loaded query={benchmarks}>
      {(report) => (
        <div className="flex flex-col gap-4">
          <Organisations report={report} />
          <Literature report={report} />
          <FileLinks
            path={`/api/programs/${programId}/benchmarks/table`}
            fileName="benchmarks"
            name={t('benchmarks.title')}
            isNamed
          />
        </div>
      )}
    </Loaded>
  );
}

function Literature({ report }: { report: BenchmarkReport }) {
  const t = useText();
  const { number, percent } = useFormat();
  const beside = ({ metric, value, grade }: Published): string => {
    if (metric === null || value === null) return t('benchmarks.alone');
    const own = findOwn(report.own, metric);
    if (!own) return t('benchmarks.here.few', { value: percent(value) });
    return t(grade === 'goal' ? 'benchmarks.here.goal' : 'benchmarks.here', {
      own: percent(own.estimate),
      value: percent(value),
    });
  };
  return (
    <Card title={t('benchmarks.title')} description={t('benchmarks.what')}>
      <ul className="flex flex-col divide-y">
        {report.published.map((one) => {
          // A finding that this version has no words for is left out.
          const known = publishedBenchmarks.find(({ key }) => key === one.key)?.key;
          if (!known) return null;
          return (
            <li key={one.key} className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0">
              <p className="flex flex-wrap items-baseline gap-2">
                <Badge tone={one.grade === 'A' || one.grade === 'B' ? 'info' : 'neutral'}>
                  {t(`benchmarks.grade.${one.grade}`)}
                </Badge>
                <span className="max-w-prose">{t(`benchmarks.${known}`)}</span>
              </p>
              <p className="max-w-prose text-dense text-muted">
                {beside(one)} {t('benchmarks.mind', { why: t(`benchmarks.${known}.why`) })}
              </p>
              <p className="text-caption text-muted">
                <bdi lang="en">{one.source}</bdi>
                {one.n !== null && ` · ${t('benchmarks.of', { n: number(one.n) })}`}
              </p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Organisations({ report }: { report: BenchmarkReport }) {
  const t = useText();
  const { day, number } = useFormat();
  const canDecide = useCan('organisation.administer');
  const { organisations, age } = report;
  const { takesPart, since, cells, fewest, nextOn } = organisations;
  return (
    <Card
      title={t('benchmarks.organisations')}
      description={t('benchmarks.organisations.what', { count: age })}
      actions={canDecide ? <TakePart takesPart={takesPart} /> : undefined}
    >
      {takesPart && cells.length > 0 ? (
        <Quartiles own={report.own} cells={cells} />
      ) : (
        <p className="max-w-prose">
          {takesPart
            ? t('benchmarks.organisations.none', { fewest: number(fewest), day: day(nextOn) })
            : t('benchmarks.organisations.off')}
        </p>
      )}
      <p className="max-w-prose text-dense text-muted">
        {since && t('benchmarks.organisations.since', { day: day(since) })}
        {!takesPart && !canDecide && t('benchmarks.organisations.ask')}
      </p>
    </Card>
  );
}

function Quartiles({ own, cells }: { own: readonly Metric[]; cells: readonly Cell[] }) {
  const t = useText();
  const { number, percent, list } = useFormat();
  const label = ({ metric }: Cell) => t(`metrics.label.${metric}`);
  const outside = cells.filter((cell) => {
    const found = findOwn(own, cell.metric);
    // Only where the whole range of the own number lies outside.
    return found && ((found.hi ?? 1) < cell.lower || (found.lo ?? 0) > cell.upper);
  });
  return (
    <ShareRanges
      title={
        outside.length > 0
          ? t('benchmarks.finding.some', { names: list(outside.map(label)) })
          : t('benchmarks.finding.all')
      }
      items={cells.map((cell) => {
        const found = findOwn(own, cell.metric);
        return {
          id: cell.metric,
          label: label(cell),
          share: found && {
            value: found.estimate,
            low: found.lo ?? found.estimate,
            high: found.hi ?? found.estimate,
          },
          band: { low: cell.lower, high: cell.upper },
          isMarked: outside.includes(cell),
          note: t('benchmarks.cell', {
            organisations: number(cell.organisations),
            low: percent(cell.lower),
            high: percent(cell.upper),
          }),
        };
      })}
      lines={[]}
      bandLabel={t('benchmarks.band')}
      table={{
        headers: [
          t('benchmarks.head.metric'),
          t('benchmarks.head.own'),
          t('benchmarks.head.low'),
          t('benchmarks.head.median'),
          t('benchmarks.head.high'),
          t('benchmarks.head.organisations'),
        ],
        rows: cells.map((cell) => {
          const found = findOwn(own, cell.metric);
          return [
            label(cell),
            found ? percent(found.estimate) : '–',
            percent(cell.lower),
            percent(cell.median),
            percent(cell.upper),
            number(cell.organisations),
          ];
        }),
      }}
    />
  );
}

/** Says yes with all that follows from it in sight; a withdrawal is done at once. */
function TakePart({ takesPart }: { takesPart: boolean }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  const take = useTakePart();
  const decide = (next: boolean) =>
    take.mutate(next, {
      onSuccess: () => {
        setAsking(false);
        showToast({
          tone: 'success',
          title: t(next ? 'benchmarks.organisations.joined' : 'benchmarks.organisations.left'),
        });
      },
    });
  if (takesPart)
    return (
      <Button size="small" isLoading={take.isPending} onPress={() => decide(false)}>
        {t('benchmarks.organisations.leave')}
      </Button>
    );
  return (
    <>
      <Button size="small" onPress={() => setAsking(true)}>
        {t('benchmarks.organisations.join')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => decide(true)}
        title={t('benchmarks.join.title')}
        confirmLabel={t('benchmarks.organisations.join')}
        isLoading={take.isPending}
      >
        <ul className="flex list-disc flex-col gap-1 ps-5">
          {(['leaves', 'stays', 'shown', 'back'] as const).map((point) => (
            <li key={point}>{t(`benchmarks.join.${point}`)}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
