import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { surveyPlanRoutes } from '@ithaca/contracts/survey-plans';
import type { GivenCohort } from '@ithaca/testkit/given';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { aCohortStory, before, seeded, TODAY } from '../../../testing/metric-story.ts';
import type { Random } from '../../../testing/metric-story.ts';
import { readingsInSql } from '../../../testing/reading-sql.ts';
import { anOldCohort, anyFate, populate } from '../../../testing/workforce-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const aSeed = () => fc.sample(fc.nat(), 1)[0] ?? 0;

interface Row {
  name: string;
  n: number;
  part: number;
  base: number;
  heavy: number;
  share: number;
  value: number;
  waves: number;
}
const tell = (key: keyof typeof readingsInSql, cohort: GivenCohort) =>
  api.rows<Row>(`select * from (${readingsInSql[key]}) x where $2::date is not null`, [cohort.id, TODAY]);

interface Enrolled {
  organisationId: string;
  enrolmentId: string;
  personId: string;
  pairingId: string;
  role: string;
}

const membersOf = (cohort: GivenCohort) =>
  api.rows<Enrolled>(
    `select m.organisation_id as "organisationId", m.enrolment_id as "enrolmentId", m.person_id as "personId", m.pairing_id as "pairingId", m.role
     from pairing_members m join pairings p on p.id = m.pairing_id where m.cohort_id = $1 and p.started_at is not null order by m.pairing_id, m.role`,
    [cohort.id],
  );

/** Mentees ask mentors of three ranks, in every state a request can be in. */
async function request(cohort: GivenCohort, members: readonly Enrolled[], random: Random) {
  const mentors = [...new Set(members.filter(({ role }) => role === 'mentor').map((one) => one.enrolmentId))];
  const mentees = [
    ...new Map(members.filter(({ role }) => role === 'mentee').map((one) => [one.enrolmentId, one])).values(),
  ];
  await api.given.insert(
    'mentor_requests',
    mentees.flatMap(({ organisationId, enrolmentId }, at) =>
      mentors.slice(0, 3).map((mentor, index) => {
        const states = ['accepted', 'declined', 'lapsed', 'accepted', 'withdrawn', 'passed'] as const;
        const state = index === 0 && at % 9 === 0 ? 'asked' : (states[random(6)] ?? 'accepted');
        return {
          organisationId,
          id: crypto.randomUUID(),
          cohortId: cohort.id,
          menteeEnrolmentId: enrolmentId,
          mentorEnrolmentId: mentor,
          rank: index + 1,
          state,
          askedAt: before(20),
          dueAt: before(15),
          endedAt: state === 'asked' ? null : before(random(15)),
          suggestedBy: index === 0 && at % 7 === 3 ? members[0]?.personId : null,
        };
      }),
    ),
  );
}

/** Two more waves, asked and answered in a few days each; some of the first close shortly before the second. */
async function checkIn(cohort: GivenCohort, members: readonly Enrolled[], random: Random) {
  await api.rows('delete from check_ins where cohort_id = $1', [cohort.id]);
  const mentees = members.filter(({ role }) => role === 'mentee');
  await api.given.insert(
    'check_ins',
    mentees
      .flatMap(({ organisationId, pairingId, personId }) =>
        [3, 4].map((wave) => {
          const isLate = wave === 3 && random(12) === 0;
          const asked = (wave === 3 ? 60 : 30) + random(5) - (isLate ? 25 : 0);
          return {
            organisationId,
            id: crypto.randomUUID(),
            cohortId: cohort.id,
            pairingId,
            personId,
            role: 'mentee',
            wave,
            askedAt: before(asked),
            dueAt: before(asked - 14),
            answeredAt: random(8) > 0 ? before(asked - 1 - random(4)) : null,
            usefulness: null as number | null,
          };
        }),
      )
      .map((one) => ({ ...one, usefulness: one.answeredAt ? 1 + random(5) : null })),
  );
}

/** The question of the end is asked in the middle, too. */
async function recommend(
  cohort: GivenCohort,
  reading: Awaited<ReturnType<TestApi['as']>>,
  members: readonly Enrolled[],
  random: Random,
) {
  const params = { programId: cohort.programId };
  const { body: plan } = await reading.call(surveyPlanRoutes.get, { params });
  const asked = plan.surveys
    .find(({ moment }) => moment === 'end')
    ?.questions.find(({ kind }) => kind === 'nps');
  if (!asked) throw new Error('nobody asks for a recommendation');
  const saved = await reading.call(surveyPlanRoutes.save, {
    params,
    version: plan.version,
    body: {
      surveys: plan.surveys.map((survey) =>
        survey.moment === 'middle' ? { ...survey, questions: [...survey.questions, asked] } : survey,
      ),
    },
  });
  expect(saved.status).toBeLessThan(300);
  await api.rows('delete from survey_answers where cohort_id = $1 and moment = $2', [cohort.id, 'end']);
  await api.given.insert(
    'survey_answers',
    (['middle', 'end'] as const).flatMap((moment) =>
      Array.from({ length: 14 + random(30) }, (_, at) => ({
        organisationId: members[0]?.organisationId,
        id: crypto.randomUUID(),
        cohortId: cohort.id,
        moment,
        role: at % 2 === 0 ? 'mentor' : 'mentee',
        planNumber: 1,
        askId: null,
        round: 1,
        answers: JSON.stringify({ [asked.key]: [6, 7, 8, 9, 10, 0][random(6)] }),
      })),
    ),
  );
}

