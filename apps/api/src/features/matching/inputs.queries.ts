import { isDeepStrictEqual } from 'node:util';

import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { Journey } from '@ithaca/contracts/journey';
import type { EnrolmentForm, MatchingPolicy } from '@ithaca/contracts/programs';
import type { CohortState } from '@ithaca/domain/cohort';
import { daysBetween } from '@ithaca/domain/cohort';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';
import { circleOf } from '@ithaca/domain/circle';
import type { CircleRules } from '@ithaca/domain/circle';
import type { Format, Side, UnequalSide } from '@ithaca/domain/vocabulary';
import type { PairOfIds } from '@ithaca/matching/cohort';
import { hashText } from '@ithaca/matching/hash';
import type { Participant } from '@ithaca/matching/participant';
import type { MatchingPolicy as EnginePolicy } from '@ithaca/matching/policy';

import type { Database } from '../../platform/database/database.ts';
import { listDaysAway } from '../enrolments/blackouts.queries.ts';
import { offsetOf, spellSkills, toUtcHours } from './answers.ts';
import { loadAccessGroups } from './access-groups.queries.ts';
import type { AccessGroups } from './access-groups.queries.ts';
import { attributesOf } from './own-rules.ts';
import { toEnginePolicy } from './policy/policy.ts';

/** Somebody of a cohort as the matching screens show them. */
export interface ProposalPerson {
  enrolmentId: string;
  personId: string;
  displayName: string;
  jobTitle: string;
  department: string;
  site: string;
  grade: number | null;
  timeZone: string;
}

/** Everything a run depends on, read at one moment. `mentors` carry the places they still have of their own (see `placesOf`). */
export interface MatchingInputs {
  cohortId: string;
  cohortState: CohortState;
  startsOn: string;
  runDays: number;
  program: { id: string; name: string; format: Format };
  format: Format;
  /** Of a program with circles. */
  circle: CircleRules | null;
  /** Circles of this cohort that run already, by the mentor's enrolment: the department of each member. */
  running: Record<string, (string | null)[]>;
  journey: Journey;
  form: EnrolmentForm;
  policy: MatchingPolicy;
  /** The number of the policy's version; null for one that was never saved. */
  policyVersion: number | null;
  enginePolicy: EnginePolicy;
  /** The form asks mentors for wishes as well. */
  mentorsWish: boolean;
  mentees: Participant[];
  mentors: Participant[];
  people: ReadonlyMap<string, ProposalPerson>;
  /** Mentors of this cohort who have an open pairing already. */
  busyMentors: ReadonlySet<string>;
  /** Pairs that a side declined or ended in this cohort, or that a coordinator took apart. */
  forbidden: PairOfIds[];
  /** The groups of equal access; null under any other goal. */
  groups: AccessGroups | null;
  /** The same for every run of a cohort, so that a draft made again changes only what has to change. */
  seed: number;
}

interface CohortRow {
  state: CohortState;
  starts_on: string;
  ends_on: string;
  name: string;
  policy: MatchingPolicy;
  form: EnrolmentForm;
  format: Format;
  journey: Journey;
  programId: string;
  policyVersion: number;
  last_published: Date | null;
}

interface EnrolmentRow extends ProposalPerson {
  role: Side;
  state: EnrolmentState;
  answers: Partial<EnrolmentAnswers>;
  capacity: number;
  doNotPairWith: string[];
  submittedAt: Date | null;
  openPairings: number;
  closedPairings: number;
  managerId: string | null;
  hiredOn: string | null;
  attributes: Record<string, unknown>;
  languages: string[];
  workingHours: { from: string; to: string } | null;
}

const MOST_MANAGER_LEVELS = 10;

/**
 * Who can be matched in a cohort now, and under which rules? Grain: one enrolment. Mentees in the pool without a pairing,
 * mentors with the places that pairings leave, so published pairings are never touched. `policy`: another than the program's.
 * `facts`: what only some rules look at is read for the policy at hand, or for whichever may be tried on the same people.
 */
