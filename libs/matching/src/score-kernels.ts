import type { Profile } from './participant.ts';
import { classesBy, indexBy, tableRows, type Classes } from './people-classes.ts';
import type { Criterion } from './policy.ts';
import { NEUTRAL, valueOf } from './score.ts';

/** Adds a criterion's weighted value for mentee i and every mentor. */
export type ScoreKernel = (i: number, sum: Float64Array) => void;

/** One kernel per criterion with a weight, in the policy's order: sums then round as `scoreOf` rounds them. */
export function scoreKernels(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  criteria: readonly Criterion[],
): ScoreKernel[] {
  return criteria
    .filter(({ weight }) => weight !== 0)
    .map((criterion) => {
      switch (criterion.code) {
        case 'skills':
          return skillsKernel(mentees, mentors, criterion.weight);
        case 'goals':
        case 'interests':
          return overlapKernel(mentees, mentors, criterion.code, criterion.weight);
        case 'mentee-wish':
          return menteeWishKernel(mentees, mentors, criterion);
        case 'mentor-wish':
          return mentorWishKernel(mentees, mentors, criterion);
        default:
          return classKernel(mentees, mentors, criterion);
      }
    });
}

/** Criteria that depend on few different answers: a table of the classes of equal answers. */
function classKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  criterion: Criterion,
): ScoreKernel {
  const rows: Classes = classesBy(mentees, (p) => answerKey(p, criterion.code));
  const columns: Classes = classesBy(mentors, (p) => answerKey(p, criterion.code));
  const rowOf = tableRows(
    rows,
    columns,
    (length) => new Float64Array(length),
    (i, j) => criterion.weight * (valueOf(criterion, mentees[i]!, mentors[j]!) ?? NEUTRAL),
  );
  const classOf = columns.of;
  return (i, sum) => {
    const row = rowOf(rows.of[i]!);
    for (let j = 0; j < classOf.length; j++) sum[j]! += row[classOf[j]!]!;
  };
}

/** Everything a person answered that the criterion looks at. */
function answerKey({ participant, hours, style }: Profile, code: Criterion['code']): string {
  switch (code) {
    case 'language':
      return JSON.stringify(participant.languages);
    case 'hours':
      return hours ? `${hours.from} ${hours.to}` : '';
    case 'site':
      return JSON.stringify(participant.site);
    case 'function':
      return JSON.stringify(participant.department);
    case 'grade-distance':
      return String(participant.grade);
    case 'working-style':
      return JSON.stringify(style);
    default:
      return participant.id;
  }
}

/** Tables of all combinations of levels up to this size pay for themselves; longer lists of wishes are summed pair by pair. */
const MOST_COMBINATIONS = 4096;

/** Columns of levels are kept for all skills while they fit; beyond that the lists are walked. */
const MOST_LEVELS_KEPT = 2 ** 27;

/**
 * Each mentor's levels of the wanted skills read as one number (0: not offered), and the value of every such number worked out once for
 * the mentee. Long lists of wishes are summed pair by pair instead.
 */
function skillsKernel(mentees: readonly Profile[], mentors: readonly Profile[], weight: number): ScoreKernel {
  const m = mentors.length;
  const levels = [...new Set(mentors.flatMap(({ offered }) => [...offered.values()]))];
  const codeOf = new Map(levels.map((level, c) => [level, c + 1]));
  const radix = levels.length + 1;
  const wantedSkills = new Set(
    mentees.flatMap(({ participant }) => participant.skillsWanted.map((w) => w.skill)),
  );
  const offering = indexBy(mentors, ({ offered }) => offered.keys());
  const none = new Uint16Array(m);
  const columns = new Map<string, Uint16Array>();
  const isKept = wantedSkills.size * m <= MOST_LEVELS_KEPT && radix < 2 ** 16;
  const toColumn = (skill: string, column: Uint16Array): Uint16Array => {
    for (const j of offering.get(skill) ?? []) column[j] = codeOf.get(mentors[j]!.offered.get(skill)!)!;
    return column;
  };
  if (isKept)
    for (const skill of wantedSkills)
      if (offering.has(skill)) columns.set(skill, toColumn(skill, new Uint16Array(m)));
  const silent = mentors.flatMap(({ offered }, j) => (offered.size === 0 ? [j] : []));
  const covered = new Float64Array(m);
  const combination = new Int32Array(m);
  const neutral = weight * NEUTRAL;
  return (i, sum) => {
    const wanted = mentees[i]!.participant.skillsWanted;
    if (wanted.length === 0) {
      for (let j = 0; j < m; j++) sum[j]! += neutral;
      return;
    }
    const gains = wanted.map(({ level: sought, importance }) => {
      const share = Math.max(1, importance);
      return levels.map((level) => share * (sought === null ? 1 : Math.min(1, level / sought)));
    });
    const importance = wanted.reduce((total, want) => total + Math.max(1, want.importance), 0);
    const combinations = radix ** wanted.length;
    if (!isKept || combinations > MOST_COMBINATIONS || combinations > m) {
      covered.fill(0);
      wanted.forEach(({ skill }, k) => {
        for (const j of offering.get(skill) ?? [])
          covered[j]! += gains[k]![codeOf.get(mentors[j]!.offered.get(skill)!)! - 1]!;
      });
      for (let j = 0; j < m; j++) sum[j]! += weight * (covered[j]! / importance);
    } else {
      const values = valuesOfCombinations(gains, radix);
      for (let c = 0; c < values.length; c++) values[c] = weight * (values[c]! / importance);
      const columnAt = (k: number): Uint16Array => columns.get(wanted[k]?.skill ?? '') ?? none;
      combination.fill(0);
      let k = 0;
      for (; k + 3 < wanted.length; k += 3)
        addColumns(combination, columnAt(k), columnAt(k + 1), columnAt(k + 2), radix ** k, radix);
      const last = [columnAt(k), columnAt(k + 1), columnAt(k + 2)] as const;
      if (k === 0) addValues(sum, values, ...last, radix);
      else {
        addColumns(combination, ...last, radix ** k, radix);
        for (let j = 0; j < m; j++) sum[j]! += values[combination[j]!]!;
      }
    }
    // Whoever offers nothing has covered nothing so far, which added 0; not having answered counts as neutral.
    for (const j of silent) sum[j]! += neutral;
  };
}

