import type { Message } from '@ithaca/contracts/messages';
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import MessagesSquare from 'lucide-react/icons/messages-square';
import { Fragment, useEffect, useLayoutEffect, useRef } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { problemWords } from '../../lib/problem-words.ts';
import { useSession } from '../../shell/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Composer } from './composer.tsx';
import { threadQuery, useMarkRead, useSend } from './messages.queries.ts';
import { useOutbox, type Waiting } from './outbox.ts';

/** What did we say? Newest at the bottom. */
export default function MessagesPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { list } = useFormat();
  const nameOf = usePairingName();
  const { actor } = useSession();
  const offReason = useOffReason();
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  const thread = useInfiniteQuery(threadQuery(pairingId));
  const send = useSend(pairingId);
  const outbox = useOutbox(`${pairingId}.${actor.personId}`, send.mutateAsync);
  const { mutate: markRead } = useMarkRead(pairingId);
  const messages = thread.data?.pages.flatMap(({ items }) => items).toReversed();
  const newest = messages?.at(-1);
  const newestOfPartner = messages?.findLast(({ mine }) => !mine)?.id;
  useEffect(() => {
    if (newestOfPartner !== undefined) markRead();
  }, [newestOfPartner, markRead]);

  // A new message is looked at; earlier ones come in above without moving what is read.
  const end = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (newest) end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest, outbox.waiting.length]);

  const others = partnersOf(pairing, actor.personId);
  const names = nameOf(pairing, actor.personId);
  const off = offReason(pairing, 'plan');
  return (
    <Page title={t('messages.title', { name: names })} width="full">
      <h2 className="sr-only">{t('pairings.tab.messages')}</h2>
      <div className="mx-auto flex w-full max-w-176 flex-col gap-4">
        <Loaded query={{ ...thread, data: messages }} skeleton={<ThreadSkeleton />}>
          {(all) => (
            <>
              {thread.hasNextPage && (
                <Button
                  variant="quiet"
                  className="self-center"
                  isLoading={thread.isFetchingNextPage}
                  onPress={() => void thread.fetchNextPage()}
                >
                  {t('messages.earlier')}
                </Button>
              )}
              {all.length === 0 && outbox.waiting.length === 0 && (
                <EmptyState icon={MessagesSquare} title={t('messages.empty')}>
                  {t('messages.empty.why', { name: isCircle(pairing) ? names : shortName(names) })}
                </EmptyState>
              )}
              <Thread messages={all} isMany={others.length > 1} />
            </>
          )}
        </Loaded>
        {outbox.waiting.length > 0 && (
          <ol aria-label={t('messages.unsent')} className="flex flex-col gap-2">
            {outbox.waiting.map((message) => (
              <UnsentMessage
                key={message.key}
                message={message}
                onRetry={() => outbox.retry(message)}
                onGiveUp={() => outbox.giveUp(message.key)}
              />
            ))}
          </ol>
        )}
        <div ref={end} className="scroll-mb-56" />
        {off === undefined ? (
          <Composer
            draftKey={`ithaca.message.${pairingId}.${actor.personId}`}
            name={isCircle(pairing) ? names : list(others.map(({ displayName }) => shortName(displayName)))}
            onSend={outbox.add}
          />
        ) : (
          <Banner tone="neutral">{off}</Banner>
        )}
      </div>
    </Page>
  );
}

/** Messages by day; a screen reader hears what comes in. */
function Thread({ messages, isMany }: { messages: readonly Message[]; isMany: boolean }) {
  const t = useText();
  const { instant, day } = useFormat();
  const { person } = useSession();
  const dayOf = (at: string) => new Date(at).toLocaleDateString('en-CA', { timeZone: person.timeZone });
  return (
    <div role="log" aria-label={t('pairings.tab.messages')} className="flex flex-col">
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const isNewDay = !previous || dayOf(previous.sentAt) !== dayOf(message.sentAt);
        const isNewAuthor = isNewDay || previous.authorId !== message.authorId;
        return (
          <Fragment key={message.id}>
            {isNewDay && (
              <p className="my-4 flex items-center gap-3 text-dense text-muted before:h-px before:flex-1 before:bg-divider after:h-px after:flex-1 after:bg-divider">
                {day(dayOf(message.sentAt), 'long')}
              </p>
            )}
            <div
              className={cx(
                'flex items-end gap-2',
                message.mine && 'flex-row-reverse',
                isNewAuthor ? 'mt-3' : 'mt-1',
              )}
            >
              {!message.mine && (
                <span className="w-8 shrink-0 self-start">
                  {isNewAuthor && <Avatar name={message.authorName} />}
                </span>
              )}
              <div
                className={cx(
                  'flex max-w-[85%] min-w-0 flex-col',
                  message.mine ? 'items-end' : 'items-start',
                )}
              >
                {isNewAuthor && (
                  <span className={cx('px-1 text-dense text-muted', (message.mine || !isMany) && 'sr-only')}>
                    {message.mine ? t('pairings.you') : message.authorName}
                  </span>
                )}
                <div className={cx(bubble, message.mine ? 'bg-accent-tint' : 'bg-hover')}>
                  <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
                    {message.body}
                  </p>
                </div>
                <time dateTime={message.sentAt} className="px-1 text-caption text-muted tabular-nums">
                  {instant(message.sentAt, { zone: person.timeZone, withDay: false })}
                </time>
              </div>
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}

const bubble = 'max-w-full rounded-xl px-3.5 py-2 forced-colors:border';

type UnsentMessageProps = { message: Waiting; onRetry: () => void; onGiveUp: () => void };

function UnsentMessage({ message, onRetry, onGiveUp }: UnsentMessageProps) {
  const t = useText();
  const isSending = message.error === null;
  return (
    <li className="flex flex-col items-end gap-1">
      <div
        className={cx(
          bubble,
          'bg-accent-tint',
          isSending ? 'opacity-70' : 'border border-dashed border-danger',
        )}
      >
        <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
          {message.body}
        </p>
      </div>
      {isSending ? (
        <span className="px-1 text-caption text-muted">{t('messages.sending')}</span>
      ) : (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2">
          <span className="text-dense text-danger">
            {message.error === 'reload' ? t('messages.notSent') : problemWords(message.error, t)}
          </span>
          <Button size="small" onPress={onRetry}>
            {t('messages.retry')}
          </Button>
          <Button size="small" variant="quiet" onPress={onGiveUp}>
            {t('messages.giveUp')}
          </Button>
        </div>
      )}
    </li>
  );
}

function ThreadSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-12 w-2/3 rounded-xl" />
      <Skeleton className="h-12 w-1/2 self-end rounded-xl" />
      <Skeleton className="h-16 w-3/5 rounded-xl" />
    </div>
  );
}
