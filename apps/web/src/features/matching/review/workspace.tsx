import type { ReactNode } from 'react';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useActWords } from './act-words.ts';
import type { ChangePlaces } from './alone-card.tsx';
import { Alternatives, WhyNot } from './alternatives.tsx';
import { PairPanel } from './pair-panel.tsx';
import { attentionOf, isDecided, type Draft } from './queue.ts';
import { Queue } from './queue-list.tsx';
import { ReviewHeader } from './review-header.tsx';
import { useAnswers } from './use-answers.ts';
import { useOthers } from './use-others.ts';
import { useQueue } from './use-queue.ts';
import { useReview } from './use-review.ts';

const Acts = lazyLayer(async () => (await import('./acts.tsx')).Acts);
const Certificate = lazyLayer(
  async () => (await import('./certificate.tsx')).Certificate,
  () => <Skeleton className="h-48 w-full rounded-lg" />,
);
const CircleCard = lazyLayer(
  async () => (await import('./circles-card.tsx')).CircleCard,
  () => <Skeleton className="h-48 w-full rounded-lg" />,
);
const SmallCircles = lazyLayer(async () => (await import('./circles-card.tsx')).SmallCircles);
const Stale = lazyLayer(async () => (await import('./stale.tsx')).Stale);
const ReviewKeysHelp = lazyLayer(async () => (await import('./keys-help.tsx')).ReviewKeysHelp);
const Changes = lazyLayer(async () => (await import('./changes.tsx')).Changes);
const ChooseMentor = lazyLayer(async () => (await import('./choose-mentor.form.tsx')).ChooseMentor);
const ApproveClear = lazyLayer(async () => (await import('./approve-clear.tsx')).ApproveClear);
const Redraft = lazyLayer(async () => (await import('./redraft.tsx')).Redraft);
const ReasonForm = lazyLayer(async () => (await import('./reason.form.tsx')).ReasonForm);
const NoteForm = lazyLayer(async () => (await import('./note.form.tsx')).NoteForm);

export type WorkspaceProps = {
  programId: string;
  draft: Draft;
  /** Why nothing can be decided; undefined when it can. */
  off: string | undefined;
  crumbs: readonly { label: string; href: string }[];
  cohortName: string;
  hrefOf: (runId: string) => string;
  publishHref: string;
  places: ChangePlaces;
  /** What became of the draft, when it is history. */
  notice?: ReactNode;
};

