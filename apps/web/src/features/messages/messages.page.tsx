import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import MessagesSquare from 'lucide-react/icons/messages-square';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Composer } from './composer.tsx';
import { threadQuery, useMarkRead, useSend, useShowReading } from './messages.queries.ts';
import { useOutbox } from './outbox.ts';
import { Thread } from './thread.tsx';
import { UnsentMessage } from './unsent-message.tsx';

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
  const place = `${pairingId}.${actor.personId}`;
  const outbox = useOutbox(place, send.mutateAsync);
  const showReading = useShowReading(pairingId);
  const reading = thread.data?.pages[0]?.reading;
  // Where the new begins stays where it was when the page was opened, though all is marked as read at once.
  const [readUntil, setReadUntil] = useState<string | null>();
  if (reading && readUntil === undefined) setReadUntil(reading.myReadAt);
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
                  {t('messages.empty.why')}
                </EmptyState>
              )}
              <Thread
                pairingId={pairingId}
                messages={all}
                isMany={others.length > 1}
                readUntil={readUntil ?? null}
                readers={reading?.others ?? []}
              />
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
            pairingId={pairingId}
            place={place}
            name={isCircle(pairing) ? names : list(others.map(({ displayName }) => shortName(displayName)))}
            onSend={outbox.add}
          />
        ) : (
          <Banner tone="neutral">{off}</Banner>
        )}
        {reading && (
          <Switch
            isSelected={showReading.variables ?? reading.isShown}
            onChange={(isShown) => showReading.mutate(isShown)}
            description={t('messages.reading.how')}
            className="px-1 text-dense"
          >
            {t('messages.reading')}
          </Switch>
        )}
      </div>
    </Page>
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
