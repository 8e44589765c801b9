import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import type { TestApi } from './api.ts';
import { before, dayOf } from './metric-story.ts';
import type { Random } from './metric-story.ts';

/** Both cohorts of these stories began so long ago that twelve months after the landmark are over. */
export const STARTED = 548;

export interface WorkforceStory {
  organisation: GivenOrganisation;
  owner: GivenPerson;
  cohort: GivenCohort;
}

/** What happens to one person; the caller decides who leaves when, and who is matched. All days are days ago. */
export interface Fate {
  hired: number | null;
  /** Who left; and came back after so many days. */
  left: number | null;
  back?: number;
  reason?: 'voluntary' | 'involuntary' | 'retirement' | 'other' | null;
  jobs: readonly { ago: number; grade: number | null; department: string; site: string }[];
  /** First day of each stage in the cohort. */
  stages: Readonly<Record<string, number>>;
  /** First match as a mentor of the cohort. */
  mentored?: number | null;
  becameMentor?: number | null;
  tookPartBefore?: boolean;
}

/** A cohort whose rule asks for one of four departments, a grade from 2 on and 90 days of tenure; nobody in it yet. */
export async function anOldCohort(api: TestApi): Promise<WorkforceStory> {
  const { given } = api;
  const organisation = await given.organisation();
  const owner = await given.person(organisation, { grade: null });
  await given.grant(owner, 'owner');
  const program = await given.program(owner, {
    eligibility: {
      departments: ['Sales', 'Legal', 'Ops', 'Lab'],
      sites: [],
      leastGrade: 2,
      mostGrade: null,
      leastTenureDays: 90,
    },
  });
  const cohort = await given.cohort(program, owner, { state: 'running', startsOn: dayOf(STARTED) });
  return { organisation, owner, cohort };
}

/** Writes people with their fates, in as few statements as there are tables. Answers their ids in the order given. */
export async function populate(
  api: TestApi,
  { organisation, owner, cohort }: WorkforceStory,
  fates: readonly Fate[],
): Promise<string[]> {
  const { given } = api;
  const earlier = await given.cohort(await given.program(owner), owner, {
    state: 'running',
    startsOn: dayOf(STARTED + 200),
  });
  const later = await given.cohort(await given.program(owner), owner, {
    state: 'running',
    startsOn: dayOf(100),
  });
  const people = fates.map((fate) => ({ ...fate, id: crypto.randomUUID() }));
  const own = (rows: Record<string, unknown>[]) =>
    rows.map((row) => ({ organisationId: organisation.id, ...row }));
  await given.enter(organisation.id);
  await given.insert(
    'people',
    own(
      people.map(({ id, hired, left, back, jobs }, at) => ({
        id,
        displayName: `Colleague ${at}`,
        department: jobs.at(-1)?.department ?? '',
        site: jobs.at(-1)?.site ?? '',
        grade: jobs.at(-1)?.grade ?? null,
        hiredOn: hired === null ? null : dayOf(hired),
        leftOn: left === null || back !== undefined ? null : dayOf(left),
        createdAt: before(3000),
      })),
    ),
  );
  await given.insert(
    'employment_spells',
    own(
      people.flatMap(({ id, hired, left, back, reason }) => [
        {
          id: crypto.randomUUID(),
          personId: id,
          startsOn: dayOf(hired ?? 2000),
          endsOn: left === null ? null : dayOf(left),
          endReason: left === null ? null : (reason ?? null),
          recordedAt: before(0),
        },
        ...(left !== null && back !== undefined
          ? [
              {
                id: crypto.randomUUID(),
                personId: id,
                startsOn: dayOf(left - back),
                endsOn: null,
                endReason: null,
                recordedAt: before(0),
              },
            ]
          : []),
      ]),
    ),
  );
  await given.insert(
    'job_spells',
    own(
      people.flatMap(({ id, jobs }) =>
        jobs.map(({ ago, grade, department, site }) => ({
          id: crypto.randomUUID(),
          personId: id,
          startsOn: dayOf(ago),
          jobTitle: 'Colleague',
          department,
          site,
          grade,
          recordedAt: before(0),
        })),
      ),
    ),
  );
  const event = (cohortId: string, personId: string, role: string, stage: string, ago: number) => ({
    id: crypto.randomUUID(),
    cohortId,
    personId,
    role,
    stage,
    at: before(ago),
  });
  await given.insert(
    'stage_events',
    own(
      people.flatMap(({ id, stages, mentored, becameMentor, tookPartBefore }) => [
        ...Object.entries(stages).map(([stage, ago]) => event(cohort.id, id, 'mentee', stage, ago)),
        ...(mentored == null ? [] : [event(cohort.id, id, 'mentor', 'matched', mentored)]),
        ...(becameMentor == null ? [] : [event(later.id, id, 'mentor', 'active', becameMentor)]),
        ...(tookPartBefore ? [event(earlier.id, id, 'mentee', 'matched', STARTED + 100)] : []),
      ]),
    ),
  );
  return people.map(({ id }) => id);
}

