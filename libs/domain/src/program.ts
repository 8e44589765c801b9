import type { CohortState } from './cohort.ts';
import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';
import { Refusal } from './refusal.ts';

/** Templates of an organisation's own, retired ones among them, and what one may say about its coordinator's week. */
export const TEMPLATE_LIMITS = { most: 100, coordinatorMinutesPerWeek: 2400 } as const;

export const programStates = ['draft', 'open', 'archived'] as const;
export type ProgramState = (typeof programStates)[number];

/** A program opens with the launch of its first cohort or by hand, and may come back from the archive. */
export const programTransitions: Transitions<ProgramState> = {
  draft: ['open', 'archived'],
  open: ['draft', 'archived'],
  archived: ['open', 'draft'],
};

const liveStates: readonly CohortState[] = ['scheduled', 'enrolling', 'matching', 'running', 'closing'];

/**
 * The next state of a program with cohorts in `cohorts`, or a refusal `program.wrong-state`: neither archived nor back
 * to draft while a cohort is under way (its state is named).
 */
export function moveProgram(
  from: ProgramState,
  to: ProgramState,
  cohorts: readonly CohortState[],
): ProgramState {
  const live = cohorts.filter((state) => liveStates.includes(state));
  if (to !== 'open' && live.length > 0)
    throw new Refusal('program.wrong-state', { from, to, cohortsUnderWay: live });
  return move(programTransitions, from, to, 'program.wrong-state');
}

/** The part of an address made from a name: ASCII letters, digits and hyphens, at most 60; `program` when nothing is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'program' : slug;
}

/** `slug`, or the first of `slug-2`, `slug-3` … that nobody has taken. */
export function freeSlug(slug: string, taken: readonly string[]): string {
  const used = new Set(taken);
  if (!used.has(slug)) return slug;
  let number = 2;
  while (used.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