export async function loadInputs(
  db: Database,
  organisationId: string,
  cohortId: string,
  today: string,
  policy?: MatchingPolicy,
  facts: 'of-policy' | 'of-any-policy' = 'of-policy',
): Promise<MatchingInputs> {
  const cohort = await db.first<CohortRow>(
    `select c.state, c.starts_on::text, c.ends_on::text, g.id as "programId", g.name, g.policy, g.form, g.format, g.journey, g.policy_version as "policyVersion",
       (select max(r.created_at) from matching_runs r where r.organisation_id = $1 and r.cohort_id = c.id and r.state = 'published') as last_published
     from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId],
  );
  if (!cohort) throw new Refusal('record.not-found');
  const rows = await db.query<EnrolmentRow>(ENROLMENTS, [organisationId, cohortId, today]);
  const free = rows.filter(({ role, openPairings, state }) =>
    role === 'mentor' ? true : state === 'in-pool' && openPairings === 0,
  );
  const isPeers = cohort.format === 'peer';
  const personIds = [...new Set(free.map(({ personId }) => personId))];
  const lines = await loadManagerLines(db, organisationId, personIds);
  const partners = await loadPartners(db, organisationId, cohortId, personIds);
  const asksForTime = facts === 'of-any-policy' || (policy ?? cohort.policy).rules.leastTimeTogether != null;
  const daysAway = asksForTime ? await loadDaysAway(db, organisationId, personIds) : null;
  const running: MatchingInputs['running'] =
    cohort.format === 'circle' ? await loadRunningCircles(db, organisationId, cohortId) : {};
  const spelling = spellSkills(cohort.form, free);
  const offsets = new Map<string, number | null>();
  // A circle is one pairing, and takes a place for each of its mentees.
  const taken = ({ enrolmentId, openPairings }: EnrolmentRow) =>
    cohort.format === 'circle' ? (running[enrolmentId]?.length ?? 0) : openPairings;
  /** A peer takes part twice, as what each is to the other. */
  const toParticipant = (row: EnrolmentRow, role: UnequalSide): Participant => {
    const { answers } = row;
    const offset = offsetOf(row.timeZone, cohort.starts_on, offsets);
    const spelled = (skills: EnrolmentAnswers['skills'] = []) =>
      skills.map(({ skill, level }) => ({ skill: spelling(skill), level }));
    const skills = spelled(answers.skills);
    return {
      id: row.enrolmentId,
      personId: row.personId,
      role,
      managerLine: lines.get(row.personId) ?? [],
      // Colleagues with one manager are a team.
      teamId: row.managerId,
      department: row.department || null,
      site: row.site || null,
      grade: row.grade,
      tenureDays: row.hiredOn === null ? null : daysBetween(row.hiredOn, cohort.starts_on),
      languages: answers.languages && answers.languages.length > 0 ? answers.languages : row.languages,
      timeZoneOffsetMinutes: offset,
      workingHours: toUtcHours(row.workingHours, offset),
      ...(daysAway && {
        daysAway: (daysAway.get(row.personId) ?? []).map(({ fromOn, untilOn }) => ({
          from: daysBetween(cohort.starts_on, fromOn),
          until: daysBetween(cohort.starts_on, untilOn),
        })),
      }),
      // What a mentee wants most counts most; a mentor who says "some" meets half of a wish.
      skillsWanted:
        role === 'mentee' || isPeers
          ? skills.map(({ skill, level }) => ({ skill, level: 2, importance: level }))
          : [],
      skillsOffered: isPeers ? spelled(answers.offers) : role === 'mentor' ? skills : [],
      goals: answers.goals ?? [],
      interests: answers.interests ?? [],
      // "Either" suits everybody, which is what an unanswered question counts as.
      workingStyle:
        answers.workingStyle && answers.workingStyle !== 'either' ? { way: answers.workingStyle } : {},
      wishes: answers.wishes ?? [],
      doNotPairWith: row.doNotPairWith,
      earlierPartners: [...(partners.anywhere.get(row.personId) ?? [])],
      capacity: role === 'mentor' || isPeers ? Math.max(0, row.capacity - taken(row)) : 0,
      priority: (role === 'mentee' || isPeers) && waitedBefore(row, cohort.last_published) ? 0 : 1,
      attributes: attributesOf(
        row,
        facts === 'of-any-policy' ? 'any' : ((policy ?? cohort.policy).ownRules ?? []),
      ),
    };
  };
  const runDays = daysBetween(cohort.starts_on, cohort.ends_on);
  const onSide = (side: UnequalSide) =>
    free.filter(({ role }) => role === side || role === 'peer').map((row) => toParticipant(row, side));
  const mentees = onSide('mentee');
  const mentors = onSide('mentor');
  const policyVersion = await findPolicyVersion(db, organisationId, cohort, policy);
  // A peer's wishes count from their own side, whichever they stand on.
  const asksMentorsToWish =
    !isPeers && cohort.form.questions.some(({ key, askedOf }) => key === 'wishes' && askedOf !== 'mentee');
  return {
    cohortId,
    cohortState: cohort.state,
    startsOn: cohort.starts_on,
    runDays,
    program: { id: cohort.programId, name: cohort.name, format: cohort.format },
    format: cohort.format,
    circle: circleOf(cohort.format, policy ?? cohort.policy),
    running,
    journey: cohort.journey,
    form: cohort.form,
    policy: policy ?? cohort.policy,
    policyVersion,
    enginePolicy: toEnginePolicy(policy ?? cohort.policy, {
      version: String(policyVersion ?? 'unsaved'),
      mentorsWish: asksMentorsToWish,
      format: cohort.format,
      runDays,
    }),
    mentorsWish: asksMentorsToWish,
    mentees,
    mentors,
    people: new Map(free.map((row) => [row.enrolmentId, toPerson(row)])),
    busyMentors: new Set(
      free
        .filter(({ role, openPairings }) => role === 'mentor' && openPairings > 0)
        .map((r) => r.enrolmentId),
    ),
    forbidden: await loadForbidden(db, organisationId, cohortId, mentees, mentors, partners.here),
    groups: await loadAccessGroups(db, organisationId, policy ?? cohort.policy, mentees),
    seed: hashText(0, cohortId) >>> 1,
  };
}

/** Days away by person. They are private, so they are read for nothing but the rule that asks for them. */
async function loadDaysAway(db: Database, organisationId: string, personIds: readonly string[]) {
  return Map.groupBy(await listDaysAway(db, organisationId, personIds), ({ personId }) => personId);
}

/** The version of a policy: the one in force, else the newest saved one that says the same; null for one that was never saved. */
async function findPolicyVersion(
  db: Database,
  organisationId: string,
  program: Pick<CohortRow, 'programId' | 'policy' | 'policyVersion'>,
  policy: MatchingPolicy | undefined,
): Promise<number | null> {
  if (policy === undefined || isDeepStrictEqual(policy, program.policy)) return program.policyVersion;
  const row = await db.first<{ number: number | null }>(
    `select max(number) as number from policy_versions
     where organisation_id = $1 and program_id = $2 and policy = $3::jsonb`,
    [organisationId, program.programId, JSON.stringify(policy)],
  );
  return row?.number ?? null;
}

const ENROLMENTS = `
  select e.id as "enrolmentId", e.person_id as "personId", p.display_name as "displayName", p.job_title as "jobTitle", p.department,
    p.site, p.grade, p.time_zone as "timeZone", e.role, e.state, e.answers, e.capacity, e.do_not_pair_with as "doNotPairWith",
    e.submitted_at as "submittedAt", p.manager_id as "managerId", p.hired_on::text as "hiredOn", p.attributes, p.languages,
    p.working_hours as "workingHours", held.open as "openPairings", held.closed as "closedPairings"
  from enrolments e
  join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
  cross join lateral (
    select count(*) filter (where m.open)::int as open, count(*) filter (where not m.open)::int as closed
    from pairing_members m where m.organisation_id = e.organisation_id and m.person_id = e.person_id and m.enrolment_id = e.id) held
  where e.organisation_id = $1 and e.cohort_id = $2 and e.state in ('in-pool', 'matched')
    and (p.left_on is null or p.left_on > $3::date)
  order by e.id`;

const toPerson = (row: EnrolmentRow): ProposalPerson => ({
  enrolmentId: row.enrolmentId,
  personId: row.personId,
  displayName: row.displayName,
  jobTitle: row.jobTitle,
  department: row.department,
  site: row.site,
  grade: row.grade,
  timeZone: row.timeZone,
});

/** Whose pairing fell through, or who was left over by an earlier publication, comes first. */
const waitedBefore = (row: EnrolmentRow, lastPublished: Date | null) =>
  row.closedPairings > 0 ||
  (lastPublished !== null && row.submittedAt !== null && row.submittedAt < lastPublished);

/** Managers upward of each person, nearest first. A cycle in the directory ends at the highest level a rule can name. */
async function loadManagerLines(db: Database, organisationId: string, personIds: readonly string[]) {
  const rows = await db.query<{ person_id: string; line: string[] }>(
    `with recursive line as (
       select p.id as person_id, p.manager_id, 1 as level from people p
       where p.organisation_id = $1 and p.id = any($2::uuid[]) and p.manager_id is not null
       union all
       select l.person_id, m.manager_id, l.level + 1 from line l
       join people m on m.organisation_id = $1 and m.id = l.manager_id
       where m.manager_id is not null and l.level < ${MOST_MANAGER_LEVELS})
     select person_id, array_agg(manager_id order by level) as line from line group by person_id`,
    [organisationId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.line]));
}

/** Who sits in the circles that were published in this cohort? The departments of their open mentees, by the mentor's enrolment. */
async function loadRunningCircles(db: Database, organisationId: string, cohortId: string) {
  const rows = await db.query<{ mentorId: string; departments: (string | null)[] }>(
    `select r.enrolment_id as "mentorId", array_agg(nullif(p.department, '') order by p.id) as departments
     from pairings w
     join pairing_members r on r.organisation_id = w.organisation_id and r.pairing_id = w.id and r.role = 'mentor' and r.open
     join pairing_members m on m.organisation_id = w.organisation_id and m.pairing_id = w.id and m.role = 'mentee' and m.open
     join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
     where w.organisation_id = $1 and w.cohort_id = $2 and w.smallest is not null group by r.enrolment_id`,
    [organisationId, cohortId],
  );
  return Object.fromEntries(rows.map(({ mentorId, departments }) => [mentorId, departments]));
}

/** Who was in a pairing with whom before: anywhere in the organisation, and in this cohort, by person. */
async function loadPartners(
  db: Database,
  organisationId: string,
  cohortId: string,
  personIds: readonly string[],
) {
  const rows = await db.query<{ mentor: string; mentee: string; here: boolean }>(
    `select a.person_id as mentor, b.person_id as mentee, bool_or(a.cohort_id = $2) as here
     from pairing_members a
     join pairing_members b on b.organisation_id = a.organisation_id and b.pairing_id = a.pairing_id
       and (a.role = 'mentor' and b.role = 'mentee' or a.role = 'peer' and b.role = 'peer' and a.person_id < b.person_id)
     where a.organisation_id = $1 and a.person_id = any($3::uuid[]) and b.person_id = any($3::uuid[])
     group by 1, 2`,
    [organisationId, cohortId, personIds],
  );
  const anywhere = new Map<string, Set<string>>();
  for (const { mentor, mentee } of rows)
    for (const [one, other] of [
      [mentor, mentee],
      [mentee, mentor],
    ] as const)
      anywhere.set(one, (anywhere.get(one) ?? new Set()).add(other));
  return { anywhere, here: rows.filter(({ here }) => here) };
}

/** Pairs never to be proposed again here: they had their try in this cohort, or a coordinator took them apart for good. */
async function loadForbidden(
  db: Database,
  organisationId: string,
  cohortId: string,
  mentees: readonly Participant[],
  mentors: readonly Participant[],
  here: readonly { mentor: string; mentee: string }[],
): Promise<PairOfIds[]> {
  const menteeOf = new Map(mentees.map(({ personId, id }) => [personId, id]));
  const mentorOf = new Map(mentors.map(({ personId, id }) => [personId, id]));
  const removed = await db.query<PairOfIds>(
    `select distinct p.mentee_enrolment_id as "menteeId", p.mentor_enrolment_id as "mentorId" from proposals p
     where p.organisation_id = $1 and p.cohort_id = $2 and p.state = 'removed' and not p.undone
       and not exists (select 1 from proposals o where o.organisation_id = p.organisation_id and o.run_id = p.run_id and o.state <> 'removed'
         and (o.mentee_enrolment_id = p.mentee_enrolment_id or p.of_peers and (o.mentor_enrolment_id in (p.mentee_enrolment_id, p.mentor_enrolment_id)
           or o.mentee_enrolment_id = p.mentor_enrolment_id)))`,
    [organisationId, cohortId],
  );
  const known = new Set([...menteeOf.values(), ...mentorOf.values()]);
  const pairs = [
    ...here.map(({ mentor, mentee }) => ({ menteeId: menteeOf.get(mentee), mentorId: mentorOf.get(mentor) })),
    ...removed,
  ];
  const found = new Map<string, PairOfIds>();
  for (const { menteeId, mentorId } of pairs)
    if (menteeId && mentorId && known.has(menteeId) && known.has(mentorId))
      found.set(`${menteeId} ${mentorId}`, { menteeId, mentorId });
  return [...found.values()];
}
