import { addDays, daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { Given } from '@ithaca/testkit/given';
import type { GivenCohort, GivenEnrolment, GivenPerson } from '@ithaca/testkit/given';

import type { TestApi } from './api.ts';
import { seeded } from './metric-story.ts';
import type { Random } from './metric-story.ts';

const START = '2025-12-01';
export const departments = ['Care', 'Works', 'Sales'] as const;
export const sites = ['Bern', 'Oslo'] as const;
type Department = (typeof departments)[number];
type Site = (typeof sites)[number];

/** Somebody who mentors or is mentored, as they are today; the attacker knows all of it from the directory. */
export interface Member {
  person: GivenPerson;
  department: Department;
  site: Site;
  /** Which manager they report to; null: none. */
  line: number | null;
}

/** Two who came into the pool together, and what the product is never to tell of fewer than ten people. */
export interface Pair {
  id: string | null;
  mentor: Member;
  mentee: Member;
  enrolments: { mentor: GivenEnrolment; mentee: GivenEnrolment };
  poolOn: Day;
  startsOn: Day | null;
  startedOn: Day | null;
  endedOn: Day | null;
  heldOn: Day[];
  /** Counted once it can no longer be changed. */
  answer: { settledOn: Day; isContent: boolean } | null;
}

/** An organisation whose cohort goes on day by day by chance, told to the database and remembered here. */
export interface AttackStory {
  cohort: GivenCohort;
  programId: string;
  coordinator: GivenPerson;
  sponsor: GivenPerson;
  managers: GivenPerson[];
  pairs: Pair[];
  random: Random;
  today: () => Day;
  /** Days pass, and with them people come, begin, meet, answer, move and leave. */
  live: (days: number) => Promise<void>;
}

const noonOf = (day: Day) => new Date(`${day}T12:00:00Z`);

/** In the days after the clock of the API, in UTC. */
export async function tellAttack(api: TestApi, seed: number): Promise<AttackStory> {
  const random = seeded(seed);
  // Many rows at a time: a story is some thousands.
  const execute = async (sql: string, values: readonly unknown[]) => ({
    rows: await api.rows(sql, [...values]),
  });
  const given = new Given(execute, api.clock.now(), { batched: true });
  const ended: { pair: Pair; isWithdrawn: boolean }[] = [];
  const moved = new Set<Member>();
  const begun: Pair[] = [];
  const organisation = await given.organisation({ timeZone: 'UTC' });
  const coordinator = await given.person(organisation);
  const sponsor = await given.person(organisation);
  const director = await given.person(organisation);
  const managers = [
    director,
    await given.person(organisation, { managerId: director.id }),
    await given.person(organisation, { managerId: director.id }),
  ];
  const program = await given.program(coordinator);
  await given.grant(coordinator, 'coordinator', program.id);
  await given.grant(sponsor, 'auditor');
  const cohort = await given.cohort(program, coordinator, {
    state: 'running',
    startsOn: START,
    endsOn: '2026-11-30',
  });
  const pairs: Pair[] = [];
  const today = () => api.clock.now().toISOString().slice(0, 10);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;

  const enter = async (): Promise<Member> => {
    const [department, site, line] = [pick(departments), pick(sites), pick([null, 0, 1, 1, 2])];
    const person = await given.person(organisation, {
      account: false,
      department,
      site,
      managerId: line === null ? null : (managers[line]?.id ?? null),
    });
    return { person, department, site, line };
  };
  const join = async (poolOn: Day): Promise<void> => {
    const [mentor, mentee] = [await enter(), await enter()];
    const how = { submittedAt: noonOf(poolOn) };
    const enrolments = {
      mentor: await given.enrolment(cohort, mentor.person, 'mentor', how),
      mentee: await given.enrolment(cohort, mentee.person, 'mentee', how),
    };
    // Some in time, some later, some never.
    const startsOn = random(6) === 0 ? null : addDays(poolOn, random(36));
    const nothing = { id: null, startedOn: null, endedOn: null, heldOn: [], answer: null };
    pairs.push({ ...nothing, mentor, mentee, enrolments, poolOn, startsOn });
  };
  const begin = async (pair: Pair): Promise<void> => {
    if (pair.startsOn === null) return;
    pair.startedOn = pair.startsOn;
    const { id } = await given.pairing(cohort, pair.mentor.person, pair.mentee.person, {
      startedAt: noonOf(pair.startedOn),
      mentorEnrolment: pair.enrolments.mentor,
      menteeEnrolment: pair.enrolments.mentee,
    });
    pair.id = id;
    begun.push(pair);
  };
  const pairingOf = ({ id, mentor, mentee }: Pair) => ({
    id: id ?? '',
    organisationId: organisation.id,
    cohortId: cohort.id,
    mentor: mentor.person,
    mentee: mentee.person,
    ofPeers: false,
  });
  const meet = async (pair: Pair, on: Day): Promise<void> => {
    await given.meeting(pairingOf(pair), { startsAt: noonOf(on), minutes: 60 });
    pair.heldOn.push(on);
  };
  const answer = async (pair: Pair, on: Day): Promise<void> => {
    if (pair.startedOn === null) return;
    const isContent = random(3) > 0;
    await given.checkIn(pairingOf(pair), pair.mentee.person, {
      askedAt: noonOf(pair.startedOn),
      answeredAt: noonOf(on),
      usefulness: isContent ? 5 : 2,
    });
    const closesOn = addDays(pair.startedOn, 14);
    pair.answer = { settledOn: on > closesOn ? on : closesOn, isContent };
  };
  const move = (member: Member): void => {
    const kind = random(3);
    if (kind === 0) member.department = pick(departments);
    else if (kind === 1) member.site = pick(sites);
    else member.line = pick([null, 0, 1, 2]);
    moved.add(member);
  };
  const write = async (): Promise<void> => {
    await given.flush();
    const idsOf = (some: readonly Pair[]) =>
      some.flatMap(({ enrolments }) => [enrolments.mentor.id, enrolments.mentee.id]);
    await api.rows("update enrolments set state = 'matched' where id = any ($1)", [idsOf(begun.splice(0))]);
    const over = ended.splice(0);
    const at = api.clock.now();
    const ids = over.map(({ pair }) => pair.id);
    await api.rows("update pairings set state = 'ended', ended_at = $2 where id = any ($1)", [ids, at]);
    await api.rows('update pairing_members set open = false where pairing_id = any ($1)', [ids]);
    await api.rows("update enrolments set state = 'withdrawn', ended_at = $2 where id = any ($1)", [
      idsOf(over.filter(({ isWithdrawn }) => isWithdrawn).map(({ pair }) => pair)),
      at,
    ]);
    for (const { person, department, site, line } of moved)
      await api.rows('update people set department = $2, site = $3, manager_id = $4 where id = $1', [
        person.id,
        department,
        site,
        line === null ? null : managers[line]?.id,
      ]);
    moved.clear();
    // What autovacuum does where rows do not come a thousand at a time.
    await api.rows(
      'analyze people, enrolments, stage_events, pairings, pairing_members, meetings, check_ins',
    );
  };
  /** What the days [from, to) bring to those who are there. */
  const pass = async (from: Day, to: Day): Promise<void> => {
    // What waits is written table by table, in the order of their first use: pairings before their meetings.
    for (const pair of pairs)
      if (pair.id === null && pair.startsOn !== null && pair.startsOn < to) await begin(pair);
    for (const pair of pairs) {
      if (pair.startedOn === null || pair.endedOn !== null) continue;
      const since = pair.startedOn > from ? pair.startedOn : from;
      const days = daysBetween(since, to);
      if (days <= 0) continue;
      for (let day = random(24); day < days; day += 10 + random(24)) await meet(pair, addDays(since, day));
      if (pair.answer === null && random(60) < days) await answer(pair, addDays(since, random(days)));
      if (random(260) >= days) continue;
      pair.endedOn = to;
      ended.push({ pair, isWithdrawn: random(2) === 0 });
    }
  };
  const first = 26 + random(18);
  for (let at = 0; at < first; at += 1) await join(addDays(START, random(70)));
  await pass(START, today());
  await write();
  const live = async (days: number): Promise<void> => {
    const from = today();
    api.clock.advanceDays(days);
    // Now and then so many that numbers may follow, else a few.
    for (let joining = random(3) === 0 ? 10 + random(10) : random(4); joining > 0; joining -= 1)
      await join(addDays(from, random(days)));
    await pass(from, today());
    for (let moving = random(6) === 0 ? 24 : random(3); moving > 0; moving -= 1) {
      const pair = pick(pairs);
      move(pick([pair.mentor, pair.mentee]));
    }
    await write();
  };
  return { cohort, programId: program.id, coordinator, sponsor, managers, pairs, random, today, live };
}
