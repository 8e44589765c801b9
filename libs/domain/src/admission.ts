import { Refusal } from './refusal.ts';

/** Whose yes an enrolment needs before it counts. */
export const approvals = ['none', 'manager'] as const;
export type Approval = (typeof approvals)[number];

/** How mentees come to seats when there are fewer seats than mentees: by the moment they enrol, or by a draw. */
export const admissionOrders = ['first-come', 'lottery'] as const;
export type AdmissionOrder = (typeof admissionOrders)[number];

/** How people come into a cohort. `seats` limits its mentees (null: no limit); `offerDays` is how long a freed seat is kept for whoever it is offered to. */
export interface Admission {
  approval: Approval;
  seats: number | null;
  order: AdmissionOrder;
  offerDays: number;
}

export const SEATS = { least: 1, most: 100_000 } as const;
export const OFFER_DAYS = { least: 1, most: 14, usual: 3 } as const;

/** The seats of a cohort at one moment: `taken` by mentees who are in, `offered` to people of the list who have not answered. */
export interface SeatBook {
  seats: number | null;
  taken: number;
  offered: number;
}

/** Seats that nobody holds; Infinity without a limit, never below 0 (a limit may be set under what is taken). */
export function freeSeats({ seats, taken, offered }: SeatBook): number {
  return seats === null ? Infinity : Math.max(0, seats - taken - offered);
}

/**
 * Where a mentee who may come in goes: into the pool while a seat is free and nobody waits for it, else to the end of the
 * list; before a lottery is drawn everybody waits for the draw.
 */
export function placeOnArrival(
  { order, isDrawn }: { order: AdmissionOrder; isDrawn: boolean },
  book: SeatBook,
  waiting: number,
): 'in-pool' | 'waitlisted' {
  if (book.seats === null) return 'in-pool';
  if (order === 'lottery' && !isDrawn) return 'waitlisted';
  return waiting === 0 && freeSeats(book) > 0 ? 'in-pool' : 'waitlisted';
}

/** Of those who wait without an offer, in their order: the ones to whom a seat is offered now. */
export function nextToOffer<W>(book: SeatBook, waiting: readonly W[]): W[] {
  const free = freeSeats(book);
  return free === Infinity ? [...waiting] : waiting.slice(0, free);
}

/** Until when a seat offered at `at` is kept. */
export const offerDueAt = (at: Date, offerDays: number): Date =>
  new Date(at.getTime() + offerDays * 86_400_000);

/** A seat that frees is offered as long as at least half of the cohort lies ahead: later it would be no help. */
export function takesLateJoiners(
  { state, startsOn, endsOn }: { state: string; startsOn: string; endsOn: string },
  today: string,
): boolean {
  if (state === 'enrolling' || state === 'matching') return true;
  return state === 'running' && Date.parse(today) <= (Date.parse(startsOn) + Date.parse(endsOn)) / 2;
}

/** How long the past is looked at to tell a wait, and how many seats must have come free in it to say anything. */
export const WAIT = { days: 28, least: 3 } as const;

/** The wait for a place on the list, in days from least to most, or why it cannot be told. */
export type ExpectedWait =
  { kind: 'too-early' } | { kind: 'days'; least: number; most: number } | { kind: 'unlikely' };

/**
 * How long somebody at `place` (1 is next) waits when seats go on coming free as in the last `days` (`freed` of them). The
 * range holds 80 of 100 such counts (normal approximation of Poisson); too early under `WAIT.least` seats or 7 days.
 * `unlikely` when even the shortest wait ends after `daysLeft`, the days in which seats are still offered.
 */
export function expectedWait(place: number, freed: number, days: number, daysLeft: number): ExpectedWait {
  if (freed < WAIT.least || days < 7) return { kind: 'too-early' };
  const spread = 1.28 * Math.sqrt(freed);
  const least = Math.max(1, Math.floor((place * days) / (freed + spread)));
  const most = Math.max(least, Math.ceil((place * days) / (freed - spread)));
  return least > daysLeft ? { kind: 'unlikely' } : { kind: 'days', least, most };
}

/** One who takes part in a draw; `ticket` is a digest of the seed and the entry, so that nobody can choose it. */
export interface Entrant {
  id: string;
  ticket: string;
}

/**
 * The order that a draw gives: by ticket, then by id; the order in which entrants are handed in does not matter. The
 * first `seats` have drawn a seat. `isRandomised` is false when all of them have: then nothing was left to chance.
 */
export function drawLots(
  entrants: readonly Entrant[],
  seats: number,
): { order: { id: string; rank: number; won: boolean }[]; isRandomised: boolean } {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const order = [...entrants]
    .sort((a, b) => compare(a.ticket, b.ticket) || compare(a.id, b.id))
    .map(({ id }, index) => ({ id, rank: index + 1, won: index < seats }));
  return { order, isRandomised: entrants.length > seats };
}

/** What may still change once a lottery is drawn or people wait: the order of a draw is never changed afterwards. */
export function checkAdmission(before: Admission, after: Admission, isDrawn: boolean): void {
  if (after.order === 'lottery' && after.seats === null) throw new Refusal('admission.lottery-without-seats');
  if (isDrawn && before.order !== after.order) throw new Refusal('lottery.drawn');
}