/** The values of numbers of three digits at most, without writing the numbers down. */
function addValues(
  sum: Float64Array,
  values: Float64Array,
  a: Uint16Array,
  b: Uint16Array,
  c: Uint16Array,
  radix: number,
): void {
  const square = radix * radix;
  for (let j = 0; j < sum.length; j++) sum[j]! += values[a[j]! + radix * b[j]! + square * c[j]!]!;
}

/** Three more digits of every mentor's number at once. */
function addColumns(
  combination: Int32Array,
  a: Uint16Array,
  b: Uint16Array,
  c: Uint16Array,
  step: number,
  radix: number,
): void {
  const second = step * radix;
  const third = second * radix;
  for (let j = 0; j < combination.length; j++)
    combination[j]! += step * a[j]! + second * b[j]! + third * c[j]!;
}

/** Sums of gains for every combination of levels (0: not offered), added in the order of the wishes. */
function valuesOfCombinations(gains: readonly (readonly number[])[], radix: number): Float64Array {
  const values = new Float64Array(radix ** gains.length);
  let filled = 1;
  for (const gain of gains) {
    for (let digit = 1; digit < radix; digit++)
      for (let c = 0; c < filled; c++) values[digit * filled + c] = values[c]! + gain[digit - 1]!;
    filled *= radix;
  }
  return values;
}

/** Common goals or interests, counted through lists of the mentors who named them. */
function overlapKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  code: 'goals' | 'interests',
  weight: number,
): ScoreKernel {
  const named = new Map(
    [...indexBy(mentors, (mentor) => mentor[code])].map(([key, list]) => [key, Int32Array.from(list)]),
  );
  const neutral = weight * NEUTRAL;
  const common = new Int32Array(mentors.length);
  // For each length of the mentee's list: where a mentor's values begin (by the length that divides), and the values by number in common.
  const prepared = new Map<number, { start: Int32Array; values: Float64Array }>();
  const prepare = (count: number): { start: Int32Array; values: Float64Array } => {
    const values = new Float64Array((count + 1) ** 2).fill(neutral);
    for (let of = 1; of <= count; of++)
      for (let c = 0; c <= of; c++) values[of * (count + 1) + c] = weight * (c / of);
    const start = Int32Array.from(mentors, (mentor) => {
      const { size } = mentor[code];
      const of = size === 0 || (code === 'interests' && size < count) ? size : count;
      return of * (count + 1);
    });
    return { start, values };
  };
  return (i, sum) => {
    const own = mentees[i]![code];
    if (own.size === 0) {
      for (let j = 0; j < sum.length; j++) sum[j]! += neutral;
      return;
    }
    const found = prepared.get(own.size) ?? prepare(own.size);
    prepared.set(own.size, found);
    common.set(found.start);
    for (const key of own) {
      const list = named.get(key);
      if (list) for (let at = 0; at < list.length; at++) common[list[at]!]! += 1;
    }
    const { values } = found;
    for (let j = 0; j < sum.length; j++) sum[j]! += values[common[j]!]!;
  };
}

/** Somebody not wished for adds nothing, so only the mentors wished for have to be visited. */
function menteeWishKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  criterion: Criterion,
): ScoreKernel {
  const ofPerson = indexBy(mentors, ({ participant }) => [participant.personId]);
  const neutral = criterion.weight * NEUTRAL;
  return (i, sum) => {
    const mentee = mentees[i]!;
    if (mentee.wishRank.size === 0) {
      for (let j = 0; j < sum.length; j++) sum[j]! += neutral;
      return;
    }
    for (const personId of mentee.wishRank.keys())
      for (const j of ofPerson.get(personId) ?? [])
        sum[j]! += criterion.weight * (valueOf(criterion, mentee, mentors[j]!) ?? NEUTRAL);
  };
}

function mentorWishKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  criterion: Criterion,
): ScoreKernel {
  const wishing = indexBy(mentors, ({ wishRank }) => wishRank.keys());
  const base = Float64Array.from(mentors, ({ wishRank }) =>
    wishRank.size === 0 ? criterion.weight * NEUTRAL : 0,
  );
  return (i, sum) => {
    const mentee = mentees[i]!;
    for (let j = 0; j < sum.length; j++) sum[j]! += base[j]!;
    for (const j of wishing.get(mentee.participant.personId) ?? [])
      sum[j]! += criterion.weight * (valueOf(criterion, mentee, mentors[j]!) ?? NEUTRAL);
  };
}
