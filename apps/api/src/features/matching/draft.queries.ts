import type { Cause, Contribution, ProposalItem } from '@ithaca/contracts/matching';
import type { ProposalState } from '@ithaca/domain/matching-run';
import type { CohortInput, PairOfIds } from '@ithaca/matching/cohort';

import type { Database } from '../../platform/database/database.ts';
import { assess } from './assessment.ts';
import { placesOf } from './circles.ts';
import { attentionOf } from './review/attention.ts';
import type { MatchingInputs, ProposalPerson } from './inputs.queries.ts';
import type { RunnerUp } from './review/proposal.entity.ts';

/** One proposal with its two people, as stored. */
export interface DraftRow {
  id: string;
  runId: string;
  state: ProposalState;
  origin: 'run' | 'person';
  score: number | null;
  contributions: Contribution[];
  runnerUp: RunnerUp | null;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** The reader has opened it. */
  seen: boolean;
  noteCount: number;
  version: number;
  mentee: ProposalPerson;
  mentor: ProposalPerson;
}

const personJson = (e: string, p: string) =>
  `json_build_object('enrolmentId', ${e}.id, 'personId', ${p}.id, 'displayName', ${p}.display_name, 'jobTitle', ${p}.job_title,
    'department', ${p}.department, 'site', ${p}.site, 'grade', ${p}.grade, 'timeZone', ${p}.time_zone)`;

/** A row by its key and never otherwise: without statistics the planner would walk all people for each proposal. */
const one = (alias: string, table: string, id: string) =>
  `cross join lateral (select * from ${table} where organisation_id = $1 and id = ${id} limit 1) ${alias}`;

const draftSql = (contributions: string) => `
  select d.id, d.run_id as "runId", d.state, d.origin, d.score, ${contributions} as contributions, d.runner_up as "runnerUp", d.reason, d.version,
    d.decided_at as "decidedAt", (select b.display_name from people b where b.organisation_id = $1 and b.id = d.decided_by) as "decidedBy",
    exists (select 1 from review_looks l where l.organisation_id = $1 and l.run_id = d.run_id and l.person_id = $3::uuid and l.proposal_id = d.id) as seen,
    (select count(*)::int from review_notes n where n.organisation_id = $1 and n.mentee_enrolment_id = d.mentee_enrolment_id
       and n.mentor_enrolment_id = d.mentor_enrolment_id) as "noteCount",
    ${personJson('me', 'mp')} as mentee, ${personJson('re', 'rp')} as mentor
  from proposals d
  ${one('me', 'enrolments', 'd.mentee_enrolment_id')}
  ${one('mp', 'people', 'me.person_id')}
  ${one('re', 'enrolments', 'd.mentor_enrolment_id')}
  ${one('rp', 'people', 're.person_id')}
  where d.organisation_id = $1`;

const DRAFT = draftSql('d.contributions');
/** The evidence is most of a draft's weight, and a queue shows none of it. */
const QUEUE = draftSql("'[]'::jsonb");

/** What is in a draft? Grain: one proposal that nobody removed, by the mentee's name. */
export function listDraft(db: Database, organisationId: string, runId: string): Promise<DraftRow[]> {
  return db.query<DraftRow>(
    `${DRAFT} and d.run_id = $2 and d.state <> 'removed' order by mp.display_name collate "C", d.id`,
    [organisationId, runId, null],
  );
}

/** The same without the evidence of each pair, as a queue needs it; `readerId`'s looks count as seen. */
export function listQueue(
  db: Database,
  organisationId: string,
  runId: string,
  readerId: string,
): Promise<DraftRow[]> {
  return db.query<DraftRow>(
    `${QUEUE} and d.run_id = $2 and d.state <> 'removed' order by mp.display_name collate "C", d.id`,
    [organisationId, runId, readerId],
  );
}

/** Who sits with whom in a draft and how firmly: all that counting places and solving again need. */
export interface Seat {
  state: ProposalState;
  mentee: { enrolmentId: string };
  mentor: { enrolmentId: string };
}

/** Grain: one proposal that nobody removed. */
export function listSeats(db: Database, organisationId: string, runId: string): Promise<Seat[]> {
  return db.query<Seat>(
    `select state, json_build_object('enrolmentId', mentee_enrolment_id) as mentee,
       json_build_object('enrolmentId', mentor_enrolment_id) as mentor
     from proposals where organisation_id = $1 and run_id = $2 and state <> 'removed'`,
    [organisationId, runId],
  );
}

