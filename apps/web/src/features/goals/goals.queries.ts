import { goalRoutes, type Goal } from '@ithaca/contracts/goals';
import type { RequestOf } from '@ithaca/contracts/route';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../lib/api.ts';
import { goalsQuery, pairingQuery } from '../../lib/pairing.ts';

export type NewGoal = RequestOf<(typeof goalRoutes)['add']>['body'];
export type GoalChanges = RequestOf<(typeof goalRoutes)['update']>['body'];

/** What the pairing's program offers to start a goal from. */
export const goalPlansQuery = (pairingId: string) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'goal-plans'],
    queryFn: ({ signal }) => call(goalRoutes.listPlans, { params: { pairingId } }, { signal }),
    staleTime: 300_000,
  });

/** Puts a goal as the API answered it into the list; what counts goals is read again. */
function useKeepGoal(pairingId: string) {
  const queries = useQueryClient();
  const { queryKey } = goalsQuery(pairingId);
  return async (goal: Goal) => {
    await queries.cancelQueries({ queryKey, exact: true });
    queries.setQueryData(queryKey, (now) => {
      if (!now) return now;
      const isKnown = now.items.some(({ id }) => id === goal.id);
      return {
        items: isKnown ? now.items.map((each) => (each.id === goal.id ? goal : each)) : [...now.items, goal],
      };
    });
    void queries.invalidateQueries({ queryKey: pairingQuery(pairingId).queryKey, exact: true });
    void queries.invalidateQueries({ queryKey: ['pairings', 'mine'] });
    void queries.invalidateQueries({ queryKey: ['home'] });
  };
}

/** After a refusal the list shows how things stand. */
function useRereadGoals(pairingId: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: goalsQuery(pairingId).queryKey, exact: true });
}

export function useAddGoal(pairingId: string) {
  const key = useRef(crypto.randomUUID());
  const keep = useKeepGoal(pairingId);
  return useMutation({
    mutationFn: (body: NewGoal) =>
      call(goalRoutes.add, { params: { pairingId }, body }, { key: key.current }),
    onSuccess: keep,
    onError: () => {
      key.current = crypto.randomUUID();
    },
    meta: { showsProblem: true },
  });
}

export function useUpdateGoal(pairingId: string, goalId: string, { showsProblem = false } = {}) {
  const keep = useKeepGoal(pairingId);
  const reread = useRereadGoals(pairingId);
  return useMutation({
    mutationFn: ({ changes, version }: { changes: GoalChanges; version: number }) =>
      call(goalRoutes.update, { params: { goalId }, body: changes, version }),
    onSuccess: keep,
    onError: reread,
    meta: { showsProblem },
  });
}

export function useTickMilestone(pairingId: string, goalId: string, milestoneId: string) {
  const keep = useKeepGoal(pairingId);
  const reread = useRereadGoals(pairingId);
  return useMutation({
    mutationFn: (done: boolean) =>
      call(goalRoutes.setMilestoneDone, { params: { goalId, milestoneId }, body: { done } }),
    onSuccess: keep,
    onError: reread,
  });
}

export function useAddMilestone(pairingId: string, goalId: string) {
  const key = useRef(crypto.randomUUID());
  const keep = useKeepGoal(pairingId);
  return useMutation({
    mutationFn: (title: string) =>
      call(
        goalRoutes.addMilestone,
        { params: { goalId }, body: { title, dueOn: null } },
        { key: key.current },
      ),
    onSuccess: keep,
    onSettled: () => {
      key.current = crypto.randomUUID();
    },
  });
}

export function useAskAboutGoal(pairingId: string, goalId: string) {
  const key = useRef(crypto.randomUUID());
  const keep = useKeepGoal(pairingId);
  const reread = useRereadGoals(pairingId);
  return useMutation({
    mutationFn: (body: string) =>
      call(goalRoutes.ask, { params: { goalId }, body: { body } }, { key: key.current }),
    onSuccess: keep,
    onError: reread,
    onSettled: () => {
      key.current = crypto.randomUUID();
    },
    meta: { showsProblem: true },
  });
}

export function useAddGoalNote(pairingId: string, goalId: string) {
  const key = useRef(crypto.randomUUID());
  const keep = useKeepGoal(pairingId);
  return useMutation({
    mutationFn: (body: string) =>
      call(goalRoutes.addNote, { params: { goalId }, body: { body } }, { key: key.current }),
    onSuccess: (goal) => {
      key.current = crypto.randomUUID();
      return keep(goal);
    },
    meta: { showsProblem: true },
  });
}
