import type { GivenPerson } from '@ithaca/testkit/given';

import type { TestApi } from './api.ts';
import { before, dayOf, type Random } from './metric-story.ts';

/** Days since the quarter of the stories began. */
const QUARTER = 60;

/** So many pairings of two cohorts of one program that are over, met as they liked, and the more they met the better they ended. */
export async function manyLived(
  api: TestApi,
  random: Random,
): Promise<{ owner: GivenPerson; programId: string; cohortId: string }> {
  const { given } = api;
  const organisation = await given.organisation();
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const program = await given.program(owner);
  const cohorts = [
    await given.cohort(program, owner, { state: 'running', startsOn: dayOf(400) }),
    await given.cohort(program, owner, { state: 'running', startsOn: dayOf(400) }),
  ];
  const lived = Array.from({ length: 190 }, (_, at) => {
    // On the limits: read on the day before the quarter or on its first, over on the ninetieth day or the one after it.
    const began = [151, 150, 300, 300][at % 45] ?? 160 + random(200);
    const ended =
      [null, null, began - 90, began - 91][at % 45] ??
      [QUARTER, QUARTER + 1][at % 60] ??
      (random(9) === 0 ? null : QUARTER + 1 + random(began - 90 - QUARTER));
    const meets = random(8);
    return {
      id: crypto.randomUUID(),
      goal: crypto.randomUUID(),
      cohortId: cohorts[at % 2]?.id ?? '',
      people: (['mentor', 'mentee'] as const).map((role) => ({
        role,
        person: crypto.randomUUID(),
        enrolment: crypto.randomUUID(),
      })),
      cadence: [14, 30][at % 2] ?? 14,
      began,
      ended,
      isCompleted: ended !== null && random(9) < meets + 1,
      meetings: Array.from({ length: meets }, () => ({
        id: crypto.randomUUID(),
        ago: began - random(120),
        answers: random(3),
      })),
    };
  });
  const own = <T extends object>(rows: T[]) =>
    rows.map((row) => ({ organisationId: organisation.id, ...row }));
  const sides = lived.flatMap((one) => one.people.map((side) => ({ ...side, of: one })));
  await given.enter(organisation.id);
  await given.insert(
    'people',
    own(sides.map(({ person }, at) => ({ id: person, displayName: `Colleague ${at}` }))),
  );
  await given.insert(
    'enrolments',
    own(
      sides.map(({ person, enrolment, role, of }) => ({
        id: enrolment,
        cohortId: of.cohortId,
        personId: person,
        role,
        state: 'matched',
        submittedAt: before(400),
      })),
    ),
  );
  await given.insert(
    'pairings',
    own(
      lived.map(({ id, cohortId, began, ended, cadence, isCompleted }) => ({
        id,
        cohortId,
        state: ended === null ? 'active' : isCompleted ? 'completed' : 'ended',
        cadenceDays: cadence,
        publishedAt: before(began),
        startedAt: before(began),
        endedAt: ended === null ? null : before(ended),
      })),
    ),
  );
  await given.insert(
    'pairing_members',
    own(
      sides.map(({ person, enrolment, role, of }) => ({
        pairingId: of.id,
        personId: person,
        cohortId: of.cohortId,
        enrolmentId: enrolment,
        role,
        open: of.ended === null,
        acceptedAt: before(of.began),
      })),
    ),
  );
  const held = lived.flatMap((of) => of.meetings.map((meeting) => ({ ...meeting, of })));
  await given.insert(
    'meetings',
    own(
      held.map(({ id, ago, of }) => ({
        id,
        pairingId: of.id,
        cohortId: of.cohortId,
        state: 'held',
        title: 'Mentoring',
        startsAt: before(ago),
        durationMinutes: 45,
        timeZone: 'UTC',
        createdBy: of.people[1]?.person,
        endedAt: before(ago),
      })),
    ),
  );
  await given.insert(
    'meeting_answers',
    own(
      held.flatMap(({ id, ago, answers, of }) =>
        of.people.slice(0, answers).map(({ person }) => ({
          meetingId: id,
          personId: person,
          answer: 'held',
          answeredAt: before(ago),
        })),
      ),
    ),
  );
  await given.insert(
    'check_ins',
    own(
      sides.flatMap(({ person, role, of }) =>
        [1, 2].map((wave) => {
          const asked = of.began - 40 * wave;
          const isAnswered = random(9) > 0;
          return {
            id: crypto.randomUUID(),
            cohortId: of.cohortId,
            pairingId: of.id,
            personId: person,
            role,
            wave,
            askedAt: before(asked),
            dueAt: before(asked - 14),
            answeredAt: isAnswered ? before(asked - 13 - random(3)) : null,
            usefulness: isAnswered ? (random(12) < of.meetings.length + 6 ? 4 + random(2) : 3) : null,
          };
        }),
      ),
    ),
  );
  await given.insert(
    'goals',
    own(
      lived.map(({ id, goal, cohortId, people, began }) => ({
        id: goal,
        pairingId: id,
        cohortId,
        ownerId: people[1]?.person,
        title: 'Lead a talk',
        createdAt: before(began - random(80)),
        state: 'open',
      })),
    ),
  );
  await given.insert(
    'milestones',
    own(
      lived
        .filter((_, at) => at % 5 > 0)
        .map(({ goal, began }) => ({
          id: crypto.randomUUID(),
          goalId: goal,
          title: 'A step',
          position: 0,
          doneAt: random(3) === 0 ? null : before(began - 60 - random(2) - random(40)),
        })),
    ),
  );
  return { owner, programId: program.id, cohortId: cohorts[0]?.id ?? '' };
}
