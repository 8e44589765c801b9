import { addDays } from './cohort.ts';
import { ZonedTime } from './zoned-time.ts';

/** How far ahead times are suggested. */
export const SUGGESTION_DAYS = 14;
const LEAST_NOTICE_MINUTES = 60;
const STEP_MINUTES = 15;
const MOST_PER_DAY = 3;
const MOST_LEAST_BAD = 6;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** `from` and `to` are wall-clock times, `09:00`; `to` at or before `from` means the next day; days are 1 (Monday) to 7. */
export interface WorkingHours {
  from: string;
  to: string;
  days: readonly number[];
}

export interface Attendee {
  name: string;
  timeZone: string;
  workingHours: WorkingHours;
}

/** Half-open span of instants in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export interface SuggestedTime {
  startsAt: Date;
  /** Names of those for whom it lies outside their working hours; empty when it suits everybody. */
  outsideHoursOf: string[];
}

interface Candidate extends Span {
  outside: string[];
  /** Minutes outside working hours: of the one who is worst off, then of all together. */
  worst: number;
  sum: number;
}

/** The spans in which somebody works on the wall clock of their own zone, from three days before `window` to three after, in order. */
export function workSpans(attendee: Pick<Attendee, 'timeZone' | 'workingHours'>, window: Span): Span[] {
  return [...eachWorkSpan(attendee, window)];
}

/** The same one by one: for who needs only the first that comes. */
export function* eachWorkSpan(
  attendee: Pick<Attendee, 'timeZone' | 'workingHours'>,
  window: Span,
): Generator<Span> {
  const zone = ZonedTime.of(attendee.timeZone);
  const opens = minutesOf(attendee.workingHours.from);
  const closes = minutesOf(attendee.workingHours.to);
  if (opens === closes) return;
  let previous: Span | null = null;
  const last = addDays(zone.dayOf(window.to), 3);
  for (let day = addDays(zone.dayOf(window.from), -3); day <= last; day = addDays(day, 1)) {
    if (!attendee.workingHours.days.includes(weekdayOf(day))) continue;
    const span = {
      from: zone.instantOf(day, opens),
      to: zone.instantOf(closes > opens ? day : addDays(day, 1), closes),
    };
    if (previous && span.from <= previous.to) previous.to = Math.max(previous.to, span.to);
    else if (span.to > span.from) {
      if (previous) yield previous;
      previous = span;
    }
  }
  if (previous) yield previous;
}

/**
 * Times at which all attendees can meet for `minutes` within the two weeks after `now`, clear of every `busy` span: at
 * most three a day, spread over the common hours, in order. Where there is none, the least bad of each day, best first:
 * first those in which the one who is worst off is least outside their hours, then the least for all together.
 * `overlapMinutesPerDay` is the mean of the days with any common hours, 0 without. Days are those of the first attendee.
 */
export function suggestMeetingTimes(
  attendees: readonly Attendee[],
  request: { now: Date; minutes: number; busy: readonly Span[] },
): { overlapMinutesPerDay: number; slots: SuggestedTime[] } {
  const now = request.now.getTime();
  const window = { from: now + LEAST_NOTICE_MINUTES * MINUTE, to: now + SUGGESTION_DAYS * DAY };
  const zone = ZonedTime.of(attendees[0]?.timeZone ?? 'UTC');
  const working = attendees.map((attendee) => ({
    name: attendee.name,
    spans: workSpans(attendee, window),
  }));
  const beyond = working.map(({ name, spans }) => ({ name, of: beyondHours(spans) }));

  const days = new Map<number, Candidate[]>();
  const step = STEP_MINUTES * MINUTE;
  for (
    let from = Math.ceil(window.from / step) * step;
    from + request.minutes * MINUTE <= window.to;
    from += step
  ) {
    const span = { from, to: from + request.minutes * MINUTE };
    if (request.busy.some((busy) => busy.from < span.to && span.from < busy.to)) continue;
    const day = Math.floor(zone.wallAt(from) / DAY);
    const candidates = days.get(day) ?? [];
    if (candidates.length === 0) days.set(day, candidates);
    candidates.push(weigh(span, beyond));
  }

  const suiting = [...days.values()].flatMap((day) =>
    spread(
      day.filter((candidate) => candidate.outside.length === 0),
      zone,
    ),
  );
  return {
    overlapMinutesPerDay: meanOverlap(
      working.map(({ spans }) => spans),
      window,
      zone,
    ),
    slots: (suiting.length > 0 ? suiting : leastBad([...days.values()], zone)).map((candidate) => ({
      startsAt: new Date(candidate.from),
      outsideHoursOf: candidate.outside,
    })),
  };
}

/**
 * A few of the suggested times that leave a choice: of each of the first days one, the later the day the later in it. Where
 * there are fewer days than `most`, their other times fill up; in the order of `slots`, days by the wall of `timeZone`.
 */
