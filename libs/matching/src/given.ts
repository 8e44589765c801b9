import fc from 'fast-check';
import { hash32 } from './hash.ts';
import type { Participant } from './participant.ts';
import { toProblem, type Options, type Problem } from './problem.ts';

/** Builders for this library's own specs and bench; nothing else imports them. */

const blank: Participant = {
  id: '',
  personId: '',
  role: 'mentee',
  managerLine: [],
  teamId: null,
  department: null,
  site: null,
  grade: null,
  tenureDays: null,
  languages: [],
  timeZoneOffsetMinutes: null,
  workingHours: null,
  skillsWanted: [],
  skillsOffered: [],
  goals: [],
  interests: [],
  workingStyle: {},
  wishes: [],
  doNotPairWith: [],
  earlierPartners: [],
  capacity: 0,
  priority: 0,
  attributes: {},
};

/** A mentee who answered nothing but what is given; the person of enrolment `x` is `p-x`. */
export function givenMentee(id: string, answers: Partial<Participant> = {}): Participant {
  return { ...blank, id, personId: `p-${id}`, ...answers };
}

/** A mentor with one place who answered nothing but what is given. */
export function givenMentor(id: string, answers: Partial<Participant> = {}): Participant {
  return { ...blank, role: 'mentor', capacity: 1, id, personId: `p-${id}`, ...answers };
}

const pick = <T>(list: readonly T[], seed: number, count: number): T[] => [
  ...new Set(Array.from({ length: count }, (_, k) => list[hash32(seed, k) % list.length]!)),
];

const SKILLS = ['sql', 'coaching', 'finance', 'negotiation', 'python', 'writing', 'design', 'sales', 'law'];
const GOALS = ['lead-a-team', 'change-function', 'speak-in-public', 'promotion', 'network'];
const LANGUAGES = ['en', 'de', 'ar', 'fr'];

/** A believable cohort of n mentees and m mentors, the same for the same seed. */
export function givenCrowd(
  n: number,
  m: number,
  seed = 1,
): { mentees: Participant[]; mentors: Participant[] } {
  const answers = (k: number, kind: number): Partial<Participant> => {
    const s = hash32(seed, kind * 1_000_000 + k);
    return {
      teamId: `team-${s % 25}`,
      department: ['sales', 'engineering', 'people', 'finance'][s % 4]!,
      site: ['berlin', 'cairo', 'leeds'][(s >>> 3) % 3]!,
      grade: 2 + ((s >>> 5) % 5) + 2 * kind,
      tenureDays: (s >>> 7) % 4000,
      languages: ['en', ...pick(LANGUAGES, s, 1)],
      timeZoneOffsetMinutes: [0, 60, 120, -300][(s >>> 9) % 4]!,
      goals: pick(GOALS, s + 1, 2),
      interests: pick(GOALS, s + 2, 2),
      workingStyle: { pace: 1 + (s % 5), structure: 1 + ((s >>> 4) % 5) },
    };
  };
  const mentees = Array.from({ length: n }, (_, k) =>
    givenMentee(`mentee-${k}`, {
      ...answers(k, 0),
      skillsWanted: pick(SKILLS, hash32(seed, k), 3).map((skill, at) => ({
        skill,
        level: 3,
        importance: 3 - at,
      })),
      wishes: k % 3 === 0 && m > 0 ? [`p-mentor-${hash32(seed + 7, k) % m}`] : [],
    }),
  );
  const mentors = Array.from({ length: m }, (_, k) =>
    givenMentor(`mentor-${k}`, {
      ...answers(k, 1),
      capacity: 1 + (hash32(seed + 3, k) % 3),
      skillsOffered: pick(SKILLS, hash32(seed + 5, k), 4).map((skill, at) => ({ skill, level: 2 + at })),
    }),
  );
  return { mentees, mentors };
}

