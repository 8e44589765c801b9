import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useUrlState } from '../../../lib/history.ts';
import { text, useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { proposalQuery } from '../matching.queries.ts';
import { Alternatives, WhyNot } from './alternatives.tsx';
import { Certificate } from './certificate.tsx';
import type { Choice } from './choose-mentor.form.tsx';
import { ReviewKeysHelp, useReviewKeys, type Act } from './keys.tsx';
import { PairPanel, usePairName } from './pair-panel.tsx';
import {
  attentionOf,
  entriesOf,
  filterBy,
  isDecided,
  mentorsOf,
  nextToDecide,
  orderOf,
  sortBy,
  type Draft,
  type Entry,
} from './queue.ts';
import { Queue, useQueueFilters } from './queue-list.tsx';
import { ReviewHeader } from './review-header.tsx';
import type { Seat, Seats } from './steps.ts';
import { useDecisions } from './use-decisions.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const Changes = lazyLayer(async () => (await import('./changes.tsx')).Changes);

const ChooseMentor = lazyLayer(async () => (await import('./choose-mentor.form.tsx')).ChooseMentor);

const ApproveClear = lazyLayer(async () => (await import('./approve-clear.tsx')).ApproveClear);
const Redraft = lazyLayer(async () => (await import('./redraft.tsx')).Redraft);

type Layer = { kind: 'choose'; mentorId: string | null } | { kind: 'clear' | 'redraft' | 'keys' } | null;

export type WorkspaceProps = {
  draft: Draft;
  /** Why nothing can be decided; undefined when it can. */
  off: string | undefined;
  crumbs: readonly { label: string; href: string }[];
  cohortName: string;
  hrefOf: (runId: string) => string;
  publishHref: string;
  /** What became of the draft, when it is history. */
  notice?: ReactNode;
};

/** The lines of the queue as they stood at first, and the one that is looked at. */
function useQueue(draft: Draft) {
  const { filters } = useQueueFilters();
  const all = useMemo(() => entriesOf(draft), [draft]);
  const [order] = useState(() => orderOf(all));
  const sorted = useMemo(() => sortBy(order, all), [order, all]);
  const shown = filterBy(filters, order, sorted);
  const [{ mentee }, setState] = useUrlState({ mentee: '' });
  const current = sorted.find((entry) => entry.mentee.enrolmentId === mentee) ?? shown[0] ?? sorted[0];
  const select = useCallback((menteeId: string) => setState({ mentee: menteeId }), [setState]);
  return { sorted, shown, order, current, select };
}

/** The review workspace: queue, comparison, effects; every act has a key, an announcement and an inverse. */
export function Workspace(props: WorkspaceProps) {
  const { draft, off, hrefOf, notice } = props;
  const t = useText();
  const queries = useQueryClient();
  const nameOf = usePairName();
  const { sorted, shown, order, current, select } = useQueue(draft);
  const { decide, undo, redo, last, undone, isSending } = useDecisions(draft.run.id);
  const [{ explain, since }, setUrl] = useUrlState({ explain: '', since: '' });
  const [layer, setLayer] = useState<Layer>(null);
  const [said, setSaid] = useState('');
  const [isListOpen, setListOpen] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // How often the focus was asked to go to the name, and was sent there: not before a dialog is gone.
  const [asked, setAsked] = useState(0);
  const answered = useRef(0);
  const pair = useQuery({ ...proposalQuery(current?.item?.id ?? ''), enabled: current?.item !== undefined });
  const at = shown.findIndex(({ mentee }) => mentee.enrolmentId === current?.mentee.enrolmentId);
  const clear = sorted.filter((entry) => attentionOf(entry) === 'clear' && entry.item?.state === 'proposed');
  const decided = sorted.filter(isDecided).length;

  // What comes next is fetched while this one is read.
  const ahead = shown[at + 1]?.item?.id;
  useEffect(() => {
    if (ahead) void queries.prefetchQuery(proposalQuery(ahead));
  }, [ahead, queries]);

  /** Shows a pairing and puts the focus on its name, from where Tab goes on to what can be done. */
  const look = (menteeId?: string) => {
    if (menteeId) select(menteeId);
    setListOpen(false);
    setAsked((times) => times + 1);
  };
  useEffect(() => {
    if (layer !== null || asked === answered.current) return;
    answered.current = asked;
    heading.current?.focus();
  }, [layer, asked]);
  const tell = (error: unknown) => showToast({ tone: 'danger', title: problemWords(error, text) });

  /** Does it at once, says so, and goes on to what still needs a decision. */
  const settle = (words: string, seats: Seats, goesOn: boolean, options?: { allClear?: boolean }) => {
    const open = shown.filter((entry) => entry === current || !seats.has(entry.mentee.enrolmentId));
    const following = goesOn && current ? nextToDecide(open, current.mentee.enrolmentId) : undefined;
    decide(words, seats, options).catch(tell);
    if (following) {
      setSaid(t('matching.done.next', { done: words, next: nameOf(following) }));
      look(following.mentee.enrolmentId);
    } else {
      const isAll =
        goesOn && sorted.every((entry) => isDecided(entry) || seats.has(entry.mentee.enrolmentId));
      setSaid(isAll ? t('matching.done.last', { done: words }) : words);
      look();
    }
  };

  const setState = (entry: Entry, act: 'approve' | 'lock') => {
    if (!entry.item) return;
    const wanted = act === 'approve' ? 'approved' : 'locked';
    const isTakenBack = entry.item.state === wanted;
    const seat: Seat = {
      mentorId: entry.item.mentor.enrolmentId,
      state: isTakenBack ? 'proposed' : wanted,
    };
    const words = t(`matching.done.${isTakenBack ? (`un${act}` as const) : act}`, { pair: nameOf(entry) });
    settle(words, new Map([[entry.mentee.enrolmentId, seat]]), !isTakenBack);
  };

  const walk = (step: 1 | -1) => {
    const entry = shown[at === -1 ? 0 : at + step];
    if (!entry) return;
    setSaid(nameOf(entry));
    look(entry.mentee.enrolmentId);
  };

  const goBack = (isRedo: boolean) => {
    const decision = isRedo ? undone : last;
    if (!decision) {
      setSaid(t(isRedo ? 'matching.review.redo.none' : 'matching.review.undo.none'));
      return;
    }
    const [menteeId] = decision.after.keys();
    (isRedo ? redo() : undo()).catch(tell);
    setSaid(t(isRedo ? 'matching.done.redone' : 'matching.done.undone', { what: decision.words }));
    if (menteeId && decision.after.size <= 2) look(menteeId);
  };

  const act = (one: Act) => {
    if (one === 'help') return setLayer({ kind: 'keys' });
    if (one === 'explain') return setUrl({ explain: explain === '' ? '1' : '' });
    if (!current) return;
    if (one === 'next' || one === 'previous') return walk(one === 'next' ? 1 : -1);
    if (off) return setSaid(off);
    if (one === 'undo' || one === 'redo') return goBack(one === 'redo');
    if (one === 'swap') return setLayer({ kind: 'choose', mentorId: null });
    if (!current.item) return setSaid(t('matching.off.noPair'));
    if (one === 'remove')
      return settle(
        t('matching.done.remove', { pair: nameOf(current) }),
        new Map([[current.mentee.enrolmentId, null]]),
        false,
      );
    setState(current, one);
  };
  useReviewKeys(act);

  const choose = async ({ mentor, seats, reason }: Choice) => {
    if (!current) return;
    const names = { mentee: current.mentee.displayName, mentor: mentor.displayName };
    const words = t('matching.done.choose', { pair: t('matching.pair', names) });
    await decide(words, seats, { reason });
    setSaid(words);
    setLayer(null);
    look(current.mentee.enrolmentId);
  };

  const approveClear = () => {
    setLayer(null);
    const seats = new Map(
      clear.flatMap(({ mentee, item }) =>
        item ? [[mentee.enrolmentId, { mentorId: item.mentor.enrolmentId, state: 'approved' }] as const] : [],
      ),
    );
    settle(t('matching.done.clear', { count: clear.length }), seats, true, { allClear: true });
  };

  return (
    <>
      <ReviewHeader
        {...props}
        progress={{ decided, all: sorted.length }}
        clear={clear.length}
        undoable={last?.words}
        redoable={undone?.words}
        isSending={isSending}
        said={said}
        onAct={act}
        onClear={() => setLayer({ kind: 'clear' })}
        onRedraft={() => setLayer({ kind: 'redraft' })}
      />
      {notice}
      {since !== '' && <Changes since={since} draft={draft} onDismiss={() => setUrl({ since: '' })} />}
      <div className="@container">
        <div className="grid grid-rows-[auto_1fr] items-start gap-6 @min-[50rem]:grid-cols-[16rem_minmax(0,1fr)] @min-[76rem]:grid-cols-[16rem_minmax(0,1fr)_20rem]">
          <div className="flex min-h-0 min-w-0 flex-col gap-3 @min-[50rem]:sticky @min-[50rem]:top-6 @min-[50rem]:max-h-[calc(100dvh-3rem)] @min-[50rem]:row-span-2">
            <Button
              className="w-full @min-[50rem]:hidden"
              aria-expanded={isListOpen}
              onPress={() => setListOpen(!isListOpen)}
            >
              {t(isListOpen ? 'matching.queue.hide' : 'matching.queue.show')}
            </Button>
            <div className={cx('min-h-0 flex-col @min-[50rem]:flex', isListOpen ? 'flex' : 'hidden')}>
              <Queue
                entries={shown}
                total={sorted.length}
                order={order}
                selected={current?.mentee.enrolmentId ?? ''}
                onSelect={(menteeId) => {
                  if (isListOpen) look(menteeId);
                  else select(menteeId);
                }}
              />
            </div>
          </div>
          {current ? (
            <PairPanel
              runId={draft.run.id}
              isHistory={draft.run.state !== 'ready'}
              entry={current}
              at={at + 1}
              all={shown.length}
              isExplained={explain !== ''}
              off={off}
              onAct={act}
              headingRef={heading}
            />
          ) : (
            <EmptyState title={t('matching.queue.empty')} />
          )}
          <div className="flex min-w-0 flex-col gap-4 @min-[50rem]:col-start-2 @min-[76rem]:col-start-3">
            {current && draft.run.state === 'ready' && (
              <>
                {current.item && (
                  <Alternatives
                    options={pair.isError ? [] : pair.data?.alternatives}
                    off={off}
                    onChoose={(mentorId) => setLayer({ kind: 'choose', mentorId })}
                  />
                )}
                <WhyNot
                  key={current.mentee.enrolmentId}
                  runId={draft.run.id}
                  menteeId={current.mentee.enrolmentId}
                  mentors={mentorsOf(draft).filter(
                    ({ enrolmentId }) => enrolmentId !== current.item?.mentor.enrolmentId,
                  )}
                  off={off}
                  onChoose={(mentorId) => setLayer({ kind: 'choose', mentorId })}
                />
              </>
            )}
            <Certificate
              run={draft.run}
              byHand={draft.items.filter(({ origin }) => origin === 'person').length}
            />
          </div>
        </div>
      </div>
      {layer?.kind === 'choose' && current && (
        <ChooseMentor
          draft={draft}
          mentee={current.mentee}
          item={current.item}
          asked={layer.mentorId}
          onChoose={choose}
          onClose={() => setLayer(null)}
        />
      )}
      {layer?.kind === 'clear' && (
        <ApproveClear
          clear={clear}
          onApprove={approveClear}
          onOpen={(menteeId) => {
            setLayer(null);
            look(menteeId);
          }}
          onClose={() => setLayer(null)}
        />
      )}
      {layer?.kind === 'redraft' && (
        <Redraft
          run={draft.run}
          kept={decided}
          rest={sorted.length - decided}
          hrefOf={hrefOf}
          onClose={() => setLayer(null)}
        />
      )}
      {layer?.kind === 'keys' && <ReviewKeysHelp onClose={() => setLayer(null)} />}
    </>
  );
}
