import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureRoutes } from '@ithaca/contracts/measures';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { listMetrics } from '@ithaca/metrics/catalogue';
import type { MetricKey } from '@ithaca/metrics/catalogue';
import type { GivenCohort, GivenPerson } from '@ithaca/testkit/given';
import '@ithaca/testkit/property-seed';
import fc from 'fast-check';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

/** The clock of this story stands at 2 March 2026; everything happens at noon, so that every time zone sees the same day. */
const TODAY = '2026-03-02';
const before = (days: number) => new Date(Date.parse(`${TODAY}T12:00:00Z`) - days * 86_400_000);
const dayOf = (days: number) => before(days).toISOString().slice(0, 10);

const pairings = `p as (
  select p.id, p.started_at::date as s, p.ended_at::date as e, p.cadence_days as c from pairings p where p.cohort_id = $1 and p.started_at is not null
), held as (select pairing_id, starts_at::date as day from meetings where cohort_id = $1 and state = 'held')`;
const isPaused = (from: string, to: string) =>
  `exists (select from pairing_pauses x where x.pairing_id = p.id and x.starts_on < ${to} and (x.ends_on is null or x.ends_on > ${from}))`;
const mentors = `m as (
  select e.id, e.capacity, e.submitted_at::date as since, count(p.id) filter (where p.ended_at is null) as load,
    max(p.ended_at::date) as last_end
  from enrolments e
  left join pairing_members b on b.enrolment_id = e.id left join pairings p on p.id = b.pairing_id
  where e.cohort_id = $1 and e.role = 'mentor' group by e.id, e.capacity, e.submitted_at
)`;
const due = `from meetings m where m.cohort_id = $1 and m.state in ('held', 'missed', 'cancelled')`;

/** The definition of a metric once more, told by the tables alone: what is counted, out of what. */
const inSql: Partial<Record<MetricKey, string>> = {
  'match-rate': `select count(*) filter (where matched - pool <= 21) as part, count(*) as base from (
    select min(at::date) filter (where stage = 'in-pool') as pool, min(at::date) filter (where stage = 'matched') as matched
    from stage_events where cohort_id = $1 and role = 'mentee' group by person_id) e where $2::date - pool >= 21`,
  'active-pairings': `with ${pairings} select count(*) filter (where exists (
      select from held where pairing_id = p.id and $2::date - day <= greatest(30, 1.5 * c))) as part, count(*) as base
    from p where (e is null or e > $2::date) and not ${isPaused('$2::date', '$2::date + 1')} and $2::date - s > greatest(30, 1.5 * c)`,
  'cadence-adherence': `with ${pairings} select sum(share) as part, count(*) as base from (
    select p.id, avg(case when exists (select from held where pairing_id = p.id and day >= s + (k - 1) * c and day < s + k * c) then 1.0 else 0 end) as share
    from p, generate_series(1, 300) k
    where s + k * c <= least(coalesce(e, $2::date), $2::date) and not ${isPaused('s + (k - 1) * c', 's + k * c')} group by p.id) x`,
  'weekly-rhythm': `with ${pairings} select count(*) filter (where exists (
      select from held where pairing_id = p.id and day > $2::date - c)) as part, count(*) as base
    from p where (e is null or e > $2::date) and not ${isPaused('$2::date + 1 - c', '$2::date + 1')} and s <= $2::date + 1 - c`,
  'meetings-held': `select count(*) filter (where state = 'held') as part, count(*) as base ${due}`,
  'meetings-held-confirmed': `select count(*) filter (where state = 'held' and (
      select count(*) from meeting_answers a where a.meeting_id = m.id and a.answer = 'held') >= 2) as part, count(*) as base ${due}`,
  'check-in-response': `select count(*) filter (where i.answered_at::date - i.asked_at::date <= 14) as part, count(*) as base
    from check_ins i join pairings p on p.id = i.pairing_id
    where i.cohort_id = $1 and $2::date - i.asked_at::date >= 14 and not coalesce(p.ended_at::date - i.asked_at::date < 14, false)`,
  'goal-progress': `select sum(share) as part, count(*) as base from (
    select case when state = 'reached' then 1.0 else (
      select avg(case when done_at is null then 0.0 else 1 end) from milestones x where x.goal_id = g.id) end as share
    from goals g where cohort_id = $1) x where share is not null`,
  'goal-completion': `select count(*) filter (where state = 'reached' and claimed_at::date <= due_on) as part, count(*) as base
    from goals where cohort_id = $1 and due_on < $2::date`,
  'completion-rate': `select count(*) filter (where completed) as part, count(*) as base from (
    select bool_or(stage = 'completed') as completed, bool_or(stage in ('matched', 'active', 'completed')) as matched
    from stage_events where cohort_id = $1 and role is not null group by person_id, role) x where matched`,
  'mentor-utilisation': `with ${mentors} select sum(least(capacity, load)) as part, sum(capacity) as base from m`,
  'mentor-over-capacity': `with ${mentors} select count(*) filter (where load > capacity) as part, count(*) as base from m`,
  'mentor-idle': `with ${mentors} select count(*) filter (where load = 0 and $2::date - greatest(since, last_end) >= 60) as part, count(*) as base
    from m where $2::date - since >= 60`,
};