/** Small problems of every kind: locks, bans, classes, no places, ties, sparse and dense, with options. */
export const anyProblem: fc.Arbitrary<{ problem: Problem; options: Options }> = fc
  .record({
    n: fc.integer({ min: 0, max: 6 }),
    capacity: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
    top: fc.constantFrom(2, 10, 1000),
    density: fc.integer({ min: 1, max: 100 }),
    noise: fc.integer(),
    withLocks: fc.boolean(),
    withClasses: fc.boolean(),
    objective: fc.constantFrom('lexicographic' as const, 'floor' as const),
    seed: fc.integer({ min: 0, max: 5 }),
    floor: fc.constantFrom(0, 0, 1, 5),
  })
  .map(({ n, capacity, top, density, noise, withLocks, withClasses, objective, seed, floor }) => {
    const draw = (k: number, below: number): number => hash32(noise, k) % below;
    const edges: [number, number, number][] = [];
    const locked: [number, number][] = [];
    const forbidden: [number, number][] = [];
    const left = [...capacity];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < capacity.length; j++) {
        const k = 100 * i + 10 * j;
        if (draw(k, 100) >= density) continue;
        edges.push([i, j, draw(k + 1, top)]);
        const fate = withLocks ? draw(k + 2, 8) : 7;
        if (fate === 0) forbidden.push([i, j]);
        else if (fate === 1 && left[j]! > 0 && !locked.some(([a]) => a === i)) {
          locked.push([i, j]);
          left[j]! -= 1;
        }
      }
    }
    const priority = Uint16Array.from({ length: n }, (_, i) => 3 * draw(7_000 + i, 3));
    const problem = toProblem(n, capacity, edges, { locked, forbidden, ...(withClasses && { priority }) });
    return { problem, options: { objective, seed, floor } };
  });

/** The best value by trying everything: places filled by class, worst free score (floor objective), total score. */
export function bestByForce(
  problem: Problem,
  options: Options,
): { matched: number; worst: number; total: number } {
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => `${i} ${j}`));
  const left = [...problem.capacity];
  for (const j of lockOf.values()) left[j]! -= 1;
  const classes = [...new Set(problem.priority ?? [0])].sort((a, b) => a - b);
  const counts = classes.map(() => 0);
  let best: number[] = [];
  const visit = (i: number, total: number, worst: number): void => {
    if (i === problem.mentees) {
      const value = [...counts, options.objective === 'floor' ? Math.min(worst, 2 ** 30) : 0, total];
      const differs = value.findIndex((x, k) => x !== best[k]);
      if (best.length === 0 || (differs >= 0 && value[differs]! > best[differs]!)) best = value;
      return;
    }
    if (!lockOf.has(i)) visit(i + 1, total, worst);
    const c = problem.priority ? classes.indexOf(problem.priority[i]!) : 0;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const j = problem.mentor[e]!;
      const score = problem.score[e]!;
      if (lockOf.has(i)) {
        if (lockOf.get(i) === j) visit(i + 1, total + score, worst);
        continue;
      }
      if (left[j]! <= 0 || banned.has(`${i} ${j}`) || score < (options.floor ?? 0)) continue;
      left[j]! -= 1;
      counts[c]! += 1;
      visit(i + 1, total + score, Math.min(worst, score));
      left[j]! += 1;
      counts[c]! -= 1;
    }
  };
  visit(0, 0, Infinity);
  const free = best.slice(0, -2).reduce((a, b) => a + b, 0);
  return { matched: free + lockOf.size, worst: best.at(-2)!, total: best.at(-1)! };
}

/** Everybody with everybody: `scoreAt(i, j)` for n mentees and the mentors' places. */
export function denseProblem(
  n: number,
  capacity: ArrayLike<number>,
  scoreAt: (i: number, j: number) => number,
): Problem {
  const m = capacity.length;
  const mentor = new Int32Array(n * m);
  const score = new Int32Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      mentor[i * m + j] = j;
      score[i * m + j] = scoreAt(i, j);
    }
  }
  const ptr = Int32Array.from({ length: n + 1 }, (_, i) => i * m);
  return { mentees: n, mentors: m, capacity: Int32Array.from(capacity), ptr, mentor, score };
}

/** Every matching of a small problem that keeps locks, bans, places and the floor. */
export function* allMatchings(problem: Problem, floor: number): Generator<number[]> {
  const lockOf = new Map(problem.locked ?? []);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => `${i} ${j}`));
  const left = [...problem.capacity];
  for (const j of lockOf.values()) left[j]! -= 1;
  const mentorOf = Array.from({ length: problem.mentees }, () => -1);
  yield* visit(0);

  function* visit(i: number): Generator<number[]> {
    if (i === problem.mentees) {
      yield [...mentorOf];
      return;
    }
    const lock = lockOf.get(i);
    mentorOf[i] = lock ?? -1;
    yield* visit(i + 1);
    if (lock !== undefined) return;
    for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
      const j = problem.mentor[e]!;
      if (left[j]! <= 0 || problem.score[e]! < floor || banned.has(`${i} ${j}`)) continue;
      left[j]! -= 1;
      mentorOf[i] = j;
      yield* visit(i + 1);
      left[j]! += 1;
    }
    mentorOf[i] = -1;
  }
}

/** Sign of the first difference of two vectors; a longer one counts as larger when it goes on. */
export function compareVectors(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? -Infinity);
}
