import { matchingRoutes, type ProposalItem } from '@ithaca/contracts/matching';
import { reviewRoutes, type ReviewActItem } from '@ithaca/contracts/review';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { ApiProblem, call } from '../../../lib/api.ts';
import { draftQuery, seriesQuery } from '../matching.queries.ts';
import { namedOf, type Named } from './act-words.ts';
import { patchDraft } from './patch.ts';
import type { Draft } from './queue.ts';

/** One act about a draft, people by their enrolment. `displaces`: the mentee whose place is taken. */
export type Decision =
  | { kind: 'approve' | 'lock' | 'release' | 'remove'; menteeId: string; reason?: string }
  | { kind: 'propose'; menteeId: string; mentorId: string; reason: string; displaces?: string }
  | { kind: 'swap'; menteeId: string; otherId: string; reason: string }
  | { kind: 'approve-clear' };

const states = { approve: 'approved', lock: 'locked', release: 'proposed' } as const;
const reasoned = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** Sends one act on top of what is known of the draft at that moment; answers the proposals as they are then. */
async function send(draft: Draft, decision: Decision): Promise<readonly ProposalItem[]> {
  const { id: runId } = draft.run;
  const find = (menteeId: string) => draft.items.find(({ mentee }) => mentee.enrolmentId === menteeId);
  const required = (menteeId: string): ProposalItem => {
    const item = find(menteeId);
    // Somebody took it apart meanwhile; what the draft says by now is shown after this.
    if (!item) throw new ApiProblem({ status: 412, code: 'record.changed', facts: { state: 'removed' } });
    return item;
  };
  switch (decision.kind) {
    case 'approve-clear':
      await call(matchingRoutes.approveClear, { params: { runId } });
      return [];
    case 'remove': {
      const { id, version } = required(decision.menteeId);
      const body = reasoned(decision.reason);
      return [await call(matchingRoutes.removeProposal, { params: { proposalId: id }, body, version })];
    }
    case 'propose': {
      const { menteeId, mentorId, reason, displaces } = decision;
      const present = find(menteeId);
      const freed = displaces === undefined ? undefined : required(displaces);
      const made = await call(matchingRoutes.propose, {
        params: { runId },
        body: {
          menteeEnrolmentId: menteeId,
          mentorEnrolmentId: mentorId,
          reason,
          present: present?.id ?? null,
          ...(freed && { displaces: freed.id }),
        },
      });
      return [made, ...(freed ? [{ ...freed, state: 'removed' as const }] : [])];
    }
    case 'swap': {
      const { id, version } = required(decision.menteeId);
      const body = { withProposalId: required(decision.otherId).id, ...reasoned(decision.reason) };
      return (await call(matchingRoutes.swap, { params: { proposalId: id }, body, version })).items;
    }
    default: {
      const { id, version } = required(decision.menteeId);
      const body = { state: states[decision.kind], ...reasoned(decision.reason) };
      return [await call(matchingRoutes.setProposalState, { params: { proposalId: id }, body, version })];
    }
  }
}

/**
 * Decisions about a draft, sent one after another. A state is shown at once and taken back when the server refuses.
 * Undo and redo are the server's: it remembers every act of this sign-in. Failures are thrown to whoever asked.
 */
export function useDecisions(runId: string, isOpen: boolean) {
  const queries = useQueryClient();
  const [pending, setPending] = useState(0);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const { queryKey } = draftQuery(runId);
  const series = useQuery({ ...seriesQuery(runId), enabled: isOpen });
  // What was done here and is not known to the server's series yet.
  const [fresh, setFresh] = useState<readonly Named[]>([]);

  const patch = useCallback(
    (items: readonly ProposalItem[]) =>
      queries.setQueryData(queryKey, (draft) => draft && patchDraft(draft, items)),
    [queries, queryKey],
  );

  /** Waits its turn; then what was derived from the draft is out of date, and after a refusal the draft itself. */
  const inLine = useCallback(
    <T>(work: () => Promise<T>, isState: boolean): Promise<T> => {
      void queries.cancelQueries({ queryKey });
      setPending((count) => count + 1);
      const run = line.current.then(async () => {
        try {
          const result = await work();
          if (!isState) void queries.invalidateQueries({ queryKey });
          return result;
        } catch (error) {
          await queries.fetchQuery({ ...draftQuery(runId), staleTime: 0 }).catch(() => undefined);
          throw error;
        } finally {
          setPending((count) => count - 1);
          void queries.invalidateQueries({
            queryKey: ['matching', 'proposal'],
            refetchType: isState ? 'none' : 'active',
          });
        }
      });
      line.current = run.catch(() => undefined);
      return run;
    },
    [queries, queryKey, runId],
  );

  const refreshSeries = useCallback(async () => {
    const known = await queries.fetchQuery({ ...seriesQuery(runId), staleTime: 0 });
    setFresh([]);
    return known;
  }, [queries, runId]);
  /** What tells of the acts: asked for once nothing waits to be sent any more. */
  const settle = useCallback(async () => {
    const mine = line.current;
    await mine;
    if (line.current !== mine) return;
    void refreshSeries().catch(() => undefined);
    for (const what of ['publication', 'run', 'acts'])
      void queries.invalidateQueries({ queryKey: ['matching', what, runId] });
  }, [queries, refreshSeries, runId]);

  const decide = useCallback(
    async (decision: Decision, named: Named): Promise<void> => {
      const { kind } = decision;
      const isState = kind === 'approve' || kind === 'lock' || kind === 'release';
      if (isState)
        queries.setQueryData(queryKey, (draft) => {
          const item = draft?.items.find(({ mentee }) => mentee.enrolmentId === decision.menteeId);
          return draft && item ? patchDraft(draft, [{ ...item, state: states[kind] }]) : draft;
        });
      setFresh((acts) => [...acts, named]);
      try {
        await inLine(async () => {
          const draft = queries.getQueryData(queryKey);
          if (!draft) return;
          patch(await send(draft, decision));
          if (decision.kind === 'approve-clear')
            await queries.fetchQuery({ ...draftQuery(runId), staleTime: 0 });
        }, isState);
      } finally {
        void settle();
      }
    },
    [inLine, patch, queries, queryKey, runId, settle],
  );

  const go = useCallback(
    (which: 'undo' | 'redo'): Promise<ReviewActItem | null> =>
      inLine(async () => {
        const known = await refreshSeries();
        const meant = (which === 'undo' ? known.done : known.undone).at(-1);
        if (!meant) return null;
        const { act, items } = await call(reviewRoutes[which], {
          params: { runId },
          body: { act: meant.id },
        });
        // Those that are gone first: a mentee's present proposal is the one that stays.
        patch([
          ...items.filter(({ state }) => state === 'removed'),
          ...items.filter(({ state }) => state !== 'removed'),
        ]);
        void settle();
        return act;
      }, false),
    [inLine, patch, refreshSeries, runId, settle],
  );
  const undo = useCallback(() => go('undo'), [go]);
  const redo = useCallback(() => go('redo'), [go]);

  const lastKnown = series.data?.done.at(-1);
  const undone = fresh.length === 0 ? series.data?.undone.at(-1) : undefined;
  return {
    decide,
    undo,
    redo,
    last: fresh.at(-1) ?? (lastKnown ? namedOf(lastKnown) : undefined),
    undone: undone ? namedOf(undone) : undefined,
    isSending: pending > 0,
  };
}
