import { MatchingError } from './errors.ts';

/** A skill somebody wants to learn: the level sought (1–5, null: any) and how much it matters (1–3). */
export interface SkillWanted {
  readonly skill: string;
  readonly level: number | null;
  readonly importance: number;
}

/** A skill somebody offers, at a level of 1–5 (null: not said, counts as 3). */
export interface SkillOffered {
  readonly skill: string;
  readonly level: number | null;
}

/** Working hours as minutes of the UTC day; `to` beneath `from` runs over midnight. */
export interface WorkingHours {
  readonly from: number;
  readonly to: number;
}

/** Days on which somebody is not there, counted from the cohort's first day (0) and possibly before it; `until` is the first day back. */
export interface DaysAway {
  readonly from: number;
  readonly until: number;
}

/**
 * One person's part in a cohort, as plain data. `id` names the enrolment, `personId` the person; `managerLine`, `wishes`, `doNotPairWith`
 * and `earlierPartners` hold person ids (managers upward, wishes best first). null and empty lists mean "not answered".
 */
export interface Participant {
  readonly id: string;
  readonly personId: string;
  readonly role: 'mentee' | 'mentor';
  readonly managerLine: readonly string[];
  readonly teamId: string | null;
  readonly department: string | null;
  readonly site: string | null;
  readonly grade: number | null;
  readonly tenureDays: number | null;
  readonly languages: readonly string[];
  readonly timeZoneOffsetMinutes: number | null;
  readonly workingHours: WorkingHours | null;
  /** In any order, also overlapping; absent: there all the time. */
  readonly daysAway?: readonly DaysAway[];
  readonly skillsWanted: readonly SkillWanted[];
  readonly skillsOffered: readonly SkillOffered[];
  readonly goals: readonly string[];
  readonly interests: readonly string[];
  readonly workingStyle: Readonly<Record<string, number | string>>;
  readonly wishes: readonly string[];
  readonly doNotPairWith: readonly string[];
  readonly earlierPartners: readonly string[];
  /** Places a mentor still has in this cohort; ignored for mentees. */
  readonly capacity: number;
  /** Class of a mentee, 0 is served first (re-matches, waitlist); ignored for mentors. */
  readonly priority: number;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

/** A participant with the sets and hours that rules and criteria ask for again and again. */
export interface Profile {
  readonly participant: Participant;
  readonly languages: ReadonlySet<string>;
  readonly doNotPairWith: ReadonlySet<string>;
  readonly earlierPartners: ReadonlySet<string>;
  readonly goals: ReadonlySet<string>;
  readonly interests: ReadonlySet<string>;
  readonly offered: ReadonlyMap<string, number>;
  readonly wishRank: ReadonlyMap<string, number>;
  readonly style: readonly (readonly [question: string, answer: number | string])[];
  readonly hours: WorkingHours | null;
  /** In order and apart from one another. */
  readonly daysAway: readonly DaysAway[];
}

/** Throws MatchingError (NOT_FINITE, naming the enrolment and the answer) when a number of the person is NaN or infinite. */
export function checkParticipant(person: Participant): void {
  const { id, grade, tenureDays, timeZoneOffsetMinutes, workingHours } = person;
  const numbers: readonly (readonly [field: string, value: unknown])[] = [
    ['grade', grade],
    ['tenureDays', tenureDays],
    ['timeZoneOffsetMinutes', timeZoneOffsetMinutes],
    ['workingHours', workingHours?.from],
    ['workingHours', workingHours?.to],
    ...(person.daysAway ?? []).flatMap(({ from, until }) => [
      ['daysAway', from] as const,
      ['daysAway', until] as const,
    ]),
    ...person.skillsWanted.flatMap(({ level, importance }) => [
      ['skillsWanted', level] as const,
      ['skillsWanted', importance] as const,
    ]),
    ...person.skillsOffered.map(({ level }) => ['skillsOffered', level] as const),
    ...Object.values(person.workingStyle).map((answer) => ['workingStyle', answer] as const),
    ...Object.values(person.attributes).map((value) => ['attributes', value] as const),
  ];
  for (const [field, value] of numbers)
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new MatchingError('NOT_FINITE', 'an answer is not a number', { id, field });
}

const DAY = 1440;
const OFFICE_HOURS = { from: 9 * 60, to: 17 * 60 };
const UNSTATED_LEVEL = 3;

/** Indexes a participant for pairing: O(answers). Without working hours, nine to five in the person's time zone is assumed. */
export function toProfile(participant: Participant): Profile {
  const offset = participant.timeZoneOffsetMinutes;
  const office =
    offset === null
      ? null
      : { from: toMinuteOfDay(OFFICE_HOURS.from - offset), to: toMinuteOfDay(OFFICE_HOURS.to - offset) };
  return {
    participant,
    languages: new Set(participant.languages),
    doNotPairWith: new Set(participant.doNotPairWith),
    earlierPartners: new Set(participant.earlierPartners),
    goals: new Set(participant.goals),
    interests: new Set(participant.interests),
    offered: new Map(participant.skillsOffered.map(({ skill, level }) => [skill, level ?? UNSTATED_LEVEL])),
    wishRank: new Map([...new Set(participant.wishes)].map((personId, index) => [personId, index + 1])),
    style: Object.entries(participant.workingStyle).sort(([a], [b]) => (a < b ? -1 : 1)),
    hours: participant.workingHours ?? office,
    daysAway: joinDays(participant.daysAway ?? []),
  };
}

/** The same days as times in order that do not touch. */
function joinDays(days: readonly DaysAway[]): DaysAway[] {
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of [...days].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else if (from < until) joined.push({ from, until });
  }
  return joined;
}

/** How many of the first `runDays` days of a cohort a person is away: O(times away). */
export function countDaysAway({ daysAway }: Profile, runDays: number): number {
  return daysAway.reduce(
    (sum, { from, until }) => sum + Math.max(0, Math.min(until, runDays) - Math.max(from, 0)),
    0,
  );
}

/** On how many of the first `runDays` days of a cohort neither of two people is away: O(times away of both). */
export function countDaysTogether(a: Profile, b: Profile, runDays: number): number {
  let free = runDays - countDaysAway(a, runDays) - countDaysAway(b, runDays);
  for (let k = 0, l = 0; k < a.daysAway.length && l < b.daysAway.length;) {
    const one = a.daysAway[k]!;
    const other = b.daysAway[l]!;
    free += Math.max(0, Math.min(one.until, other.until, runDays) - Math.max(one.from, other.from, 0));
    if (one.until < other.until) k++;
    else l++;
  }
  return free;
}

/** Minutes of the UTC day in which both work; undefined when either's hours are unknown. Equal `from` and `to` mean no hours. */
export function overlapMinutes(a: Profile, b: Profile): number | undefined {
  if (!a.hours || !b.hours) return undefined;
  const first = a.hours;
  const second = b.hours;
  const length = toMinuteOfDay(first.to - first.from);
  const otherLength = toMinuteOfDay(second.to - second.from);
  // In the first one's clock (0 = start of work) the other's hours may come in two pieces, the second a day earlier.
  const start = toMinuteOfDay(second.from - first.from);
  const piece = (from: number): number =>
    Math.max(0, Math.min(length, from + otherLength) - Math.max(0, from));
  return piece(start) + piece(start - DAY);
}

/** Members of `a` that are also in `b`, in a's order. */
export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((member) => b.has(member));
}

function toMinuteOfDay(minutes: number): number {
  return ((minutes % DAY) + DAY) % DAY;
}
