import { matchingRoutes, type ProposalItem } from '@ithaca/contracts/matching';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useText } from '../../../lib/i18n.tsx';
import { draftQuery } from '../matching.queries.ts';
import { seatsIn, stepsBetween, type Seats, type Step } from './steps.ts';

/** Something a reviewer did: what it is called, and the seats before and after. */
interface Decision {
  words: string;
  before: Seats;
  after: Seats;
  reason: string;
}

type Past = { done: readonly Decision[]; undone: readonly Decision[] };

/** Carries out one step on top of what is known now, and keeps the known draft right. */
async function carryOut(queries: QueryClient, runId: string, step: Step, reason: string): Promise<void> {
  const { queryKey } = draftQuery(runId);
  const known = queries.getQueryData(queryKey)?.items ?? [];
  const itemOf = (menteeId: string) => known.find(({ mentee }) => mentee.enrolmentId === menteeId);
  const required = (menteeId: string): ProposalItem => {
    const item = itemOf(menteeId);
    if (!item) throw new Error('The pairing is not in the draft any more');
    return item;
  };
  const put = (item: ProposalItem) =>
    queries.setQueryData(
      queryKey,
      (draft) =>
        draft && { ...draft, items: draft.items.map((other) => (other.id === item.id ? item : other)) },
    );
  switch (step.kind) {
    case 'state': {
      const { id, version } = required(step.menteeId);
      const body = { state: step.state };
      put(await call(matchingRoutes.setProposalState, { params: { proposalId: id }, body, version }));
      return;
    }
    case 'remove': {
      const { id, version } = required(step.menteeId);
      const body = reason === '' ? {} : { reason };
      await call(matchingRoutes.removeProposal, { params: { proposalId: id }, body, version });
      break;
    }
    case 'propose':
      await call(matchingRoutes.propose, {
        params: { runId },
        body: { menteeEnrolmentId: step.menteeId, mentorEnrolmentId: step.mentorId, reason },
      });
      break;
    case 'swap': {
      const { id, version } = required(step.menteeId);
      const body = { withProposalId: required(step.otherId).id, ...(reason !== '' && { reason }) };
      await call(matchingRoutes.swap, { params: { proposalId: id }, body, version });
    }
  }
  // New pairs have new ids, attention and causes.
  await queries.fetchQuery({ ...draftQuery(runId), staleTime: 0 });
}

/**
 * Decisions about a draft, with undo and redo for as long as the page is open. They are sent one after another; a state is
 * shown at once and taken back when the server refuses. Failures are thrown to whoever asked.
 */
export function useDecisions(runId: string) {
  const t = useText();
  const queries = useQueryClient();
  const [past, setPast] = useState<Past>({ done: [], undone: [] });
  const [pending, setPending] = useState(0);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const { queryKey } = draftQuery(runId);

  const go = useCallback(
    (to: Seats, reason: string, allClear = false): Promise<void> => {
      const steps = stepsBetween(seatsIn(queries.getQueryData(queryKey)?.items ?? [], to.keys()), to);
      void queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, (draft) => {
        if (!draft) return draft;
        const items = draft.items.map((item) => {
          const seat = to.get(item.mentee.enrolmentId);
          return seat?.mentorId === item.mentor.enrolmentId ? { ...item, state: seat.state } : item;
        });
        return { ...draft, items };
      });
      setPending((count) => count + 1);
      const run = line.current.then(async () => {
        try {
          if (allClear) {
            await call(matchingRoutes.approveClear, { params: { runId } });
            await queries.fetchQuery({ ...draftQuery(runId), staleTime: 0 });
          } else for (const step of steps) await carryOut(queries, runId, step, reason);
          void queries.invalidateQueries({
            queryKey: ['matching', 'proposal'],
            refetchType: steps.every(({ kind }) => kind === 'state') ? 'none' : 'active',
          });
          void queries.invalidateQueries({ queryKey: ['matching', 'publication', runId] });
          void queries.invalidateQueries({ queryKey: ['matching', 'run', runId] });
        } catch (error) {
          await queries.fetchQuery({ ...draftQuery(runId), staleTime: 0 }).catch(() => undefined);
          throw error;
        } finally {
          setPending((count) => count - 1);
        }
      });
      line.current = run.catch(() => undefined);
      return run;
    },
    [queries, queryKey, runId],
  );

  /** What the server refused never happened. */
  const forget = useCallback(
    (decision: Decision) =>
      setPast((now) => ({
        done: now.done.filter((one) => one !== decision),
        undone: now.undone.filter((one) => one !== decision),
      })),
    [],
  );

  const decide = useCallback(
    async (
      words: string,
      after: Seats,
      { reason = '', allClear = false }: { reason?: string; allClear?: boolean } = {},
    ): Promise<void> => {
      const before = seatsIn(queries.getQueryData(queryKey)?.items ?? [], after.keys());
      const decision = { words, before, after, reason };
      setPast(({ done }) => ({ done: [...done, decision], undone: [] }));
      await go(after, reason, allClear).catch((error: unknown) => {
        forget(decision);
        throw error;
      });
    },
    [forget, go, queries, queryKey],
  );

  const last = past.done.at(-1);
  const undone = past.undone.at(-1);
  const undo = useCallback(async (): Promise<void> => {
    if (!last) return;
    setPast((now) => ({ done: now.done.slice(0, -1), undone: [...now.undone, last] }));
    await go(last.before, t('matching.undo.reason')).catch((error: unknown) => {
      forget(last);
      throw error;
    });
  }, [forget, go, last, t]);
  const redo = useCallback(async (): Promise<void> => {
    if (!undone) return;
    setPast((now) => ({ done: [...now.done, undone], undone: now.undone.slice(0, -1) }));
    await go(undone.after, undone.reason).catch((error: unknown) => {
      forget(undone);
      throw error;
    });
  }, [forget, go, undone]);

  return { decide, undo, redo, last, undone, isSending: pending > 0 };
}
