import { solveAgain } from './assignment.ts';
import { MatchingError } from './errors.ts';
import {
  checkProblem,
  MAX_CAPACITY,
  requireInteger,
  toProblem,
  type IndexPair,
  type Problem,
  type Solution,
} from './problem.ts';

/** One change of a problem. Indices never shift: a removed person keeps the index, without pairs or places; added people come last. */
export type Edit =
  | {
      readonly kind: 'lock' | 'unlock' | 'reject' | 'allow';
      readonly mentee: number;
      readonly mentor: number;
    }
  | { readonly kind: 'capacity'; readonly mentor: number; readonly places: number }
  | {
      readonly kind: 'score';
      readonly mentee: number;
      readonly mentor: number;
      readonly score: number | null;
    }
  | { readonly kind: 'remove-mentee'; readonly mentee: number }
  | { readonly kind: 'remove-mentor'; readonly mentor: number }
  | { readonly kind: 'add-mentee'; readonly pairs: readonly (readonly [mentor: number, score: number])[] }
  | {
      readonly kind: 'add-mentor';
      readonly places: number;
      readonly pairs: readonly (readonly [mentee: number, score: number])[];
    };

/** The problem after the edits, in order; the given one stays as it is. Throws MatchingError when an edit makes it ill-formed. */
export function applyEdits(problem: Problem, edits: readonly Edit[]): Problem {
  if (edits.every(({ kind }) => kind in KEEPS_PAIRS)) return applyLightly(problem, edits);
  const draft = toDraft(problem);
  for (const edit of edits) applyEdit(draft, edit);
  const edges = draft.rows.flatMap((row, i) => [...row].map(([j, score]) => [i, j, score] as const));
  const capacity = draft.capacity;
  const edited = toProblem(draft.rows.length, capacity, edges, {
    locked: draft.locked,
    forbidden: draft.forbidden,
    ...(draft.priority && { priority: Uint16Array.from(draft.priority) }),
    ...(draft.menteeKey && { tieKey: Uint32Array.from([...draft.menteeKey, ...draft.mentorKey]) }),
  });
  checkProblem(edited);
  return edited;
}

/** Solves the edited problem with the options of the earlier solution, from its prices. Exact; the earlier problem and solution stay valid. */
export function resolve(
  problem: Problem,
  solution: Solution,
  edits: readonly Edit[],
): { problem: Problem; solution: Solution } {
  const edited = applyEdits(problem, edits);
  return { problem: edited, solution: solveAgain(edited, solution) };
}

/** Edits that leave the pairs as they are, so that these need not be copied. */
const KEEPS_PAIRS = { lock: true, unlock: true, reject: true, allow: true, capacity: true };

const NO_PAIRS = new Map<number, number>();

function applyLightly(problem: Problem, edits: readonly Edit[]): Problem {
  const { mentees, mentors } = problem;
  const draft: Draft = {
    rows: Array.from({ length: mentees }, () => NO_PAIRS),
    capacity: [...problem.capacity],
    locked: [...(problem.locked ?? [])],
    forbidden: [...(problem.forbidden ?? [])],
    priority: undefined,
    menteeKey: undefined,
    mentorKey: [],
  };
  for (const edit of edits) applyEdit(draft, edit);
  const { capacity, locked, forbidden } = draft;
  for (let j = 0; j < mentors; j++) requireInteger(capacity[j]!, 0, MAX_CAPACITY, 'CAPACITY', { mentor: j });
  const edited = { ...problem, capacity: Int32Array.from(capacity), locked, forbidden };
  checkProblem(edited);
  return edited;
}

interface Draft {
  rows: Map<number, number>[];
  capacity: number[];
  locked: IndexPair[];
  forbidden: IndexPair[];
  priority: number[] | undefined;
  menteeKey: number[] | undefined;
  mentorKey: number[];
}

function toDraft(problem: Problem): Draft {
  const { mentees: n, ptr, mentor, score, tieKey } = problem;
  const rows = Array.from({ length: n }, (_, i) => {
    const row = new Map<number, number>();
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) row.set(mentor[e]!, score[e]!);
    return row;
  });
  return {
    rows,
    capacity: [...problem.capacity],
    locked: [...(problem.locked ?? [])],
    forbidden: [...(problem.forbidden ?? [])],
    priority: problem.priority && [...problem.priority],
    menteeKey: tieKey && [...tieKey.subarray(0, n)],
    mentorKey: tieKey ? [...tieKey.subarray(n)] : [],
  };
}

function applyEdit(draft: Draft, edit: Edit): void {
  const without = (pairs: readonly IndexPair[], i: number, j: number): IndexPair[] =>
    pairs.filter(([a, b]) => a !== i || b !== j);
  if ('mentee' in edit && !(edit.mentee in draft.rows))
    throw new MatchingError('RANGE', 'unknown mentee', { ...edit });
  if ('mentor' in edit && !(edit.mentor in draft.capacity))
    throw new MatchingError('RANGE', 'unknown mentor', { ...edit });
  switch (edit.kind) {
    case 'lock':
      draft.locked = [...without(draft.locked, edit.mentee, edit.mentor), [edit.mentee, edit.mentor]];
      return;
    case 'unlock':
      draft.locked = without(draft.locked, edit.mentee, edit.mentor);
      return;
    case 'reject':
      draft.forbidden = [...without(draft.forbidden, edit.mentee, edit.mentor), [edit.mentee, edit.mentor]];
      return;
    case 'allow':
      draft.forbidden = without(draft.forbidden, edit.mentee, edit.mentor);
      return;
    case 'capacity':
      draft.capacity[edit.mentor] = edit.places;
      return;
    case 'score':
      if (edit.score === null) draft.rows[edit.mentee]!.delete(edit.mentor);
      else draft.rows[edit.mentee]!.set(edit.mentor, edit.score);
      return;
    case 'remove-mentee':
      draft.rows[edit.mentee] = new Map();
      draft.locked = draft.locked.filter(([i]) => i !== edit.mentee);
      return;
    case 'remove-mentor':
      for (const row of draft.rows) row.delete(edit.mentor);
      draft.capacity[edit.mentor] = 0;
      draft.locked = draft.locked.filter(([, j]) => j !== edit.mentor);
      return;
    case 'add-mentee':
      draft.rows.push(new Map(edit.pairs));
      draft.priority?.push(0);
      draft.menteeKey?.push(draft.rows.length);
      return;
    case 'add-mentor':
      draft.capacity.push(edit.places);
      for (const [i, score] of edit.pairs) {
        const row = draft.rows[i];
        if (!row) throw new MatchingError('RANGE', 'unknown mentee', { mentee: i });
        row.set(draft.capacity.length - 1, score);
      }
      if (draft.menteeKey) draft.mentorKey.push(draft.capacity.length);
  }
}
