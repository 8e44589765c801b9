import type { AccessReport } from '@ithaca/contracts/metrics';
import { fewBelow } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { useAccessWords } from './access-words.ts';

type Burden = NonNullable<AccessReport['burden']>;
type Group = Burden['groups'][number];

/** Do the mentors of one group give more time than the others? Said only where it is more than chance. */
export function BurdenCard({ cohortId, report }: { cohortId: string; report: AccessReport }) {
  const t = useText();
  const { percent, number, list } = useFormat();
  const words = useAccessWords(report);
  const { burden } = report;
  // Before anybody has met there is nothing to carry.
  if (!burden || burden.mentors === 0 || burden.minutes === 0) return null;
  const definition = (
    <InfoButton about={t('metrics.label.mentor-burden')}>
      <MetricDefinition metricKey="mentor-burden" />
    </InfoButton>
  );
  if (burden.suppressed)
    return (
      <Card title={t('metrics.label.mentor-burden')} actions={definition}>
        <p className="text-muted">{words.withheld(burden.suppressed.reason)}</p>
      </Card>
    );
  const { mentors, heavy, groups } = burden;
  const more = groups.filter(({ verdict }) => verdict === 'more');
  const isCompared = groups.some(({ difference }) => difference !== null);
  const points = (value: number) =>
    number(value * 100, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const note = (one: Group) => {
    if (one.suppressed) return words.withheld(one.suppressed.reason);
    const shares = [
      one.shareOfMinutes !== null && t('access.burden.minutes', { percent: percent(one.shareOfMinutes) }),
      one.shareOfMentors !== null && t('access.burden.mentors', { percent: percent(one.shareOfMentors) }),
      one.shareOfEligible !== null && t('access.burden.could', { percent: percent(one.shareOfEligible) }),
    ].filter((share) => share !== false);
    const { difference } = one;
    const against =
      difference &&
      t('access.burden.against', {
        points: points(difference.estimate),
        low: points(difference.lo),
        high: points(difference.hi),
      });
    return [...shares, against ?? t('access.few')].join(' · ');
  };
  const told = (value: number | null) => (value === null ? '–' : number(value, { maximumFractionDigits: 0 }));
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  return (
    <Card>
      <ShareRanges
        title={
          more.length > 0
            ? t('access.burden.more', { names: list(more.map(({ group }) => words.group(group))) })
            : t(isCompared ? 'access.burden.none' : 'access.burden.few')
        }
        summary={t('access.burden.what', { heavy: number(heavy ?? 0), mentors: number(mentors ?? 0) })}
        actions={definition}
        items={groups.map((one) => ({
          id: one.group,
          label: words.group(one.group),
          share: one.rate === null ? null : { value: one.rate, low: one.lo ?? 0, high: one.hi ?? 1 },
          ...(one.mentors !== null && {
            counts: t('access.counts', { part: number(one.heavy ?? 0), base: number(one.mentors) }),
          }),
          isMarked: one.verdict === 'more',
          isFew: (one.mentors ?? 0) < fewBelow,
          note: note(one),
        }))}
        lines={
          heavy === null || !mentors
            ? []
            : [
                {
                  id: 'all',
                  at: heavy / mentors,
                  label: t('access.burden.all', { percent: percent(heavy / mentors) }),
                },
              ]
        }
        table={{
          headers: [
            t('access.head.group'),
            ...(['mentors', 'heavy', 'minutes', 'share', 'could', 'perMentor', 'q'] as const).map((head) =>
              t(`access.burden.head.${head}`),
            ),
          ],
          rows: groups.map((one) => [
            words.group(one.group),
            told(one.mentors),
            told(one.heavy),
            share(one.shareOfMinutes),
            share(one.shareOfMentors),
            share(one.shareOfEligible),
            told(one.perMentor),
            one.q === null ? '–' : number(one.q, { maximumSignificantDigits: 2 }),
          ]),
        }}
      />
      <TableLinks
        cohortId={cohortId}
        table="burden"
        name={t('metrics.label.mentor-burden')}
        query={{ by: report.by }}
      />
    </Card>
  );
}
