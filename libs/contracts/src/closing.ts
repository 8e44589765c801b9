import { closingItems } from '@ithaca/domain/cohort';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { day, id, instant } from './text.ts';

/** What is still open in a cohort that comes to its end; numbers only. */
export const cohortClosing = z.object({
  cohortId: id,
  /** Pairings that are offered, active or paused, and how many of them are paused or wait for an answer. */
  pairings: z.int(),
  paused: z.int(),
  offered: z.int(),
  /** Meetings planned for a day after the end, of pairings that do not go on. */
  meetingsAfterEnd: z.int(),
  unsignedAgreements: z.int(),
  unansweredCheckIns: z.int(),
  openGoals: z.int(),
  /** People who enrolled and have no pairing. */
  waitingPeople: z.int(),
  /** Pairings that go on after the close, as their sides agreed. */
  extended: z.int(),
  /** Who of all that were in a pairing has given feedback, and how many would recommend the program; null under five answers, and when all say the same. */
  feedback: z.object({
    people: z.int(),
    given: z.int(),
    recommends: z.nullable(z.object({ yes: z.int(), answers: z.int() })),
  }),
  /** People to whom closing says thanks, and how many of them have met and get a certificate. */
  thanked: z.int(),
  certified: z.int(),
  /** Of a closed cohort: the last day on which what its pairings wrote is kept. */
  contentUntil: z.nullable(day),
  /** Until then a closed cohort can be taken up again. */
  reopenUntil: z.nullable(instant),
});
export type CohortClosing = z.infer<typeof cohortClosing>;

const params = z.strictObject({ cohortId: id });

export const closingRoutes = defineRoutes('closing', {
  remind: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/closing/reminders',
    summary:
      'Ask everybody by whom one thing is still open, before the cohort closes; nobody twice in a week for the same thing',
    access: 'program.coordinate',
    params,
    body: z.strictObject({ item: z.enum(closingItems) }),
    reply: z.object({ people: z.int() }),
    status: 200,
  },
  callOff: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/closing/cancellations',
    summary:
      'Call off the meetings planned for a day after the end; their sides are told, and those who go on keep theirs',
    access: 'program.coordinate',
    params,
    reply: z.object({ meetings: z.int() }),
    status: 200,
  },
});
