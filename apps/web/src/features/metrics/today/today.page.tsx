import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import Sprout from 'lucide-react/icons/sprout';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { DeadlineCard } from './deadline-card.tsx';
import { todayQuery } from '../metrics.queries.ts';
import { QueueLine } from './queue-line.tsx';
import { useTodayWords, type Today } from './today-words.ts';
import { WaitingCard } from './waiting-card.tsx';
import { useFocusAfterEnd } from './use-focus-after-end.ts';

const FIRST = 12;

/** Which pairings need my help today? Worst first, with the reason and a ready act. */
export default function TodayPage() {
  const t = useText();
  const { instant } = useFormat();
  const today = useQuery(todayQuery);
  const words = useTodayWords();
  return (
    <Page title={t('shell.today')}>
      <PageHeader
        title={t('shell.today')}
        description={
          today.data && (
            <>
              <span className="text-lead text-text">{words.verdict(today.data)}</span>{' '}
              <span className="whitespace-nowrap text-dense">
                {t('metrics.asOf', { at: instant(today.data.asOf) })}
              </span>
            </>
          )
        }
      />
      <Loaded query={today} skeleton={<TodaySkeleton />}>
        {(data) => <TodayParts today={data} />}
      </Loaded>
    </Page>
  );
}

function TodayParts({ today }: { today: Today }) {
  const t = useText();
  const { number } = useFormat();
  const words = useTodayWords();
  const { list, onEnded } = useFocusAfterEnd(today.queue);
  const [view, setView] = useUrlState({ program: '', all: '' });
  const programs = [...new Map(today.queue.map((line) => [line.programId, line.programName]))];
  // One whose pairings are all helped, or none of ours: everybody's are shown.
  const chosen = programs.find(([id]) => id === view.program)?.[0] ?? '';
  const ofChosen = <T extends { programId: string }>(lines: readonly T[]) =>
    lines.filter(({ programId }) => chosen === '' || programId === chosen);
  const queue = ofChosen(today.queue);
  const shown = view.all ? queue : queue.slice(0, FIRST);
  const chips = [{ id: '', name: t('metrics.today.all'), count: today.queue.length }].concat(
    programs.map(([id, name]) => ({
      id,
      name,
      count: today.queue.filter((line) => line.programId === id).length,
    })),
  );
  if (
    today.active === 0 &&
    today.queue.length === 0 &&
    today.deadlines.length === 0 &&
    today.waiting.length === 0
  )
    return (
      <Card>
        <EmptyState
          icon={Sprout}
          title={t('metrics.today.none')}
          action={<LinkButton href="/manage">{t('metrics.today.none.do')}</LinkButton>}
        >
          {t('metrics.today.none.why')}
        </EmptyState>
      </Card>
    );
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="flex min-w-0 flex-col gap-3">
        {programs.length > 1 && (
          <fieldset aria-label={t('metrics.today.programs')} className="flex flex-wrap gap-2">
            {chips.map((chip) => (
              <button
                key={chip.id}
                type="button"
                aria-pressed={chosen === chip.id}
                onClick={() => setView({ program: chip.id })}
                className={cx(
                  'inline-flex min-h-8 items-center gap-2 rounded-full border px-3 text-dense hover:bg-hover pointer-coarse:min-h-11',
                  chosen === chip.id && 'border-accent bg-accent-tint font-medium forced-colors:outline-2',
                )}
              >
                {chip.name}
                <span className="text-muted tabular-nums">{number(chip.count)}</span>
              </button>
            ))}
          </fieldset>
        )}
        <WaitingCard waiting={ofChosen(today.waiting)} />
        <div ref={list} tabIndex={-1} className="outline-none">
          <Card
            isFlush
            title={t('metrics.today.queue')}
            description={queue.length > 0 ? t('metrics.today.queue.order') : undefined}
          >
            {queue.length === 0 ? (
              <EmptyState icon={CircleCheck} title={t('metrics.today.calm')}>
                {words.next(today) ?? t('metrics.today.calm.why')}
              </EmptyState>
            ) : (
              <ol className="divide-y">
                {shown.map((line) => (
                  <li key={line.id}>
                    <QueueLine
                      pairing={line}
                      asOf={today.asOf}
                      programId={line.programId}
                      programName={line.programName}
                      place={chosen || programs.length < 2 ? line.cohortName : line.programName}
                      onEnded={onEnded}
                    />
                  </li>
                ))}
              </ol>
            )}
          </Card>
        </div>
        {queue.length > FIRST && (
          <Button className="self-start" onPress={() => setView({ all: view.all ? '' : 'yes' })}>
            {view.all
              ? t('metrics.today.fewer', { count: number(FIRST) })
              : t('metrics.today.more', { count: number(queue.length) })}
          </Button>
        )}
      </div>
      <DeadlineCard deadlines={today.deadlines} asOf={today.asOf} />
    </div>
  );
}

function TodaySkeleton() {
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="flex flex-col gap-px">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-16 w-full rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-40 w-full rounded-lg" />
    </div>
  );
}
