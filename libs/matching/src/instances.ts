import { denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import { MAX_SCORE, type Problem } from './problem.ts';

/** Kinds of dense instances for the bench, all seeded: who they are like is said at each. */
export type DenseKind = 'men' | 'uni' | 'geo' | 'tie' | 'equal' | 'mw';

/** n mentees and n mentors with one place each. */
export function denseInstance(kind: DenseKind, n: number): Problem {
  return denseProblem(n, new Int32Array(n).fill(1), scorer(kind, n));
}

function scorer(kind: DenseKind, n: number): (i: number, j: number) => number {
  switch (kind) {
    case 'uni':
      return (i, j) => hash32(i, j) % 10_001;
    case 'tie':
      return (i, j) => hash32(i, j) % 10;
    case 'equal':
      return () => 7;
    case 'mw': {
      // Machol and Wien 1976: cost i·j, scaled down where it would leave the scores.
      const scale = Math.max(1, Math.ceil((n * n) / MAX_SCORE));
      return (i, j) => Math.floor((n * n - (i + 1) * (j + 1)) / scale);
    }
    case 'geo': {
      const at = (side: number, k: number): number => (hash32(side, k) / 2 ** 32) * 7000;
      return (i, j) => 10_000 - Math.round(Math.hypot(at(1, i) - at(3, j), at(2, i) - at(4, j)));
    }
    case 'men':
      return profileScorer(n);
  }
}

/** All pairs of n mentees and m mentors with realistic profiles. `places`: of every mentor, or 0 for 1 to 4. */
export function seatsInstance(n: number, m: number, places: number): Problem {
  const capacity = Int32Array.from({ length: m }, (_, j) => (places > 0 ? places : 1 + (hash32(77, j) % 4)));
  return denseProblem(n, capacity, profileScorer(n, m));
}

/** People with skills, goals, site, function, grade, language and style: correlated rows and many equal scores, as real cohorts have. */
function profileScorer(n: number, m = n): (i: number, j: number) => number {
  const draw = (side: number, field: number, k: number, of: number): number =>
    hash32(100 * side + field, k) % of;
  const people = (side: number) =>
    Array.from({ length: side === 1 ? n : m }, (_, k) => ({
      skills: [0, 1, 2, 3, 4].map((field) => draw(side, field, k, 60)),
      goals: [5, 6].map((field) => draw(side, field, k, 12)),
      site: draw(side, 7, k, 8),
      department: draw(side, 8, k, 6),
      grade: draw(side, 9, k, 6),
      language: draw(side, 10, k, 4),
      style: [11, 12].map((field) => draw(side, field, k, 5)),
    }));
  const mentees = people(1);
  const mentors = people(2);
  return (i, j) => {
    const a = mentees[i]!;
    const b = mentors[j]!;
    let skills = 0;
    for (let k = 0; k < 3; k++) if (b.skills.includes(a.skills[k]!)) skills += 3 - k;
    let goals = 0;
    for (const goal of a.goals) if (b.goals.includes(goal)) goals++;
    const apart = Math.abs(a.style[0]! - b.style[0]!) + Math.abs(a.style[1]! - b.style[1]!);
    const value =
      (0.4 * skills) / 6 +
      (0.2 * goals) / 2 +
      0.1 * Number(a.site === b.site) +
      0.1 * Number(a.department !== b.department) +
      0.1 * Math.max(0, 1 - Math.abs(b.grade - a.grade - 1) / 4) +
      0.05 * Number(a.language === b.language) +
      0.05 * (1 - apart / 8);
    return Math.round(10_000 * value);
  };
}

/**
 * n mentees with k candidates each among m mentors. `popular`: some mentors are wanted more and scores come in steps of 50; otherwise all is
 * uniform. `places`: of every mentor, or 0 for 1 to 8.
 */
export function sparseInstance(n: number, m: number, k: number, popular: boolean, places: number): Problem {
  const ptr = Int32Array.from({ length: n + 1 }, (_, i) => i * k);
  const mentor = new Int32Array(n * k);
  const score = new Int32Array(n * k);
  for (let i = 0; i < n; i++) {
    const chosen = new Set<number>();
    for (let draw = 0; chosen.size < k; draw++) {
      const r = hash32(i * 131 + 7, draw) / 2 ** 32;
      chosen.add(Math.floor((popular ? (r * r + r) / 2 : r) * m));
    }
    const row = mentor.subarray(i * k, i * k + k);
    row.set([...chosen]);
    row.sort();
    row.forEach((j, at) => {
      const h = hash32(i, j);
      const own = ((h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255)) / 765;
      const liked = (hash32(9, j) % 1000) / 1000;
      score[i * k + at] = popular ? 50 * Math.round((own * 0.7 + liked * 0.3) * 200) : h % 10_001;
    });
  }
  const capacity = Int32Array.from({ length: m }, (_, j) => (places > 0 ? places : 1 + (hash32(77, j) % 8)));
  return { mentees: n, mentors: m, capacity, ptr, mentor, score };
}