describe('readings beside another number', () => {
  it('by rank, by group and from wave to wave are what the tables tell', async () => {
    const seed = aSeed();
    const random = seeded(seed);
    const { cohort, owner } = await aCohortStory(api, random);
    const reading = await api.as(owner);
    const params = { cohortId: cohort.id };
    const members = await membersOf(cohort);
    await request(cohort, members, random);
    await checkIn(cohort, members, random);
    await recommend(cohort, reading, members, random);
    const mentors = [...new Set(members.filter(({ role }) => role === 'mentor').map((one) => one.personId))];
    for (const [at, id] of mentors.entries())
      await api.rows('update people set department = $2 where id = $1', [
        id,
        ['Sales', 'Legal'][at] ?? ['Sales', 'Legal', 'Ops'][random(3)],
      ]);

    const { body: outcomes } = await reading.call(measureRoutes.outcomes, { params, query: {} });
    const asked = await tell('request-acceptance', cohort);
    const told = outcomes.requests.map(({ rank, acceptance: { numerator, denominator } }) => ({
      name: String(rank),
      part: numerator,
      base: denominator,
    }));
    expect({ seed, told }).toEqual({ seed, told: asked });
    expect(asked).toHaveLength(3);

    const { body: access } = await reading.call(metricRoutes.access, { params, query: { by: 'department' } });
    const carried = await tell('mentor-burden', cohort);
    const groups = (access.burden?.groups ?? [])
      .map(({ group, mentors, heavy, shareOfMinutes }) => ({
        name: group,
        n: mentors,
        heavy,
        share: expect.closeTo(shareOfMinutes ?? 0, 10),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect({ seed, carried }).toEqual({ seed, carried: groups });
    expect(carried.length).toBeGreaterThan(1);

    const { body: pulse } = await reading.call(measureRoutes.pulse, { params });
    const change = pulse.sides.find(({ side }) => side === 'mentee')?.change;
    const [waves] = await tell('satisfaction-change', cohort);
    expect({
      seed,
      waves: waves?.waves,
      value: change?.difference.estimate,
      n: change?.difference.n,
    }).toEqual({
      seed,
      waves: 2,
      value: expect.closeTo(waves?.value ?? 0, 10),
      n: waves?.base,
    });
    expect(change).toMatchObject({ latest: { wave: 4 }, before: { wave: 3 } });
    const since = pulse.recommendations.find(({ moment }) => moment === 'end')?.change;
    const [nets] = await tell('recommendation-change', cohort);
    expect({ seed, since: since?.since, value: since?.difference.estimate, n: since?.difference.n }).toEqual({
      seed,
      since: 'middle',
      value: expect.closeTo(Number(nets?.value), 8),
      n: nets?.base,
    });
  });

  it('over a year are what the tables tell', async () => {
    const seed = aSeed();
    const random = seeded(seed);
    const story = await anOldCohort(api);
    const ids = await populate(
      api,
      story,
      Array.from({ length: 300 }, (_, at) => anyFate(random, at)),
    );
    const { organisation, owner, cohort } = story;
    const second = await api.given.cohort(
      { id: cohort.programId, organisationId: organisation.id } as never,
      owner,
      {
        state: 'running',
        startsOn: TODAY,
      },
    );
    // Begun on the last day of the year or after it; over on its first day or the day after.
    const enrolled = ids.flatMap((personId, at) => {
      if (random(3) === 0) return [];
      const ended = [365, 364, 366, null][at % 5] ?? (random(2) === 0 ? random(500) : null);
      return [
        {
          organisationId: organisation.id,
          id: crypto.randomUUID(),
          cohortId: (at % 3 === 0 ? second : cohort).id,
          personId,
          role: 'mentee',
          state: at % 11 === 0 ? 'draft' : ended === null ? 'in-pool' : 'withdrawn',
          capacity: 1,
          answers: '{}',
          submittedAt:
            at % 11 === 0 ? null : before(ended === null ? ([0, -1][at % 7] ?? random(500)) : ended + 1),
          endedAt: ended === null ? null : before(ended),
        },
      ];
    });
    await api.given.insert('enrolments', enrolled);
    const reading = await api.as(owner);
    const { body } = await reading.call(measureRoutes.outcomes, {
      params: { cohortId: cohort.id },
      query: {},
    });
    const metric = body.workforce.find(({ key }) => key === 'participation-year');
    const [row] = await tell('participation-year', cohort);
    expect({ seed, part: metric?.numerator, base: metric?.denominator }).toEqual({
      seed,
      part: Number(row?.part),
      base: Number(row?.base),
    });
    expect(Number(row?.base)).toBeGreaterThan(50);
    expect(Number(row?.part)).toBeGreaterThan(10);
  });
});
