import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';

import type { GivenPerson } from './given-directory.ts';
import type { Given, GivenCohort } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;
const INVITATION_DAYS = 21;

interface Deed {
  action: string;
  at: Date;
  /** Null: the day had come, and the product did it. */
  by: GivenPerson | null;
  subject: { type: string; id: string };
  facts?: Record<string, unknown>;
}

/** Rows of the audit trail of a program, as the requests of these people would have left them. */
export async function giveDeeds(given: Given, cohort: GivenCohort, deeds: readonly Deed[]): Promise<void> {
  await given.enter(cohort.organisationId);
  await given.insert(
    'audit_rows',
    deeds.map(({ action, at, by, subject, facts }) => ({
      organisationId: cohort.organisationId,
      id: sequentialId(at),
      at,
      actorId: by?.id ?? null,
      action,
      subjectType: subject.type,
      subjectId: subject.id,
      programId: cohort.programId,
      outcome: 'done',
      facts: JSON.stringify(facts ?? {}),
    })),
  );
}

/** People who were invited to a cohort by mail, all at one moment, and that this was done. */
export async function giveInvitations(
  given: Given,
  cohort: GivenCohort,
  people: readonly GivenPerson[],
  { by, at }: { by: GivenPerson; at: Date },
): Promise<void> {
  // Open for either side; of peers there is only one.
  const role = cohort.format === 'peer' ? 'peer' : null;
  await given.enter(cohort.organisationId);
  await given.insert(
    'invitations',
    people.map((person) => ({
      organisationId: cohort.organisationId,
      id: sequentialId(at),
      personId: person.id,
      cohortId: cohort.id,
      role,
      invitedBy: by.id,
      invitedAt: at,
      expiresAt: new Date(at.getTime() + INVITATION_DAYS * DAY),
    })),
  );
  for (const person of people) await given.stages(cohort, person.id, role, { invited: at });
  await giveDeeds(given, cohort, [
    { action: 'enrolments.invite', at, by, subject: { type: 'cohort', id: cohort.id } },
  ]);
}

/** How a cohort came to where it stands: made, opened, matched, begun, closed, each on a day before or after its start. */
export async function giveCourse(
  given: Given,
  cohort: GivenCohort,
  story: { by: GivenPerson; now: Date; state: CohortState },
): Promise<void> {
  const subject = { type: 'cohort', id: cohort.id };
  const course: [days: number, hour: number, action: string, byHand: boolean, until: CohortState[]][] = [
    [-45, 9, 'cohorts.create', true, []],
    [-30, 10, 'cohorts.move', true, []],
    [-9, 0, 'cohorts.advance', false, ['enrolling']],
    [-7, 11, 'matching.start', true, ['enrolling', 'matching']],
    [-4, 14, 'publication.publish', true, ['enrolling', 'matching']],
    [0, 0, 'cohorts.advance', false, ['enrolling', 'matching']],
  ];
  await giveDeeds(
    given,
    cohort,
    course
      .filter(([, , , , until]) => !until.includes(story.state))
      .map(([days, hour, action, byHand]) => ({
        action,
        at: new Date(Date.parse(`${addDays(cohort.startsOn, days)}T00:00:00Z`) + hour * 3_600_000),
        by: byHand ? story.by : null,
        subject,
      }))
      .filter(({ at }) => at <= story.now),
  );
}