/** What is no count of rows: proven by the specs of its own function, against published data or by what two readings tell. */
const elsewhere: readonly MetricKey[] = [
  'funnel-conversion',
  'participation-rate',
  'match-rate-current',
  'pairing-health',
  'early-signals',
  'pairings-at-risk',
  'satisfaction',
  'satisfaction-mean',
  'survey-response',
  'recommendation',
  'access-ratio',
  'mentor-load',
  'mentor-minutes',
  'mentee-to-mentor',
  'retention-difference',
  'retention-kept-days',
  'retention-naive',
  'voluntary-exit-difference',
  'promotion-difference',
  'mobility-difference',
  'return-on-investment',
  'score-discrimination',
];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** mulberry32. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** Two dozen pairings of eight mentors with whatever may happen to them. */
async function aStory(
  random: (below: number) => number,
): Promise<{ cohort: GivenCohort; owner: GivenPerson }> {
  const { given } = api;
  const organisation = await given.organisation();
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const cohort = await given.cohort(await given.program(owner), owner, {
    state: 'running',
    startsOn: dayOf(150),
  });
  await api.rows('update cohorts set ends_on = $2 where id = $1', [cohort.id, dayOf(1)]);
  const offers = [];
  for (let i = 0; i < 8; i += 1) {
    const mentor = await given.person(organisation, { account: false });
    const enrolment = await given.enrolment(cohort, mentor, 'mentor', {
      state: 'matched',
      capacity: 8,
    });
    await api.rows('update enrolments set submitted_at = $2 where id = $1', [
      enrolment.id,
      before(20 + random(200)),
    ]);
    offers.push({ mentor, enrolment });
  }
  const stages = [];
  for (let i = 0; i < 24; i += 1) {
    const { mentor, enrolment } = offers[random(7)] ?? {};
    if (!mentor || !enrolment) continue;
    const mentee = await given.person(organisation, { account: false });
    const began = 5 + random(140);
    const ended = random(4) === 0 ? random(began) : null;
    const pairing = await given.pairing(cohort, mentor, mentee, {
      startedAt: before(began),
      cadenceDays: [7, 14, 30][random(3)] ?? 14,
      mentorEnrolment: enrolment,
      ...(ended !== null && { state: 'ended' as const, endedAt: before(ended) }),
    });
    const inPairing = { organisationId: organisation.id, pairingId: pairing.id, cohortId: cohort.id };
    if (random(5) === 0) {
      const from = random(began);
      const endsOn = random(2) === 0 ? null : dayOf(from - 1 - random(20));
      await given.insert('pairing_pauses', [
        {
          organisationId: organisation.id,
          id: crypto.randomUUID(),
          pairingId: pairing.id,
          startsOn: dayOf(from),
          endsOn,
        },
      ]);
    }
    for (let n = random(9); n > 0; n -= 1) {
      const state =
        (['held', 'held', 'held', 'missed', 'cancelled', 'planned'] as const)[random(6)] ?? 'held';
      const confirmedBy = [mentor, mentee].slice(0, random(3));
      await given.meeting(pairing, {
        state,
        startsAt: before(1 + random(began)),
        ...(state === 'held' && { confirmedBy }),
      });
    }
    for (const [wave, person] of [mentor, mentee].entries()) {
      const asked = random(began);
      const answered = random(2) === 0 ? asked - random(Math.min(asked, 25) + 1) : null;
      await given.checkIn(pairing, person, {
        wave: wave + 1,
        askedAt: before(asked),
        ...(answered !== null && { answeredAt: before(answered), usefulness: 1 + random(5) }),
      });
    }
    const claimed = random(began);
    const isReached = random(3) === 0;
    const goalId = crypto.randomUUID();
    await given.insert('goals', [
      {
        ...inPairing,
        id: goalId,
        ownerId: mentee.id,
        title: 'Lead a talk',
        createdAt: before(began),
        updatedAt: before(0),
        dueOn: random(4) === 0 ? null : dayOf(random(began) - 10),
        state: isReached ? 'reached' : (['open', 'abandoned'][random(2)] ?? 'open'),
        ...(isReached && {
          claimedBy: mentee.id,
          claimedAt: before(claimed),
          confirmedAt: before(0),
          reachedAt: before(0),
        }),
      },
    ]);
    await given.insert(
      'milestones',
      Array.from({ length: random(4) }, (_, position) => ({
        organisationId: organisation.id,
        id: crypto.randomUUID(),
        goalId,
        title: 'A step',
        position,
        doneAt: random(2) === 0 ? before(random(began)) : null,
      })),
    );
    const pool = began + random(40);
    stages.push({
      personId: mentee.id,
      'in-pool': before(pool),
      ...(random(4) > 0 && { matched: before(began) }),
      ...(random(3) === 0 && { completed: before(0) }),
    });
  }
  // Places are taken back after they were filled, so that some mentors carry more than they offer.
  for (const { enrolment } of offers)
    await api.rows('update enrolments set capacity = $2 where id = $1', [enrolment.id, 1 + random(3)]);
  await api.rows('delete from stage_events where cohort_id = $1', [cohort.id]);
  for (const { personId, ...reached } of stages) await given.stages(cohort, personId, 'mentee', reached);
  return { cohort, owner };
}

