import type { ProposalItem } from '@ithaca/contracts/matching';

/** With whom a mentee is in a draft and how firmly; null: with nobody. Mentors by enrolment. */
export type Seat = { mentorId: string; state: 'proposed' | 'approved' | 'locked' } | null;
/** Seats of some mentees, by their enrolment. */
export type Seats = ReadonlyMap<string, Seat>;

/** One call to the API. */
export type Step =
  | { kind: 'state'; menteeId: string; state: 'proposed' | 'approved' | 'locked' }
  | { kind: 'remove'; menteeId: string }
  | { kind: 'propose'; menteeId: string; mentorId: string }
  | { kind: 'swap'; menteeId: string; otherId: string };

/** The seats of these mentees as a draft has them now. */
export function seatsIn(items: readonly ProposalItem[], menteeIds: Iterable<string>): Seats {
  return new Map(
    [...menteeIds].map((menteeId): [string, Seat] => {
      const item = items.find(({ mentee }) => mentee.enrolmentId === menteeId);
      if (!item || item.state === 'removed') return [menteeId, null];
      const state = item.state === 'published' ? 'locked' : item.state;
      return [menteeId, { mentorId: item.mentor.enrolmentId, state }];
    }),
  );
}

/**
 * The calls that lead from one seating to another, in an order in which a place is always free when it is taken. The same
 * function does, undoes and does again: undoing is going back to the seats before.
 */
export function stepsBetween(before: Seats, after: Seats): Step[] {
  const now = new Map(before);
  const steps: Step[] = [];
  const seatOf = (menteeId: string) => now.get(menteeId) ?? null;

  const ids = [...after.keys()];
  for (const [index, menteeId] of ids.entries())
    for (const otherId of ids.slice(index + 1)) {
      const [mine, theirs] = [seatOf(menteeId), seatOf(otherId)];
      const [mineThen, theirsThen] = [after.get(menteeId), after.get(otherId)];
      const isExchange =
        mine &&
        theirs &&
        mine.mentorId !== theirs.mentorId &&
        mineThen?.mentorId === theirs.mentorId &&
        theirsThen?.mentorId === mine.mentorId;
      if (!isExchange) continue;
      steps.push({ kind: 'swap', menteeId, otherId });
      now.set(menteeId, { mentorId: theirs.mentorId, state: 'locked' });
      now.set(otherId, { mentorId: mine.mentorId, state: 'locked' });
    }

  for (const [menteeId, seat] of after)
    if (seat === null && seatOf(menteeId) !== null) {
      steps.push({ kind: 'remove', menteeId });
      now.set(menteeId, null);
    }

  const waiting = new Map(
    [...after].flatMap(([menteeId, seat]) =>
      seat && seatOf(menteeId)?.mentorId !== seat.mentorId ? [[menteeId, seat.mentorId] as const] : [],
    ),
  );
  while (waiting.size > 0) {
    // First whoever needs no place that another one of these still holds.
    const free = [...waiting].find(([menteeId, mentorId]) =>
      [...waiting.keys()].every((other) => other === menteeId || seatOf(other)?.mentorId !== mentorId),
    );
    const [menteeId, mentorId] = free ?? [...waiting][0]!;
    steps.push({ kind: 'propose', menteeId, mentorId });
    now.set(menteeId, { mentorId, state: 'locked' });
    waiting.delete(menteeId);
  }

  for (const [menteeId, seat] of after)
    if (seat && seatOf(menteeId)?.state !== seat.state)
      steps.push({ kind: 'state', menteeId, state: seat.state });
  return steps;
}
