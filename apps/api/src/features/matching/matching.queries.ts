import type { MatchingRun, ReadinessFixes } from '@ithaca/contracts/matching';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { PairOfIds } from '@ithaca/matching/cohort';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { accessFor } from './access-groups.queries.ts';
import { findPeople, toCohortInput } from './draft.queries.ts';
import { compute } from './engine/engine.ts';
import { loadInputs } from './inputs.queries.ts';
import { barrierCause } from './unmatched.queries.ts';

interface RunRow extends Omit<
  MatchingRun,
  'certificate' | 'createdAt' | 'finishedAt' | 'publishedAt' | 'createdByName'
> {
  certificate:
    | (Pick<
        MatchCertificate,
        'status' | 'matched' | 'bound' | 'primal' | 'dual' | 'gap' | 'inputsHash' | 'policyVersion' | 'seed'
      > & { verified: boolean; isLarge?: true })
    | null;
  createdByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  publishedAt: Date | null;
}

/** The proof's figures without its prices, which only a checker needs. */
const RUN = `
  select r.id, r.cohort_id as "cohortId", r.state, r.policy, r.policy_version as "policyVersion", r.statistics, r.problem, r.version, r.created_at as "createdAt",
    r.finished_at as "finishedAt", r.published_at as "publishedAt", p.display_name as "createdByName", r.progress,
    r.budget_seconds as "budgetSeconds", c.display_name as "cancelledByName",
    exists (select from matching_run_records k where k.organisation_id = r.organisation_id and k.run_id = r.id) as "isKept",
    r.certificate - '{menteePrices,mentorPrices,hall,floorProof,circles,peers}'::text[] as certificate
  from matching_runs r join people p on p.organisation_id = r.organisation_id and p.id = r.created_by
  left join people c on c.organisation_id = r.organisation_id and c.id = r.cancelled_by
  where r.organisation_id = $1`;

/** What came of one run? Grain: one run, or a refusal `record.not-found`. */
export async function getRun(db: Database, actor: Actor, runId: string): Promise<MatchingRun> {
  const row = await db.first<RunRow>(`${RUN} and r.id = $2`, [actor.organisationId, runId]);
  if (!row) throw new Refusal('record.not-found');
  const run = await withName(db, actor, asRun(row));
  const { statistics } = run;
  return statistics?.access
    ? { ...run, statistics: { ...statistics, access: await accessFor(db, actor, statistics.access) } }
    : run;
}

/** A problem names the mentor it is about as the name is today: the record holds the id. */
async function withName(db: Database, actor: Actor, run: MatchingRun): Promise<MatchingRun> {
  const { problem } = run;
  const [lock] = Array.isArray(problem?.facts['locks']) ? (problem.facts['locks'] as PairOfIds[]) : [];
  const mentorId = lock?.mentorId ?? problem?.facts['mentorId'];
  if (!problem || typeof mentorId !== 'string') return run;
  const people = await findPeople(db, actor.organisationId, [mentorId]);
  const mentor = people.get(mentorId)?.displayName ?? '';
  return { ...run, problem: { ...problem, facts: { ...problem.facts, mentor } } };
}

function asRun(row: RunRow): MatchingRun {
  const { certificate } = row;
  return {
    ...row,
    // Whom the groups' shares are for is asked for one run at a time.
    statistics: row.statistics && { ...row.statistics, access: row.statistics.access ?? null },
    certificate: certificate && {
      status: certificate.status,
      matched: certificate.matched,
      mostMatched: certificate.bound,
      total: certificate.primal,
      bound: certificate.dual,
      gap: certificate.gap,
      inputsHash: certificate.inputsHash,
      policyVersion: certificate.policyVersion,
      seed: certificate.seed,
      verified: certificate.verified,
      isLarge: certificate.isLarge ?? false,
    },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
  };
}

/** Can everyone be matched well? Nothing is solved but the number. Grain: one cohort, its runs the newest first. */
export async function getOverview(db: Database, actor: Actor, clock: Clock, cohortId: string) {
  const inputs = await loadInputs(
    db,
    actor.organisationId,
    cohortId,
    await findToday(db, clock, actor.organisationId),
  );
  const ready = await compute({ kind: 'readiness', input: toCohortInput(inputs, []) });
  const rows = await db.query<RunRow>(
    `${RUN} and r.cohort_id = $2 order by r.created_at desc, r.id desc limit 50`,
    [actor.organisationId, cohortId],
  );
  return {
    readiness: {
      mentees: ready.mentees,
      mentors: ready.mentors,
      places: ready.places,
      isPartial: ready.isPartial,
      withoutPartner: ready.menteesWithoutMentor.flatMap(({ menteeId, barriers }) => {
        const person = inputs.people.get(menteeId);
        return person ? [{ person, causes: barriers.map(barrierCause) }] : [];
      }),
      scarceSkills: ready.scarceSkills.map(({ skill, wanted, placesOffering }) => ({
        skill,
        wanted,
        offered: placesOffering,
      })),
    },
    policy: inputs.policy,
    policyVersion: inputs.policyVersion,
    runs: rows.map(asRun).map((run) => ({
      ...run,
      statistics: run.statistics && { ...run.statistics, access: null },
    })),
  };
}

/** What would let more mentees be matched? Each effect is counted on the changed inputs. Grain: one cohort. */
export async function getFixes(
  db: Database,
  actor: Actor,
  clock: Clock,
  cohortId: string,
): Promise<ReadinessFixes> {
  const today = await findToday(db, clock, actor.organisationId);
  const inputs = await loadInputs(db, actor.organisationId, cohortId, today);
  const found = await compute({ kind: 'fixes', input: toCohortInput(inputs, []) });
  if (!found) return { mentees: inputs.mentees.length, matchable: null, fixes: [], scarceLanguages: [] };
  const { mentees, matchable, fixes, scarceLanguages } = found;
  return { mentees, matchable, fixes: [...fixes], scarceLanguages: [...scarceLanguages] };
}
