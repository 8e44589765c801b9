import { reviewRoutes } from '@ithaca/contracts/review';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../../lib/api.ts';
import { draftQuery, proposalQuery, whyUnmatchedQuery } from '../matching.queries.ts';
import { markAnswered } from './keys.tsx';
import type { Draft, Entry } from './queue.ts';

/** A pair counts as opened once it has been on the screen for so long. */
const LOOK_MS = 400;
/** How many lines ahead are worked out before they are asked for, and behind. */
const AHEAD = 2;
const BEHIND = 1;

/**
 * Everything about the line that is looked at, the effects of every other mentor included, and what comes next in advance:
 * so an answer is on the screen while the key that asked is still down. Tells the server what was opened.
 */
export function useAnswers(
  draft: Draft,
  { shown, at, current }: { shown: readonly Entry[]; at: number; current: Entry | undefined },
  isOpen: boolean,
) {
  const queries = useQueryClient();
  const { id: runId, state } = draft.run;
  const isReady = state === 'ready';
  const item = current?.item;
  const pair = useQuery({ ...proposalQuery(item?.id ?? ''), enabled: item !== undefined });
  const alone = useQuery({
    ...whyUnmatchedQuery(runId, current?.mentee.enrolmentId ?? ''),
    enabled: isReady && current !== undefined && item === undefined,
  });
  const answer = item ? pair : alone;
  const isAnswered = answer.data !== undefined;

  const menteeId = current?.mentee.enrolmentId;
  useEffect(() => {
    if (menteeId !== undefined && isAnswered) markAnswered();
  }, [menteeId, isAnswered]);

  // One after another, the next one first: the server works out one thing at a time.
  const near = [
    ...shown.slice(at + 1, at + 1 + AHEAD),
    ...shown.slice(Math.max(0, at - BEHIND), Math.max(0, at)),
  ];
  const wanted = near.map((entry) => entry.item?.id ?? entry.mentee.enrolmentId).join(' ');
  useEffect(() => {
    if (!isAnswered) return undefined;
    let isOver = false;
    void (async () => {
      for (const entry of near) {
        const { item: one, mentee } = entry;
        if (isOver || (!one && !isReady)) return;
        const isKnown =
          queries.getQueryData(
            one ? proposalQuery(one.id).queryKey : whyUnmatchedQuery(runId, mentee.enrolmentId).queryKey,
          ) !== undefined;
        // What is known from before the last act is shown at once, and asked for again only when it is looked at.
        if (isKnown) continue;
        if (one) await queries.prefetchQuery(proposalQuery(one.id));
        else await queries.prefetchQuery(whyUnmatchedQuery(runId, mentee.enrolmentId));
      }
    })();
    return () => {
      isOver = true;
    };
    // The ids say which lines are near.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, isAnswered, isReady, runId, queries]);

  const [unseen, isShown] = [item && !item.seen ? item.id : undefined, pair.data !== undefined];
  useEffect(() => {
    if (unseen === undefined || !isShown || !isOpen) return undefined;
    const timer = setTimeout(() => {
      void call(reviewRoutes.look, { params: { proposalId: unseen } }).then(
        () =>
          queries.setQueryData(
            draftQuery(runId).queryKey,
            (known) =>
              known && {
                ...known,
                items: known.items.map((one) => (one.id === unseen ? { ...one, seen: true } : one)),
              },
          ),
        () => undefined,
      );
    }, LOOK_MS);
    return () => clearTimeout(timer);
  }, [unseen, isShown, isOpen, queries, runId]);

  return {
    alternatives: isReady ? (answer.isError ? [] : answer.data?.alternatives) : [],
    isRefreshing: answer.isFetching,
  };
}
