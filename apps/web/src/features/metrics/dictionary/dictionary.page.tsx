import type { MetricDefinition } from '@ithaca/contracts/metrics';
import { isMetricKey, type MetricKey } from '@ithaca/metrics/metric-grains';
import { useQuery } from '@tanstack/react-query';
import SearchX from 'lucide-react/icons/search-x';
import { useEffect } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { history, useUrlState } from '../../../lib/history.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { dictionaryQuery } from '../../../lib/metric-dictionary.ts';
import { Loaded, Page } from '../../../lib/page.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Section } from '../../../ui/section.tsx';
import { DictionaryEntry } from './dictionary-entry.tsx';

const groups = ['taking-part', 'meeting', 'experience', 'mentors', 'staying'] as const;

/** Where each metric stands, in the order of the page. */
const groupOf: Record<MetricKey, (typeof groups)[number]> = {
  'funnel-conversion': 'taking-part',
  'drop-outs': 'taking-part',
  'participation-rate': 'taking-part',
  'participation-year': 'taking-part',
  'match-rate': 'taking-part',
  'match-rate-current': 'taking-part',
  'places-filled': 'taking-part',
  'time-to-match': 'taking-part',
  'time-to-match-most': 'taking-part',
  'match-acceptance': 'taking-part',
  'request-acceptance': 'taking-part',
  'proposals-needed': 'taking-part',
  'completion-rate': 'taking-part',
  'access-ratio': 'taking-part',
  'score-discrimination': 'taking-part',
  'weekly-rhythm': 'meeting',
  'active-pairings': 'meeting',
  'cadence-adherence': 'meeting',
  'meeting-volume': 'meeting',
  'meetings-held': 'meeting',
  'meetings-held-confirmed': 'meeting',
  'pairing-health': 'meeting',
  'early-signals': 'meeting',
  'pairings-at-risk': 'meeting',
  'engagement-score': 'meeting',
  'engagement-discrimination': 'meeting',
  'cohort-difference': 'meeting',
  satisfaction: 'experience',
  'satisfaction-mean': 'experience',
  'survey-response': 'experience',
  'check-in-response': 'experience',
  recommendation: 'experience',
  'satisfaction-change': 'experience',
  'recommendation-change': 'experience',
  'goal-progress': 'experience',
  'goal-completion': 'experience',
  'goals-stale': 'experience',
  'goals-written-after': 'experience',
  'mentor-utilisation': 'mentors',
  'mentor-load': 'mentors',
  'mentor-over-capacity': 'mentors',
  'mentor-idle': 'mentors',
  'mentor-minutes': 'mentors',
  'mentor-burden': 'mentors',
  'mentee-to-mentor': 'mentors',
  'retention-difference': 'staying',
  'retention-kept-days': 'staying',
  'retention-naive': 'staying',
  'mentor-retention-difference': 'staying',
  'mentor-retention-kept-days': 'staying',
  'voluntary-exit-difference': 'staying',
  'promotion-difference': 'staying',
  'mobility-difference': 'staying',
  'return-on-investment': 'staying',
  turnover: 'staying',
  'turnover-voluntary': 'staying',
  'turnover-involuntary': 'staying',
  'turnover-retirement': 'staying',
  'retention-closed-group': 'staying',
  tenure: 'staying',
  'tenure-left-by-choice': 'staying',
  'promotion-rate': 'staying',
  'mobility-rate': 'staying',
};

const fold = (words: string) => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** What do the numbers mean? Every metric with its exact rule; other pages link to one by `#key`. */
export default function DictionaryPage() {
  const t = useText();
  const dictionary = useQuery(dictionaryQuery);
  return (
    <Page title={t('metrics.dictionary')} width="reading">
      <PageHeader title={t('metrics.dictionary')} description={t('metrics.dictionary.what')} />
      <Loaded query={dictionary}>{({ items }) => <Entries definitions={items} />}</Loaded>
    </Page>
  );
}

function Entries({ definitions }: { definitions: readonly MetricDefinition[] }) {
  const t = useText();
  const { locale } = useLocale();
  const { number } = useFormat();
  const [{ q }, setState] = useUrlState({ q: '' });
  useEffect(() => {
    const entry = document.getElementById(history.location.hash.replace('#', ''));
    entry?.scrollIntoView({ block: 'start' });
    entry?.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true });
  }, []);
  const fits = (key: MetricKey) =>
    fold(`${t(`metrics.label.${key}`)} ${t(`metrics.meaning.${key}`)}`).includes(fold(q.trim()));
  const known = Object.keys(groupOf).filter(isMetricKey);
  const found = groups.flatMap((group) => {
    const entries = known.flatMap((key) => {
      const definition = definitions.find((one) => one.key === key);
      return groupOf[key] === group && definition && fits(key) ? [{ key, definition }] : [];
    });
    return entries.length > 0 ? [{ group, entries }] : [];
  });
  // A metric that the API knows and this version does not name yet is told in the words of the API.
  const others = definitions.filter(({ key, label }) => !isMetricKey(key) && fold(label).includes(fold(q)));
  const count = found.reduce((sum, { entries }) => sum + entries.length, others.length);
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <SearchField
          label={t('metrics.dictionary.search')}
          value={q}
          onChange={(next) => setState({ q: next })}
          className="min-w-64 flex-1"
        />
        <output className="sr-only">
          {t('ui.share.none', { part: number(count), base: number(definitions.length) })}
        </output>
      </div>
      {locale !== 'en' && <p className="-mt-3 text-dense text-muted">{t('metrics.dictionary.english')}</p>}
      {count === 0 && (
        <EmptyState
          icon={SearchX}
          title={t('metrics.dictionary.none', { words: q })}
          action={<Button onPress={() => setState({ q: '' })}>{t('metrics.dictionary.all')}</Button>}
        >
          {t('metrics.dictionary.none.why')}
        </EmptyState>
      )}
      {found.map(({ group, entries }) => (
        <Section key={group} title={t(`metrics.dictionary.group.${group}`)}>
          {entries.map(({ key, definition }) => (
            <DictionaryEntry
              key={key}
              definition={definition}
              label={t(`metrics.label.${key}`)}
              meaning={t(`metrics.meaning.${key}`)}
            />
          ))}
        </Section>
      ))}
      {others.map((definition) => (
        <DictionaryEntry
          key={definition.key}
          definition={definition}
          label={definition.label}
          meaning={definition.population}
        />
      ))}
    </>
  );
}