/** Anybody: whatever may happen at work, with every edge of the protocol somewhere among them. */
export function anyFate(random: Random, at: number): Fate {
  const hired =
    [STARTED + 90, STARTED + 89, STARTED + 730, STARTED + 729, STARTED, STARTED - 1][at % 40] ??
    STARTED + 91 + random(2500);
  const landmark = STARTED - 60;
  const leaves = random(5) < 2;
  const leaving =
    [landmark, landmark - 1, landmark - 365, landmark - 366, 0, STARTED][at % 30] ?? random(STARTED);
  const left = leaves ? Math.min(leaving, hired - 1) : null;
  const isBack = left !== null && left > 40 && random(12) === 0;
  const department =
    at % 60 === 7
      ? 'Lab'
      : at % 50 === 9
        ? 'Kitchen'
        : at % 70 === 3
          ? ''
          : (['Sales', 'Legal', 'Ops'][random(3)] ?? 'Ops');
  const grade = at % 45 === 5 ? null : 1 + random(6);
  const first = { ago: hired, grade, department, site: random(4) === 0 ? 'Rome' : 'Oslo' };
  // In a grade for exactly six months at the landmark, and a day less; a rise on the day of the great re-grading.
  const changed = [landmark + 184, landmark + 183, landmark + 182][at % 9] ?? random(landmark);
  const jobs = [first];
  if (random(5) < 2 && changed < hired)
    jobs.push({
      ...first,
      ago: changed,
      grade: grade === null ? null : Math.min(9, grade + random(3)),
      department: random(2) === 0 ? department : 'Ops',
    });
  if (random(3) === 0 && hired > 200 && changed !== 200)
    jobs.push({ ...(jobs.at(-1) ?? first), ago: 200, grade: (jobs.at(-1)?.grade ?? 3) + 1 });
  // A move to another site, now and then with a rise, in the year that counts or after it.
  if (random(3) === 0)
    jobs.push({
      ...(jobs.at(-1) ?? first),
      ago: landmark - 1 - random(400),
      site: random(8) === 0 ? (jobs.at(-1)?.site ?? 'Oslo') : 'Lima',
    });
  const lastDay = left ?? 0;
  const matched = random(2) === 0 ? ([landmark, landmark - 1][at % 20] ?? STARTED - random(140)) : null;
  const isMatched = matched !== null && matched > lastDay && department !== 'Kitchen';
  // Every third person mentors, some of them before or after being mentored.
  const mentored = random(3) === 0 ? ([landmark, landmark - 1][at % 24] ?? STARTED - random(140)) : null;
  const completed = isMatched && random(2) === 0 ? random(Math.min(matched, 450)) : null;
  return {
    hired: at % 55 === 11 ? null : hired,
    left,
    ...(isBack && { back: [30, 31][at % 4] ?? 5 + random(40) }),
    reason:
      (['voluntary', 'voluntary', 'voluntary', 'involuntary', 'retirement', null] as const)[random(6)] ??
      null,
    jobs: jobs.toSorted((a, b) => b.ago - a.ago).filter(({ ago }, i, all) => ago !== all[i - 1]?.ago),
    stages: {
      ...((isMatched || random(5) === 0) && {
        'in-pool': isMatched ? matched + random(30) : ([21, 20][at % 3] ?? random(400)),
      }),
      ...(isMatched && { matched }),
      ...(isMatched && random(4) > 0 && { active: Math.max(0, matched - random(40)) }),
      ...(completed !== null && { completed }),
    },
    mentored: mentored !== null && mentored > lastDay ? mentored : null,
    becameMentor: completed !== null && random(3) === 0 ? random(completed) : null,
    tookPartBefore: at % 33 === 2,
  };
}

