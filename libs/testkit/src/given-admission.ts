import { createHash } from 'node:crypto';

import { drawLots, offerDueAt, OFFER_DAYS } from '@ithaca/domain/admission';
import type { ApprovalState } from '@ithaca/domain/approval';

import type { GivenPerson } from './given-directory.ts';
import type { Given, GivenCohort, GivenEnrolment } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;

/** A manager's yes that an enrolment asks for; what is decided was decided a day after it was asked. */
export async function giveApproval(
  given: Given,
  enrolment: GivenEnrolment,
  more: { manager: GivenPerson; askedAt: Date; state?: ApprovalState; reason?: string },
): Promise<void> {
  const state = more.state ?? 'asked';
  const isDecided = state === 'approved' || state === 'declined';
  await given.enter(enrolment.organisationId);
  await given.insert('approvals', [
    {
      organisationId: enrolment.organisationId,
      id: sequentialId(more.askedAt),
      cohortId: enrolment.cohortId,
      enrolmentId: enrolment.id,
      askedId: more.manager.id,
      state,
      askedAt: more.askedAt,
      decidedAt: isDecided ? new Date(more.askedAt.getTime() + DAY) : null,
      decidedBy: isDecided ? more.manager.id : null,
      reason: more.reason ?? '',
    },
  ]);
}

/** Days on which somebody cannot meet; `untilOn` is the first day back. */
export async function giveDaysAway(
  given: Given,
  person: GivenPerson,
  { fromOn, untilOn }: { fromOn: string; untilOn: string },
): Promise<void> {
  await given.enter(person.organisationId);
  await given.insert('blackouts', [
    {
      organisationId: person.organisationId,
      id: sequentialId(new Date(`${fromOn}T00:00:00Z`)),
      personId: person.id,
      fromOn,
      untilOn,
    },
  ]);
}

/** A seat that is, or was, kept for somebody of the waiting list. */
export async function giveSeatOffer(
  given: Given,
  enrolment: GivenEnrolment,
  more: { offeredAt: Date; state?: 'open' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn' },
): Promise<void> {
  const state = more.state ?? 'open';
  await given.enter(enrolment.organisationId);
  await given.insert('seat_offers', [
    {
      organisationId: enrolment.organisationId,
      id: sequentialId(more.offeredAt),
      cohortId: enrolment.cohortId,
      enrolmentId: enrolment.id,
      state,
      offeredAt: more.offeredAt,
      dueAt: offerDueAt(more.offeredAt, OFFER_DAYS.usual),
      endedAt: state === 'open' ? null : new Date(more.offeredAt.getTime() + DAY),
    },
  ]);
}

/**
 * A lottery of a cohort as it was drawn. `enrol` makes each entrant's enrolment under the id that the draw used, as the draw
 * left it: with a seat or with a number on the list. Tickets are those of the product, so that a replay finds the same order.
 */
export async function giveLottery(
  given: Given,
  cohort: GivenCohort,
  more: {
    seed: string;
    preparedAt: Date;
    drawnAt: Date;
    drawnBy: GivenPerson;
    seats: number;
    people: readonly GivenPerson[];
    enrol: (
      person: GivenPerson,
      lot: { id: string; won: boolean; waitingNumber: number },
    ) => Promise<GivenEnrolment>;
  },
): Promise<void> {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const entrants = more.people.map((person) => {
    const id = sequentialId(more.preparedAt);
    return { id, person, ticket: digest(`${more.seed}:${id}`) };
  });
  const { order, isRandomised } = drawLots(entrants, more.seats);
  const entries = [];
  for (const { id, rank, won } of order) {
    const entrant = entrants.find((one) => one.id === id);
    if (!entrant) throw new Error('A draw orders only its entrants.');
    await more.enrol(entrant.person, { id, won, waitingNumber: rank });
    entries.push({
      organisationId: cohort.organisationId,
      cohortId: cohort.id,
      enrolmentId: id,
      personId: entrant.person.id,
      ticket: entrant.ticket,
      rank,
      won,
    });
  }
  await given.enter(cohort.organisationId);
  await given.insert('lotteries', [
    {
      organisationId: cohort.organisationId,
      cohortId: cohort.id,
      seed: more.seed,
      commitment: digest(more.seed),
      preparedAt: more.preparedAt,
      drawnAt: more.drawnAt,
      drawnBy: more.drawnBy.id,
      seats: more.seats,
      randomised: isRandomised,
    },
  ]);
  await given.insert('lottery_entries', entries);
}