export function pickAcrossDays<T extends Pick<SuggestedTime, 'startsAt'>>(
  slots: readonly T[],
  timeZone: string,
  most: number,
): T[] {
  const zone = ZonedTime.of(timeZone);
  const days = [...Map.groupBy(slots, ({ startsAt }) => zone.dayOf(startsAt.getTime())).values()];
  const first = days.slice(0, most).flatMap((day, k) => day[Math.min(k, day.length - 1)] ?? []);
  const rest = slots.filter((slot) => !first.includes(slot)).slice(0, most - first.length);
  return slots.filter((slot) => first.includes(slot) || rest.includes(slot));
}

/** Names of those for whom a time lies outside their working hours. */
export function whoIsOutside(attendees: readonly Attendee[], span: Span): string[] {
  const beyond = attendees.map((one) => ({ name: one.name, of: beyondHours(workSpans(one, span)) }));
  return weigh(span, beyond).outside;
}

/**
 * How much of a span sticks out of somebody's nearest hours, in milliseconds; a whole day where there are none. To be asked about
 * spans in the order of their beginning: what lies behind is not looked at again.
 */
function beyondHours(hours: readonly Span[]): (span: Span) => number {
  let at = 0;
  return ({ from, to }) => {
    // Of those that have begun, the last one ends last.
    for (let next = hours[at + 1]; next && next.from <= from; next = hours[at + 1]) at += 1;
    let least = DAY;
    for (let index = at; index < hours.length; index += 1) {
      const one = hours[index] as Span;
      if (one.from - from >= least) break;
      least = Math.min(least, Math.max(one.from - from, to - one.to, 0));
    }
    return least;
  };
}

function weigh(span: Span, working: readonly { name: string; of: (span: Span) => number }[]): Candidate {
  const candidate: Candidate = { ...span, outside: [], worst: 0, sum: 0 };
  for (const { name, of } of working) {
    const beyond = of(span);
    if (beyond > 0) candidate.outside.push(name);
    candidate.worst = Math.max(candidate.worst, beyond);
    candidate.sum += beyond;
  }
  return candidate;
}

/** Full hours on the wall come first, then half hours, then quarters. */
function roughness(candidate: Span, zone: ZonedTime): number {
  const minute = Math.floor(zone.wallAt(candidate.from) / MINUTE);
  return minute % 60 === 0 ? 0 : minute % 30 === 0 ? 1 : 2;
}

function spread(candidates: readonly Candidate[], zone: ZonedTime): Candidate[] {
  const rough = candidates.map((candidate) => roughness(candidate, zone));
  const smoothest = Math.min(...rough);
  const apart: Candidate[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const previous = apart.at(-1);
    if (rough[index] !== smoothest) continue;
    if (!previous || candidate.from >= previous.to) apart.push(candidate);
  }
  if (apart.length <= MOST_PER_DAY) return apart;
  const picked = Array.from({ length: MOST_PER_DAY }, (_, index) =>
    Math.round((index * (apart.length - 1)) / (MOST_PER_DAY - 1)),
  );
  return apart.filter((_, index) => picked.includes(index));
}

function leastBad(days: readonly (readonly Candidate[])[], zone: ZonedTime): Candidate[] {
  const order = (a: Candidate, b: Candidate) => a.worst - b.worst || a.sum - b.sum;
  const isBetter = (a: Candidate, b: Candidate) =>
    (order(a, b) || roughness(a, zone) - roughness(b, zone) || a.from - b.from) < 0;
  const best = days.flatMap(
    ([first, ...others]) =>
      (first && others.reduce((found, one) => (isBetter(one, found) ? one : found), first)) ?? [],
  );
  return best.toSorted((a, b) => order(a, b) || a.from - b.from).slice(0, MOST_LEAST_BAD);
}

function meanOverlap(people: readonly (readonly Span[])[], window: Span, zone: ZonedTime): number {
  const common = people.reduce<readonly Span[]>(
    (spans, own) =>
      spans.flatMap((a) =>
        own
          .map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
          .filter((span) => span.to > span.from),
      ),
    [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }],
  );
  const perDay = new Map<string, number>();
  for (const span of common) {
    if (!(span.from >= window.from && span.from < window.to)) continue;
    const day = zone.dayOf(span.from);
    perDay.set(day, (perDay.get(day) ?? 0) + span.to - span.from);
  }
  const total = [...perDay.values()].reduce((sum, length) => sum + length, 0);
  return perDay.size === 0 ? 0 : Math.round(total / perDay.size / MINUTE);
}

const minutesOf = (clockTime: string) => {
  const [hours = 0, minutes = 0] = clockTime.split(':').map(Number);
  return hours * 60 + minutes;
};

/** 1 Monday to 7 Sunday. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