describe('numbers', () => {
  it('are each held against the tables, or proven by a spec of their own', () => {
    const known = [...Object.keys(inSql), ...elsewhere];
    expect(known.toSorted()).toEqual(
      listMetrics()
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('are what the tables tell, whatever has happened', async () => {
    const [seed = 0] = fc.sample(fc.nat(), 1);
    const { cohort, owner } = await aStory(seeded(seed));
    const reading = await api.as(owner);
    const params = { cohortId: cohort.id };
    const overview = await reading.call(metricRoutes.cohortOverview, { params });
    const rhythm = await reading.call(measureRoutes.rhythm, { params, query: {} });
    const outcomes = await reading.call(measureRoutes.outcomes, { params, query: {} });
    const told = [
      ...overview.body.metrics,
      ...rhythm.body.metrics,
      ...outcomes.body.metrics,
      ...outcomes.body.mentors,
    ];
    for (const [key, sql] of Object.entries(inSql)) {
      const [row] = await api.rows<{ part: string | null; base: string }>(
        `select part::float8 as part, base::int as base from (${sql}) x where $2::date is not null`,
        [cohort.id, TODAY],
      );
      const metric = told.find((one) => one.key === key);
      const counted = { seed, key, part: Number(row?.part ?? 0), base: Number(row?.base) };
      expect({
        seed,
        key,
        base: metric?.denominator,
        part: expect.closeTo(metric?.numerator ?? 0, 8),
      }).toEqual(counted);
    }
  });
});
