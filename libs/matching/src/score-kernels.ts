import type { Profile } from './participant.ts';
import { classesBy, classPart, indexBy, type ClassPart } from './people-classes.ts';
import type { Criterion } from './policy.ts';
import { gainOf, grainsPerWeight, importanceOf, NEUTRAL, valueOf } from './score.ts';

/** Adds grains that mentors gain with mentee i. */
export type GainKernel = (i: number, sum: Int32Array) => void;

/** Every pair's score is the sum of its class parts and its gains. */
export interface ScoreKernels {
  readonly parts: readonly ClassPart[];
  readonly gains: readonly GainKernel[];
}

/** What decides the scores of a cohort under the criteria, laid out for whole rows: the same grains as `scoreOf` counts. */
export function scoreKernels(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  criteria: readonly Criterion[],
): ScoreKernels {
  const perWeight = grainsPerWeight(criteria);
  const parts: ClassPart[] = [];
  const gains: GainKernel[] = [];
  for (const criterion of criteria) {
    const full = perWeight * criterion.weight;
    if (!(full > 0)) continue;
    const count = gainsOf(criterion, mentees, mentors, full);
    if (count) gains.push(count);
    parts.push(answersPart(criterion, mentees, mentors, full, count !== undefined));
  }
  return { parts, gains };
}

/**
 * Criteria that few different answers decide: the whole part. Those that are counted thing by thing or person by person: only what the
 * pair has when an answer is missing.
 */
function answersPart(
  criterion: Criterion,
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  full: number,
  isCounted: boolean,
): ClassPart {
  const valueOfPair = isCounted
    ? (mentee: Profile, mentor: Profile): number =>
        hasAnswered(mentee, 'mentee', criterion.code) && hasAnswered(mentor, 'mentor', criterion.code)
          ? 0
          : NEUTRAL
    : (mentee: Profile, mentor: Profile): number => valueOf(criterion, mentee, mentor) ?? NEUTRAL;
  const classesOf = (people: readonly Profile[], side: 'mentee' | 'mentor') =>
    classesBy(people, (person) =>
      isCounted ? String(hasAnswered(person, side, criterion.code)) : answerKey(person, criterion.code),
    );
  return classPart(classesOf(mentees, 'mentee'), classesOf(mentors, 'mentor'), (i, j) =>
    Math.round(full * valueOfPair(mentees[i]!, mentors[j]!)),
  );
}

/** Whether a person of a side said what a counted criterion needs. */
function hasAnswered(person: Profile, side: 'mentee' | 'mentor', code: Criterion['code']): boolean {
  switch (code) {
    case 'skills':
      return side === 'mentee' ? person.participant.skillsWanted.length > 0 : person.offered.size > 0;
    case 'goals':
    case 'interests':
      return person[code].size > 0;
    case 'mentee-wish':
      return side === 'mentor' || person.wishRank.size > 0;
    case 'mentor-wish':
      return side === 'mentee' || person.wishRank.size > 0;
    default:
      return true;
  }
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

function gainsOf(
  criterion: Criterion,
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  full: number,
): GainKernel | undefined {
  switch (criterion.code) {
    case 'skills': {
      const offers = new Offers(mentors, ({ offered }) => offered);
      return (i, sum) => {
        const wanted = mentees[i]!.participant.skillsWanted;
        const all = importanceOf(wanted);
        for (const want of wanted)
          offers.add(sum, want.skill, (level) => Math.round((full * gainOf(want, level)) / all));
      };
    }
    case 'goals':
    case 'interests': {
      const { code } = criterion;
      // The shorter list of interests decides; of goals the mentee's own.
      const offers = new Offers(mentors, (mentor) =>
        [...mentor[code]].map((thing) => [thing, code === 'goals' ? Infinity : mentor[code].size] as const),
      );
      return (i, sum) => {
        const own = mentees[i]![code];
        for (const thing of own)
          offers.add(sum, thing, (most) => Math.round(full / Math.min(own.size, most)));
      };
    }
    case 'mentee-wish': {
      const ofPerson = indexBy(mentors, ({ participant }) => [participant.personId]);
      return (i, sum) => {
        for (const personId of mentees[i]!.wishRank.keys())
          for (const j of ofPerson.get(personId) ?? [])
            sum[j]! += Math.round(full * valueOf(criterion, mentees[i]!, mentors[j]!)!);
      };
    }
    case 'mentor-wish': {
      const wishing = indexBy(mentors, ({ wishRank }) => wishRank.keys());
      return (i, sum) => {
        for (const j of wishing.get(mentees[i]!.participant.personId) ?? [])
          sum[j]! += Math.round(full * valueOf(criterion, mentees[i]!, mentors[j]!)!);
      };
    }
    default:
      return undefined;
  }
}

/** Who offers a thing, and in which of few ways (a level, the length of a list), thing by thing. */
class Offers {
  private readonly ways: number[] = [];
  private readonly lists: ReadonlyMap<string, { who: Int32Array; way: Uint32Array }>;
  private readonly gains: Int32Array;

  constructor(
    mentors: readonly Profile[],
    offersOf: (mentor: Profile) => Iterable<readonly [string, number]>,
  ) {
    const indexOf = new Map<number, number>();
    const found = new Map<string, { who: number[]; way: number[] }>();
    mentors.forEach((mentor, j) => {
      for (const [thing, way] of offersOf(mentor)) {
        if (!indexOf.has(way)) indexOf.set(way, this.ways.push(way) - 1);
        const list = found.get(thing) ?? { who: [], way: [] };
        if (list.who.length === 0) found.set(thing, list);
        list.who.push(j);
        list.way.push(indexOf.get(way)!);
      }
    });
    this.lists = new Map(
      [...found].map(([thing, { who, way }]) => [
        thing,
        { who: Int32Array.from(who), way: Uint32Array.from(way) },
      ]),
    );
    this.gains = new Int32Array(this.ways.length);
  }

  /** Adds to everybody who offers the thing what it counts when offered in their way. */
  add(sum: Int32Array, thing: string, gainOf: (way: number) => number): void {
    const list = this.lists.get(thing);
    if (!list) return;
    this.ways.forEach((way, k) => (this.gains[k] = gainOf(way)));
    addGains(sum, list.who, list.way, this.gains);
  }
}

function addGains(sum: Int32Array, who: Int32Array, way: Uint32Array, gains: Int32Array): void {
  for (let k = 0; k < who.length; k++) sum[who[k]!]! += gains[way[k]!]!;
}
