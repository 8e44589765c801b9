import type { Problem } from './problem.ts';

/** A group within a class of mentees: how many belong to it and how many of them are matched. */
export interface AccessGroup {
  readonly priority: number;
  readonly group: number;
  readonly people: number;
  readonly matched: number;
}

/**
 * The problem in which exactly the stated number of each group stays out: a mentor "nobody" per group with that many places, worth the
 * floor. Everybody is matched in it, so it has no classes.
 */
export function withNobody(
  problem: Problem,
  groupAt: ArrayLike<number>,
  groups: readonly AccessGroup[],
  floor: number,
): Problem {
  const { mentees: n, mentors: m, capacity, ptr, mentor, score, tieKey, locked, forbidden } = problem;
  const isLocked = new Uint8Array(n);
  for (const [i] of locked ?? []) isLocked[i] = 1;
  const rows = {
    ptr: new Int32Array(n + 1),
    mentor: new Int32Array(mentor.length + n),
    score: new Int32Array(mentor.length + n),
  };
  let used = 0;
  for (let i = 0; i < n; i++) {
    const from = ptr[i]!;
    const to = ptr[i + 1]!;
    rows.mentor.set(mentor.subarray(from, to), used);
    rows.score.set(score.subarray(from, to), used);
    used += to - from;
    if (!isLocked[i]) {
      rows.mentor[used] = m + groupAt[i]!;
      rows.score[used++] = floor;
    }
    rows.ptr[i + 1] = used;
  }
  return {
    mentees: n,
    mentors: m + groups.length,
    capacity: Int32Array.from([...capacity, ...groups.map(({ people, matched }) => people - matched)]),
    ptr: rows.ptr,
    mentor: rows.mentor.subarray(0, used),
    score: rows.score.subarray(0, used),
    ...(locked && { locked }),
    ...(forbidden && { forbidden }),
    ...(tieKey && { tieKey: Uint32Array.from([...tieKey, ...new Uint32Array(groups.length)]) }),
  };
}