/** A hundred and sixty pairings that a run proposed, with their scores, and what became of them. */
export async function manyScored(
  api: TestApi,
  random: Random,
): Promise<{ owner: GivenPerson; programId: string }> {
  const { given } = api;
  const organisation = await given.organisation();
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const program = await given.program(owner);
  const cohort = await given.cohort(program, owner, { state: 'running', startsOn: dayOf(200) });
  const runId = crypto.randomUUID();
  const own = (rows: Record<string, unknown>[]) =>
    rows.map((row) => ({ organisationId: organisation.id, ...row }));
  const scored = Array.from({ length: 160 }, (_, at) => {
    const began = [90, 89, 91][at % 50] ?? 92 + random(100);
    const score = 100 * (10 + random(90));
    const isGood = random(10_000) < score;
    return {
      id: crypto.randomUUID(),
      sides: (['mentor', 'mentee'] as const).map((role) => ({
        role,
        person: crypto.randomUUID(),
        enrolment: crypto.randomUUID(),
      })),
      proposal: crypto.randomUUID(),
      cadence: [14, 30][at % 2] ?? 14,
      began,
      ended: random(9) === 0 ? ([began - 90, began - 91][at % 3] ?? random(began)) : null,
      score,
      // Within and beyond the span before the ninetieth day, on it and after.
      met:
        random(9) === 0
          ? null
          : ([began - 60, began - 59, began - 45, began - 44, began - 91][at % 12] ??
            began - 61 - random(29)),
      fits: [isGood ? 4 + random(2) : 1 + random(4), random(12) === 0 ? null : isGood ? 5 : 3 + random(3)],
    };
  });
  await given.enter(organisation.id);
  const sides = scored.flatMap((one) => one.sides.map((side) => ({ ...side, pairing: one })));
  await given.insert(
    'people',
    own(sides.map(({ person }, at) => ({ id: person, displayName: `Colleague ${at}` }))),
  );
  await given.insert(
    'enrolments',
    own(
      sides.map(({ person, enrolment, role }) => ({
        id: enrolment,
        cohortId: cohort.id,
        personId: person,
        role,
        state: 'matched',
        submittedAt: before(200),
      })),
    ),
  );
  await given.insert(
    'matching_runs',
    own([
      {
        id: runId,
        cohortId: cohort.id,
        state: 'published',
        policy: {},
        seed: 1,
        createdBy: owner.id,
        policyVersion: 1,
      },
    ]),
  );
  await given.insert(
    'proposals',
    own(
      scored.map(({ proposal, score, sides: [mentor, mentee] }, at) => ({
        id: proposal,
        runId,
        cohortId: cohort.id,
        mentorEnrolmentId: mentor?.enrolment,
        menteeEnrolmentId: mentee?.enrolment,
        score,
        state: 'published',
        origin: at % 20 === 19 ? 'person' : 'run',
      })),
    ),
  );
  await given.insert(
    'pairings',
    own(
      scored.map(({ id, proposal, score, began, ended, cadence }) => ({
        id,
        cohortId: cohort.id,
        proposalId: proposal,
        score,
        state: ended === null ? 'active' : 'ended',
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
      sides.map(({ person, enrolment, role, pairing }) => ({
        pairingId: pairing.id,
        personId: person,
        cohortId: cohort.id,
        enrolmentId: enrolment,
        role,
        open: pairing.ended === null,
        acceptedAt: before(pairing.began),
      })),
    ),
  );
  await given.insert(
    'meetings',
    own(
      scored.flatMap(({ id, met, sides: [, mentee] }) =>
        met === null || met < 0
          ? []
          : [
              {
                id: crypto.randomUUID(),
                pairingId: id,
                cohortId: cohort.id,
                state: 'held',
                startsAt: before(met),
                durationMinutes: 45,
                timeZone: 'UTC',
                createdBy: mentee?.person,
                endedAt: before(met),
              },
            ],
      ),
    ),
  );
  const asked = sides.map((side, at) => ({
    ...side,
    ask: crypto.randomUUID(),
    fit: side.pairing.fits[at % 2] ?? null,
  }));
  await given.insert(
    'survey_asks',
    own(
      asked.map(({ ask, person, role, pairing, fit }) => ({
        id: ask,
        cohortId: cohort.id,
        personId: person,
        role,
        moment: 'fit',
        pairingId: pairing.id,
        planNumber: 1,
        isAnonymous: false,
        askedAt: before(pairing.began - 5),
        dueAt: before(pairing.began - 19),
        isAnswered: fit !== null,
      })),
    ),
  );
  await given.insert(
    'survey_answers',
    own(
      asked.flatMap(({ ask, role, fit }) =>
        fit === null
          ? []
          : [
              {
                id: crypto.randomUUID(),
                cohortId: cohort.id,
                moment: 'fit',
                role,
                planNumber: 1,
                askId: ask,
                round: 1,
                answers: JSON.stringify({ fit }),
              },
            ],
      ),
    ),
  );
  return { owner, programId: program.id };
}
