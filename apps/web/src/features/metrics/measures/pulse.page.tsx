import type { PulseReport } from '@ithaca/contracts/measures';
import { useQuery } from '@tanstack/react-query';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { useMetricWords } from '../../../lib/metric-words.ts';
import { Loaded, Page } from '../../../lib/page.tsx';
import { StampLine } from '../../../lib/stamp.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges } from '../../../ui/charts/share-ranges.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/select.tsx';
import { pulseQuery } from './measures.queries.ts';
import { usePulseWords, type PulseSide } from './pulse-words.ts';

/** What do people tell us? What check-ins say, how many answer them, and who would recommend the program. */
export default function PulsePage() {
  const t = useText();
  const { program, cohort, hrefOf } = useCohort();
  const [{ side }, setUrl] = useUrlState({ side: '' });
  const report = useQuery(pulseQuery(cohort.id));
  return (
    <Page title={`${t('pulse.title')} · ${program.name}`} width="full">
      <p className="text-dense">
        <Link href={hrefOf('overview')}>{t('metrics.overview.back')}</Link>
      </p>
      <Section
        title={t('pulse.title')}
        description={t('pulse.what')}
        actions={<LinkButton href={hrefOf('surveys')}>{t('pulse.recommend.open')}</LinkButton>}
      >
        <Loaded query={report}>
          {(data) => {
            // Mentees first: they are asked about most.
            const sides = data.sides.toSorted((one, other) => one.side.localeCompare(other.side));
            const chosen = sides.find((one) => one.side === side) ?? sides[0];
            return (
              <>
                <Answers
                  cohortId={cohort.id}
                  sides={sides}
                  chosen={chosen}
                  onChoose={(id) => setUrl({ side: id })}
                />
                <Recommendations items={data.recommendations} />
                <StampLine stamp={data.stamp} />
              </>
            );
          }}
        </Loaded>
      </Section>
    </Page>
  );
}

type AnswersProps = {
  cohortId: string;
  sides: readonly PulseSide[];
  chosen: PulseSide | undefined;
  onChoose: (side: string) => void;
};

function Answers({ cohortId, sides, chosen, onChoose }: AnswersProps) {
  const t = useText();
  const words = usePulseWords();
  if (!chosen || sides.every(({ waves }) => waves.length === 0))
    return (
      <Card>
        <EmptyState icon={MessageSquareText} title={t('pulse.none')}>
          {t('pulse.none.why')}
        </EmptyState>
        <div className="flex flex-wrap justify-center gap-x-6">
          <TableLinks isNamed cohortId={cohortId} table="pulse" name={t('metrics.numbers')} />
          <TableLinks isNamed cohortId={cohortId} table="waves" name={t('metrics.label.check-in-response')} />
        </div>
      </Card>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card>
        <ShareRanges
          {...words.useful(sides)}
          actions={
            <InfoButton about={t('metrics.label.satisfaction')}>
              <MetricDefinition metricKey="satisfaction" />
            </InfoButton>
          }
          lines={[]}
        />
        <Changes sides={sides} />
        <TableLinks cohortId={cohortId} table="pulse" name={t('metrics.numbers')} />
      </Card>
      <Card>
        {sides.length > 1 && (
          <Select
            className="mb-4 w-52"
            label={t('pulse.side')}
            choices={sides.map(({ side }) => ({ id: side, label: t(`pulse.side.${side}`) }))}
            value={chosen.side}
            onChange={(id) => onChoose(id === sides[0]?.side ? '' : id)}
          />
        )}
        <ShareRanges
          {...words.response(chosen)}
          actions={
            <InfoButton about={t('metrics.label.check-in-response')}>
              <MetricDefinition metricKey="check-in-response" />
            </InfoButton>
          }
          lines={[]}
        />
        <TableLinks cohortId={cohortId} table="waves" name={t('metrics.label.check-in-response')} />
      </Card>
    </div>
  );
}

/** The latest check-in against the one before it, with whether it is more than chance. */
function Changes({ sides }: { sides: readonly PulseSide[] }) {
  const t = useText();
  const words = usePulseWords();
  const changes = sides.flatMap((one) => words.change(one) ?? []);
  if (changes.length === 0) return null;
  return (
    <section className="mt-3 border-t pt-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-dense font-semibold">{t('metrics.label.satisfaction-change')}</h3>
        <InfoButton about={t('metrics.label.satisfaction-change')}>
          <MetricDefinition metricKey="satisfaction-change" />
        </InfoButton>
      </div>
      {changes.map(({ side, verdict, found, isFew }) => (
        <p key={side} className={cx('text-dense', isFew && 'text-muted')}>
          {found} <span className={cx(!isFew && 'font-medium')}>{verdict}</span>
        </p>
      ))}
    </section>
  );
}

function Recommendations({ items }: { items: PulseReport['recommendations'] }) {
  const t = useText();
  const { number } = useFormat();
  const words = useMetricWords();
  const pulse = usePulseWords();
  const signed = (value: number) => number(Math.round(value), { signDisplay: 'exceptZero' });
  return (
    <Card
      title={t('pulse.recommend')}
      actions={
        <InfoButton about={t('metrics.label.recommendation')}>
          <MetricDefinition metricKey="recommendation" />
        </InfoButton>
      }
    >
      {items.length === 0 ? (
        <p className="text-muted">{t('pulse.recommend.none')}</p>
      ) : (
        <ul className="flex flex-col divide-y">
          {items.map(({ moment, question, recommendation, change }) => (
            <li key={`${moment} ${question}`} className="flex flex-col gap-0.5 py-2 first:pt-0 last:pb-0">
              <p className="text-dense text-muted">{t(`pulse.moment.${moment}`)}</p>
              <p>{question}</p>
              <p className="text-dense">
                {recommendation.estimate === null || recommendation.lo === null || recommendation.hi === null
                  ? words.withheld(recommendation)
                  : t('pulse.recommend.value', {
                      score: signed(recommendation.estimate),
                      least: number(-100),
                      most: number(100),
                      count: recommendation.n ?? 0,
                      low: signed(recommendation.lo),
                      high: signed(recommendation.hi),
                    })}
              </p>
              {change && (
                <p
                  className={cx(
                    'flex items-center gap-1 text-dense',
                    change.verdict === 'few' && 'text-muted',
                  )}
                >
                  <span>
                    {t('pulse.recommend.change', {
                      points: signed(change.difference.estimate ?? 0),
                      since: t(`pulse.moment.${change.since}`),
                      low: signed(change.difference.lo ?? 0),
                      high: signed(change.difference.hi ?? 0),
                    })}{' '}
                    {pulse.verdict(change.verdict)}
                  </span>
                  <InfoButton about={t('metrics.label.recommendation-change')}>
                    <MetricDefinition metricKey="recommendation-change" />
                  </InfoButton>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
