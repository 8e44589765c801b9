import type { Profile } from './participant.ts';
import { classesBy, classPart, indexBy, keptRows, type ClassPart } from './people-classes.ts';
import type { Criterion } from './policy.ts';
import { gainOf, grainsPerWeight, importanceOf, NEUTRAL, valueOf } from './score.ts';

/** Tells what some mentors gain with mentee i, person by person. */
export type GainKernel = (i: number, gain: (j: number, grains: number) => void) => void;

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
    switch (criterion.code) {
      case 'skills':
        parts.push(skillsPart(mentees, mentors, full));
        break;
      case 'goals':
      case 'interests':
        parts.push(thingsPart(criterion.code, mentees, mentors, full));
        break;
      case 'mentee-wish':
      case 'mentor-wish':
        gains.push(wishGains(criterion, mentees, mentors, full));
        parts.push(answersPart(criterion, mentees, mentors, full));
        break;
      default:
        parts.push(answersPart(criterion, mentees, mentors, full));
    }
  }
  return { parts, gains };
}

/** A criterion that few different answers decide; of wishes, which count person by person, what a pair has when somebody has none. */
function answersPart(
  criterion: Criterion,
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  full: number,
): ClassPart {
  const { code } = criterion;
  return classPart(
    classesBy(mentees, (person) => answerKey(person, code, 'mentee')),
    classesBy(mentors, (person) => answerKey(person, code, 'mentor')),
    (i, j) => {
      const value = valueOf(criterion, mentees[i]!, mentors[j]!);
      if (value === undefined) return Math.round(full * NEUTRAL);
      return code === 'mentee-wish' || code === 'mentor-wish' ? 0 : Math.round(full * value);
    },
  );
}

/** Everything a person answered that the criterion looks at. */
function answerKey(
  { participant, hours, style, wishRank }: Profile,
  code: Criterion['code'],
  side: 'mentee' | 'mentor',
): string {
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
    case 'mentee-wish':
    case 'mentor-wish':
      return code === `${side}-wish` ? String(wishRank.size > 0) : '';
    default:
      return participant.id;
  }
}

/** Skills, counted wish by wish by who offers it at which level. */
function skillsPart(mentees: readonly Profile[], mentors: readonly Profile[], full: number): ClassPart {
  const ofMentees = classesBy(mentees, ({ participant }) => JSON.stringify(participant.skillsWanted));
  const ofMentors = classesBy(mentors, ({ offered }) => JSON.stringify([...offered].sort(byThing)));
  const offers = new Offers(ofMentors.first.map((j) => [...mentors[j]!.offered]));
  return countedPart(ofMentees, ofMentors, full, offers, (i, add) => {
    const wanted = mentees[i]!.participant.skillsWanted;
    const all = importanceOf(wanted);
    for (const want of wanted) add(want.skill, (level) => Math.round((full * gainOf(want, level)) / all));
    return wanted.length > 0;
  });
}

/** Goals and interests, counted thing by thing. The shorter list of interests decides; of goals the mentee's own. */
function thingsPart(
  code: 'goals' | 'interests',
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  full: number,
): ClassPart {
  const keyOf = (person: Profile): string => JSON.stringify([...person[code]].sort());
  const ofMentees = classesBy(mentees, keyOf);
  const ofMentors = classesBy(mentors, keyOf);
  const offers = new Offers(
    ofMentors.first.map((j) =>
      [...mentors[j]![code]].map((thing) => [thing, code === 'goals' ? Infinity : mentors[j]![code].size]),
    ),
  );
  return countedPart(ofMentees, ofMentors, full, offers, (i, add) => {
    const own = mentees[i]![code];
    for (const thing of own) add(thing, (most) => Math.round(full / Math.min(own.size, most)));
    return own.size > 0;
  });
}

/** A part that counts things: `count` adds those that mentee i asks for, and answers whether there are any. */
function countedPart(
  mentees: ClassPart['mentees'],
  mentors: ClassPart['mentors'],
  full: number,
  offers: Offers,
  count: (i: number, add: (thing: string, gainOf: (way: number) => number) => void) => boolean,
): ClassPart {
  const neutral = Math.round(full * NEUTRAL);
  const rowOf = keptRows(mentees, mentors, (c, row) => {
    row.fill(0);
    if (!count(mentees.first[c]!, (thing, gain) => offers.add(row, thing, gain))) row.fill(neutral);
    for (const d of offers.silent) row[d] = neutral;
  });
  return { mentees, mentors, rowOf };
}

/** Who wished for whom. */
function wishGains(
  criterion: Criterion,
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  full: number,
): GainKernel {
  const grainsOf = (i: number, j: number): number =>
    Math.round(full * valueOf(criterion, mentees[i]!, mentors[j]!)!);
  if (criterion.code === 'mentee-wish') {
    const ofPerson = indexBy(mentors, ({ participant }) => [participant.personId]);
    return (i, gain) => {
      for (const personId of mentees[i]!.wishRank.keys())
        for (const j of ofPerson.get(personId) ?? []) gain(j, grainsOf(i, j));
    };
  }
  const wishing = indexBy(mentors, ({ wishRank }) => wishRank.keys());
  return (i, gain) => {
    for (const j of wishing.get(mentees[i]!.participant.personId) ?? []) gain(j, grainsOf(i, j));
  };
}

const byThing = ([a]: readonly [string, number], [b]: readonly [string, number]): number =>
  a < b ? -1 : Number(a > b);

/** Which classes of mentors offer a thing, and in which of few ways (a level, the length of a list), thing by thing. */
class Offers {
  /** Classes that offer nothing at all. */
  readonly silent: readonly number[];
  private readonly ways: number[] = [];
  private readonly lists: ReadonlyMap<string, { who: Int32Array; way: Uint32Array }>;
  private readonly gains: Int32Array;

  constructor(offersOf: readonly (readonly (readonly [thing: string, way: number])[])[]) {
    const indexOf = new Map<number, number>();
    const found = new Map<string, { who: number[]; way: number[] }>();
    this.silent = offersOf.flatMap((offers, d) => (offers.length === 0 ? [d] : []));
    offersOf.forEach((offers, d) => {
      for (const [thing, way] of offers) {
        if (!indexOf.has(way)) indexOf.set(way, this.ways.push(way) - 1);
        const list = found.get(thing) ?? { who: [], way: [] };
        if (list.who.length === 0) found.set(thing, list);
        list.who.push(d);
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

  /** Adds to every class that offers the thing what it counts when offered in its way. */
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