/** The review workspace: queue, comparison, effects; every act has a key, an announcement and an inverse. */
export function Workspace(props: WorkspaceProps) {
  const { draft, off, hrefOf, notice, places } = props;
  const t = useText();
  const words = useActWords();
  const queue = useQueue(draft);
  const { sorted, shown, order, circles, current, at, select } = queue;
  const circle = circles.find(({ mentor }) => mentor.enrolmentId === current?.item?.mentor.enrolmentId);
  const review = useReview(draft, off, queue);
  const { layer, setLayer, theirs, look, decisions, isListOpen } = review;
  const isReady = draft.run.state === 'ready';
  const { alternatives, isRefreshing } = useAnswers(draft, queue, isReady && off === undefined);
  const others = useOthers(props.programId, draft, current, decisions.isSending);
  const [{ since }, setUrl] = useUrlState({ since: '' });
  const clear = sorted.filter((entry) => attentionOf(entry) === 'clear' && entry.item?.state === 'proposed');
  const decided = sorted.filter(isDecided).length;
  const chooseMentor = (mentorId: string) => setLayer({ kind: 'choose', mentorId });
  const close = () => setLayer(null);

  return (
    <>
      <ReviewHeader
        {...props}
        progress={{ decided, all: sorted.length }}
        clear={clear.length}
        undoable={decisions.last && words.done(decisions.last)}
        redoable={decisions.undone && words.done(decisions.undone)}
        isSending={decisions.isSending}
        said={review.said}
        others={others.here}
        onAct={review.act}
        onClear={() => setLayer({ kind: 'clear' })}
        onRedraft={() => setLayer({ kind: 'redraft' })}
      />
      {notice}
      {isReady && draft.circles && (
        <SmallCircles circles={circles} smallest={draft.circles.smallest} onSelect={select} />
      )}
      {since !== '' && (
        <Changes
          since={since}
          draft={draft}
          off={off}
          hrefOf={hrefOf}
          onDismiss={() => {
            setUrl({ since: '' });
            look();
          }}
        />
      )}
      <div className="@container">
        <div className="grid grid-rows-[auto_1fr] items-start gap-6 @min-[50rem]:grid-cols-[16rem_minmax(0,1fr)] @min-[76rem]:grid-cols-[16rem_minmax(0,1fr)_20rem]">
          <div className="flex min-h-0 min-w-0 flex-col gap-3 @min-[50rem]:sticky @min-[50rem]:top-6 @min-[50rem]:max-h-[calc(100dvh-3rem)] @min-[50rem]:row-span-2">
            <Button
              className="w-full @min-[50rem]:hidden"
              aria-expanded={isListOpen}
              onPress={() => review.setListOpen(!isListOpen)}
            >
              {t(isListOpen ? 'matching.queue.hide' : 'matching.queue.show')}
            </Button>
            <div className={cx('min-h-0 flex-col @min-[50rem]:flex', isListOpen ? 'flex' : 'hidden')}>
              <Queue
                entries={shown}
                total={sorted.length}
                order={order}
                circles={circles}
                others={others.at}
                selected={current?.mentee.enrolmentId ?? ''}
                onSelect={isListOpen ? look : select}
              />
            </div>
          </div>
          {current ? (
            <PairPanel
              runId={draft.run.id}
              isHistory={!isReady}
              entry={current}
              at={at + 1}
              all={shown.length}
              isExplained={review.isExplained}
              off={off}
              onAct={review.act}
              headingRef={review.heading}
              others={others.at.get(current.mentee.enrolmentId)}
              places={places}
              onRedraft={() => setLayer({ kind: 'redraft' })}
              onChoose={chooseMentor}
              notice={
                theirs?.menteeId === current.mentee.enrolmentId && (
                  <Stale
                    theirs={theirs}
                    onClose={() => {
                      review.setTheirs(null);
                      look();
                    }}
                  />
                )
              }
            />
          ) : (
            <EmptyState title={t('matching.queue.empty')} />
          )}
          <div className="flex min-w-0 flex-col gap-4 @min-[50rem]:col-start-2 @min-[76rem]:col-start-3">
            {current && circle && <CircleCard circle={circle} current={current} onSelect={look} />}
            {current && isReady && (
              <>
                <Alternatives
                  options={alternatives}
                  isRefreshing={isRefreshing}
                  off={off}
                  onChoose={chooseMentor}
                />
                <WhyNot
                  key={current.mentee.enrolmentId}
                  options={alternatives ?? []}
                  off={off}
                  onChoose={chooseMentor}
                />
              </>
            )}
            <Certificate
              run={draft.run}
              byHand={draft.items.filter(({ origin }) => origin === 'person').length}
            />
            <Acts runId={draft.run.id} />
          </div>
        </div>
      </div>
      {layer?.kind === 'choose' && current && alternatives && (
        <ChooseMentor
          draft={draft}
          mentee={current.mentee}
          item={current.item}
          options={alternatives}
          asked={layer.mentorId}
          onChoose={review.choose}
          onClose={close}
        />
      )}
      {layer?.kind === 'reason' && current && (
        <ReasonForm
          pair={words.entry(current)}
          advice={layer.advice}
          act={layer.act}
          onGive={review.giveReason}
          onClose={close}
        />
      )}
      {layer?.kind === 'note' && current?.item && (
        <NoteForm
          proposalId={current.item.id}
          pair={words.entry(current)}
          onDone={() => {
            review.setSaid(t('review.note.done', { pair: words.entry(current) }));
            close();
            look();
          }}
          onClose={close}
        />
      )}
      {layer?.kind === 'clear' && (
        <ApproveClear
          entries={sorted}
          onApprove={(looked) => void review.approveClear(looked)}
          onOpen={(menteeId) => {
            close();
            look(menteeId);
          }}
          onClose={close}
        />
      )}
      {layer?.kind === 'redraft' && (
        <Redraft
          run={draft.run}
          kept={decided}
          rest={sorted.length - decided}
          hrefOf={hrefOf}
          onClose={close}
        />
      )}
      {layer?.kind === 'keys' && <ReviewKeysHelp onClose={close} />}
    </>
  );
}
