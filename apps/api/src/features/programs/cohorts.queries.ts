import type { Cohort } from '@ithaca/contracts/programs';
import { missingBeforeLaunch } from '@ithaca/domain/cohort';
import type { LaunchItem } from '@ithaca/domain/cohort';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { openPairingStates } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { countEligible, findToday } from './eligibility.queries.ts';

type CohortRow = Omit<Cohort, 'counts' | 'missing' | 'closedAt'> &
  Cohort['counts'] & {
    closedAt: Date | null;
    /** What the launch depends on; only of drafts. */
    launch: { purpose: string; formQuestions: number; eligibility: EligibilityRule } | null;
  };

/**
 * How do the cohorts of these programs (or this one cohort) stand: dates, people, places, pairings, and what a draft
 * still lacks? Grain: a cohort, the latest start first.
 */
export async function listCohorts(
  db: Database,
  clock: Clock,
  organisationId: string,
  of: { programIds: readonly string[] } | { cohortId: string },
): Promise<Cohort[]> {
  const rows = await db.query<CohortRow>(
    `select c.id, c.program_id as "programId", g.name as "programName", g.format as "programFormat", c.name, c.state,
       c.enrolment_opens_on::text as "enrolmentOpensOn", c.opens_at_minute as "opensAtMinute", c.closed_at as "closedAt", c.enrolment_closes_on::text as "enrolmentClosesOn",
       c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", c.mentee_goal as "menteeGoal", c.version,
       (select count(*) from invitations i
         where i.organisation_id = c.organisation_id and i.cohort_id = c.id and i.state <> 'withdrawn')::int as invited,
       e.mentors as "enrolledMentors", e.mentees as "enrolledMentees", e.peers as "enrolledPeers", e.places,
       (select count(*) from pairings p
         where p.organisation_id = c.organisation_id and p.cohort_id = c.id and p.state = any ($3))::int as "openPairings",
       case when c.state = 'draft' then json_build_object('purpose', g.purpose,
         'formQuestions', jsonb_array_length(g.form -> 'questions'), 'eligibility', g.eligibility) end as launch
     from cohorts c
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     cross join lateral (
       select count(*) filter (where role = 'mentor')::int as mentors, count(*) filter (where role = 'mentee')::int as mentees,
         count(*) filter (where role = 'peer')::int as peers,
         coalesce(sum(capacity) filter (where role = 'mentor'), 0)::int as places
       from enrolments where organisation_id = c.organisation_id and cohort_id = c.id and state = any ($4)) e
     where c.organisation_id = $1 and ${'cohortId' in of ? 'c.id = $2' : 'c.program_id = any ($2)'}
     order by c.starts_on desc, c.id desc`,
    [organisationId, 'cohortId' in of ? of.cohortId : of.programIds, openPairingStates, enrolledStates],
  );
  const missing = await missingOf(db, clock, organisationId, rows);
  return rows.map(
    ({ invited, enrolledMentors, enrolledMentees, enrolledPeers, places, openPairings, ...row }) => ({
      ...row,
      closedAt: row.closedAt?.toISOString() ?? null,
      counts: { invited, enrolledMentors, enrolledMentees, enrolledPeers, places, openPairings },
      missing: missing.get(row.id) ?? [],
    }),
  );
}

/** One cohort, or a refusal `record.not-found`. */
export async function getCohort(
  db: Database,
  clock: Clock,
  organisationId: string,
  cohortId: string,
): Promise<Cohort> {
  const [cohort] = await listCohorts(db, clock, organisationId, { cohortId });
  if (!cohort) throw new Refusal('record.not-found');
  return cohort;
}

/** Which launch items does each draft lack today? */
async function missingOf(
  db: Database,
  clock: Clock,
  organisationId: string,
  rows: readonly CohortRow[],
): Promise<Map<string, LaunchItem[]>> {
  const drafts = rows.flatMap((row) => (row.launch ? [{ ...row, launch: row.launch }] : []));
  if (drafts.length === 0) return new Map();
  const today = await findToday(db, clock, organisationId);
  // Cohorts of one program share its rule.
  const rules = new Map(drafts.map((draft) => [draft.programId, draft.launch.eligibility]));
  const counts = await countEligible(db, organisationId, [...rules.values()], today);
  const eligible = new Map([...rules.keys()].map((programId, index) => [programId, counts[index] ?? 0]));
  return new Map(
    drafts.map((draft) => [
      draft.id,
      missingBeforeLaunch({
        purpose: draft.launch.purpose,
        formQuestions: draft.launch.formQuestions,
        eligiblePeople: eligible.get(draft.programId) ?? 0,
        enrolmentClosesOn: draft.enrolmentClosesOn,
        today,
      }),
    ]),
  );
}