/** Proposals by id, removed ones as well, in the order asked for. */
export async function listProposalsById(
  db: Database,
  organisationId: string,
  ids: readonly string[],
  readerId: string | null = null,
): Promise<DraftRow[]> {
  const rows = await db.query<DraftRow>(`${DRAFT} and d.id = any($2::uuid[])`, [
    organisationId,
    ids,
    readerId,
  ]);
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** People of enrolments, whatever became of them. Grain: one enrolment. */
export async function findPeople(
  db: Database,
  organisationId: string,
  enrolmentIds: readonly string[],
): Promise<ReadonlyMap<string, ProposalPerson>> {
  const rows = await db.query<{ person: ProposalPerson }>(
    `select ${personJson('e', 'p')} as person from enrolments e
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where e.organisation_id = $1 and e.id = any($2::uuid[])`,
    [organisationId, enrolmentIds],
  );
  return new Map(rows.map(({ person }) => [person.enrolmentId, person]));
}

/** The pairs of a draft that a new solve has to keep: locked and approved ones whose two sides can still be matched. */
export function keptPairs(inputs: MatchingInputs, draft: readonly Seat[]): PairOfIds[] {
  const mentees = new Set(inputs.mentees.map(({ id }) => id));
  const mentors = new Set(inputs.mentors.map(({ id }) => id));
  return draft
    .filter(({ state }) => state === 'locked' || state === 'approved')
    .map(({ mentee, mentor }) => ({ menteeId: mentee.enrolmentId, mentorId: mentor.enrolmentId }))
    .filter(({ menteeId, mentorId }) => mentees.has(menteeId) && mentors.has(mentorId));
}

/**
 * The engine's input: what a coordinator keeps is locked, and a lock outweighs an earlier ban. With the draft at hand as few as
 * possible change their mentor where the goal leaves a choice.
 */
export function toCohortInput(
  inputs: MatchingInputs,
  kept: readonly PairOfIds[],
  draft: readonly Seat[] = [],
): CohortInput {
  const locked = new Set(kept.map(({ menteeId, mentorId }) => `${menteeId} ${mentorId}`));
  return {
    mentees: inputs.mentees,
    mentors: inputs.mentors,
    policy: inputs.enginePolicy,
    locked: kept,
    forbidden: inputs.forbidden.filter(({ menteeId, mentorId }) => !locked.has(`${menteeId} ${mentorId}`)),
    seed: inputs.seed,
    ...(inputs.groups && { groups: inputs.groups.byMentee }),
    ...(draft.length > 0 && {
      before: draft.map(({ mentee, mentor }) => ({
        menteeId: mentee.enrolmentId,
        mentorId: mentor.enrolmentId,
      })),
    }),
    ...(inputs.circle && { running: inputs.running }),
    ...(inputs.format === 'peer' && { peers: true }),
  };
}

/** The hard rules that a pair breaks as things are now. Places are not among them: they are counted over the whole draft. */
export function brokenRules(inputs: MatchingInputs, menteeId: string, mentorId: string): Cause[] {
  const mentee = inputs.mentees.find(({ id }) => id === menteeId);
  const mentor = inputs.mentors.find(({ id }) => id === mentorId);
  if (!mentee || !mentor) return [];
  return assess(inputs, mentee, mentor)
    .exclusions.filter(({ code }) => code !== 'capacity')
    .map(({ code, facts }) => ({ code, facts }));
}

/**
 * Rows as the queue shows them, seen together with the whole draft: a mentor may have more proposals than places.
 * `inputs` are null once nothing can be reviewed any more.
 */
export function toItems(
  rows: readonly DraftRow[],
  draft: readonly Seat[],
  inputs: MatchingInputs | null,
  floor: number,
): ProposalItem[] {
  const mentees = new Set(inputs?.mentees.map(({ id }) => id));
  const places = new Map(inputs?.mentors.map(({ id }) => [id, placesOf(inputs, id)]));
  const taken = countTaken(draft, inputs);
  return rows.map((row) => {
    const [menteeId, mentorId] = [row.mentee.enrolmentId, row.mentor.enrolmentId];
    // Somebody who withdrew or left, or places lowered meanwhile, puts the pair at risk like a rule that broke.
    const isGone =
      inputs !== null &&
      row.state !== 'removed' &&
      (!mentees.has(menteeId) ||
        !places.has(mentorId) ||
        (taken.get(mentorId) ?? 0) > (places.get(mentorId) ?? 0));
    const broken = inputs === null ? 0 : brokenRules(inputs, menteeId, mentorId).length + Number(isGone);
    const { id, state, origin, score, runnerUp, mentee, mentor, reason, version, seen, noteCount } = row;
    const attention = attentionOf({ score, runnerUp, brokenRules: broken, floor });
    const decided =
      row.decidedBy !== null && row.decidedAt !== null
        ? { by: row.decidedBy, at: row.decidedAt.toISOString() }
        : null;
    return {
      id,
      state,
      origin,
      attention,
      score,
      mentee,
      mentor,
      reason,
      decided,
      seen,
      noteCount,
      version,
    };
  });
}

/** Proposals of a draft by the one who mentors; of peers both do. */
export function countTaken(draft: readonly Seat[], inputs: MatchingInputs | null): Map<string, number> {
  const taken = new Map<string, number>();
  const take = ({ enrolmentId }: Seat['mentor']) => taken.set(enrolmentId, (taken.get(enrolmentId) ?? 0) + 1);
  for (const { mentor, mentee, state } of draft) {
    if (state === 'removed') continue;
    take(mentor);
    if (inputs?.format === 'peer') take(mentee);
  }
  return taken;
}
