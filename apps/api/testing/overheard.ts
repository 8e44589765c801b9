import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { addDays, daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';

import type { AttackStory, Member, Pair } from './attack-story.ts';

/** Of whom a number is: of everybody, of a place, or of a manager's people. */
export interface Scope {
  department?: string;
  site?: string;
  line?: number;
}
interface When {
  today: Day;
  /** Half-open; null: the whole time. */
  days: { from: Day; to: Day } | null;
}

/** A number that went out: what it adds up, unit by unit, and by which way. */
interface Sum {
  by: string;
  family: string;
  units: ReadonlySet<string>;
}

/** The state at the end of a month is that at the beginning of the next. */
const turnOf = (day: Day) => (addDays(day, 1).endsWith('-01') ? addDays(day, 1) : day);
const inLine = ({ line }: Member, of: number) => (of === 0 ? line !== null : line === of);
const isOf = (member: Member, { department, site, line }: Scope) =>
  (department === undefined || member.department === department) &&
  (site === undefined || member.site === site) &&
  (line === undefined || inLine(member, line));
/** A pairing is of its mentee's place, and of whoever manages either. */
const isPairOf = ({ mentor, mentee }: Pair, scope: Scope) =>
  isOf(mentee, scope) || (scope.line !== undefined && inLine(mentor, scope.line));

/**
 * What an attacker has heard who knows by name of whom each number is. Each is held against the story first: a number that is
 * not the sum over those whom the attacker takes it for would prove nothing.
 */
export class Overheard {
  readonly #sums: Sum[] = [];
  readonly #known = new Set<string>();
  readonly #people = new Map<string, readonly string[]>();

  constructor(readonly story: AttackStory) {}

  get count(): number {
    return this.#sums.length;
  }

  /** Whether this was heard before; from now on it was. */
  knows(id: string): boolean {
    const isKnown = this.#known.has(id);
    this.#known.add(id);
    return isKnown;
  }

  peopleOf(unit: string): readonly string[] {
    return this.#people.get(unit) ?? [];
  }

  /** What was added up to the sums heard by some ways about some things, each once, by what they are sums of. */
  sums(by: RegExp, of: RegExp): Map<string, ReadonlySet<string>[]> {
    const heard = this.#sums.filter((sum) => by.test(sum.by) && of.test(sum.family));
    const distinct = new Map(heard.map((sum) => [`${sum.family} ${[...sum.units].toSorted().join()}`, sum]));
    const families = Map.groupBy(distinct.values(), ({ family }) => family);
    return new Map([...families].map(([family, sums]) => [family, sums.map(({ units }) => units)]));
  }

  /** Every number of a built report. */
  report(by: string, { metrics, split, period, asOf }: BuiltReport): void {
    const when = {
      today: asOf.slice(0, 10),
      days: period && { from: period.from, to: addDays(period.to, 1) },
    };
    for (const { whole, groups } of metrics.flatMap(({ cohorts }) => cohorts)) {
      if (whole) this.metric(by, whole, {}, when);
      for (const { group, metric } of groups)
        this.metric(by, metric, split === null || split === 'side' ? {} : { [split]: group }, when);
    }
  }

  /** A metric; withheld ones, and those that are about other things, are passed over. */
  metric(by: string, { key, side, numerator, denominator }: Metric, scope: Scope, when: When): void {
    if (numerator === null || denominator === null || denominator === 0) return;
    const { today, days } = when;
    const last = days && addDays(days.to, -1);
    const asOf = last !== null && last < today ? last : today;
    if (key === 'match-rate') this.#note(by, 'match', this.#matches(asOf, scope), numerator, denominator);
    if (key === 'active-pairings')
      this.#note(by, `active ${turnOf(asOf)}`, this.#active(asOf, scope), numerator, denominator);
    if (key === 'meetings-held') this.meetings(by, numerator, scope, when);
    if (key === 'satisfaction' && side === 'mentee')
      this.#note(by, 'satisfaction', this.#answers(denominator, scope), numerator, denominator);
  }

  /** How many meetings were held by the pairs of a scope. */
  meetings(by: string, held: number | null, scope: Scope, { today, days }: When): void {
    if (held === null) return;
    const units = new Map<string, number>();
    for (const pair of this.story.pairs) {
      if (pair.startedOn === null || !isPairOf(pair, scope)) continue;
      const from = days && days.from > pair.startedOn ? days.from : pair.startedOn;
      // Who ended may have met on that day.
      const last = pair.endedOn !== null && pair.endedOn < today ? pair.endedOn : today;
      for (let day = from; day <= last && (!days || day < days.to); day = addDays(day, 1))
        units.set(this.#unit(pair, day), pair.heldOn.filter((on) => on === day).length);
    }
    this.#note(by, 'meetings', units, held);
  }

  /** The page of a manager as it was frozen. */
  page(by: string, report: Report, scope: Scope): void {
    const of = `${by} ${report.period?.on}`;
    if (this.knows(of)) return;
    for (const metric of report.metrics) {
      // What stayed as it was on the page before was heard then.
      if (metric.asOf === report.asOf)
        this.metric(by, metric, scope, { today: report.asOf.slice(0, 10), days: null });
    }
    for (const { weekStartsOn, held } of report.heldByWeek)
      if (!this.knows(`${by} ${weekStartsOn} ${held}`))
        this.meetings(by, held, scope, {
          today: report.asOf.slice(0, 10),
          days: { from: weekStartsOn, to: addDays(weekStartsOn, 7) },
        });
  }

  #unit({ id, mentor, mentee }: Pair, of: string): string {
    const unit = `${id} ${of}`;
    this.#people.set(unit, [mentor.person.id, mentee.person.id]);
    return unit;
  }

  #matches(asOf: Day, scope: Scope): Map<string, number> {
    const due = this.story.pairs.filter(
      ({ mentee, poolOn }) => isOf(mentee, scope) && daysBetween(poolOn, asOf) >= 21,
    );
    const isInTime = ({ startedOn, poolOn }: Pair) =>
      startedOn !== null && startedOn <= asOf && daysBetween(poolOn, startedOn) <= 21;
    return new Map(due.map((pair) => [this.#mentee(pair), isInTime(pair) ? 1 : 0]));
  }

  #mentee({ mentee }: Pair): string {
    this.#people.set(mentee.person.id, [mentee.person.id]);
    return mentee.person.id;
  }

  #active(asOf: Day, scope: Scope): Map<string, number> {
    const due = this.story.pairs.filter(
      (pair) =>
        pair.startedOn !== null &&
        daysBetween(pair.startedOn, asOf) > 30 &&
        (pair.endedOn === null || asOf < pair.endedOn) &&
        isPairOf(pair, scope),
    );
    const hasMet = ({ heldOn }: Pair) => heldOn.some((on) => on <= asOf && daysBetween(on, asOf) <= 30);
    return new Map(due.map((pair) => [this.#unit(pair, 'active'), hasMet(pair) ? 1 : 0]));
  }

  /** The answers of a scope that were settled first: they are let in by whole days. */
  #answers(count: number, scope: Scope): Map<string, number> {
    const given = this.story.pairs
      .filter(({ answer, mentee }) => answer !== null && isOf(mentee, scope))
      .toSorted((a, b) => ((a.answer?.settledOn ?? '') < (b.answer?.settledOn ?? '') ? -1 : 1));
    return new Map(given.slice(0, count).map((pair) => [this.#mentee(pair), pair.answer?.isContent ? 1 : 0]));
  }

  #note(by: string, family: string, units: ReadonlyMap<string, number>, sum: number, size?: number): void {
    const own = [...units.values()].reduce((all, one) => all + one, 0);
    if (own !== sum || (size !== undefined && size !== units.size))
      throw new Error(`${by}: ${family} is ${sum} of ${size}, not ${own} of ${units.size}`);
    this.#sums.push({ by, family, units: new Set(units.keys()) });
  }
}
