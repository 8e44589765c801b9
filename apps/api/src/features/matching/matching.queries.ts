import type { Alternative, MatchingRun, Proposal, ProposalItem } from '@ithaca/contracts/matching';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';
import type { Unmatched } from '@ithaca/matching/unmatched';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { attentionOrder } from './attention.ts';
import { keptPairs, listDraft, listProposalsById, toCohortInput, toItems } from './draft.queries.ts';
import type { DraftRow } from './draft.queries.ts';
import { compute, EngineRefusal } from './engine.ts';
import type { Effects } from './engine-tasks.ts';
import { loadInputs } from './inputs.queries.ts';
import type { MatchingInputs } from './inputs.queries.ts';
import { barrierCause, describeUnmatched } from './unmatched.queries.ts';

const ALTERNATIVES_SHOWN = 6;

interface RunRow extends Omit<
  MatchingRun,
  'certificate' | 'createdAt' | 'finishedAt' | 'publishedAt' | 'createdByName'
> {
  certificate:
    | (Pick<
        MatchCertificate,
        'status' | 'matched' | 'primal' | 'dual' | 'gap' | 'inputsHash' | 'policyVersion' | 'seed'
      > & { verified: boolean })
    | null;
  createdByName: string;
  createdAt: Date;
  finishedAt: Date | null;
  publishedAt: Date | null;
}

/** The proof's figures without its prices, which only a checker needs. */
const RUN = `
  select r.id, r.cohort_id as "cohortId", r.state, r.policy, r.statistics, r.problem, r.version, r.created_at as "createdAt",
    r.finished_at as "finishedAt", r.published_at as "publishedAt", p.display_name as "createdByName",
    r.certificate - '{menteePrices,mentorPrices,hall,floorProof}'::text[] as certificate
  from matching_runs r join people p on p.organisation_id = r.organisation_id and p.id = r.created_by
  where r.organisation_id = $1`;

/** What came of one run? Grain: one run, or a refusal `record.not-found`. */
export async function getRun(db: Database, actor: Actor, runId: string): Promise<MatchingRun> {
  const row = await db.first<RunRow>(`${RUN} and r.id = $2`, [actor.organisationId, runId]);
  if (!row) throw new Refusal('record.not-found');
  return asRun(row);
}

function asRun(row: RunRow): MatchingRun {
  const { certificate } = row;
  return {
    ...row,
    certificate: certificate && {
      status: certificate.status,
      matched: certificate.matched,
      total: certificate.primal,
      bound: certificate.dual,
      gap: certificate.gap,
      inputsHash: certificate.inputsHash,
      policyVersion: certificate.policyVersion,
      seed: certificate.seed,
      verified: certificate.verified,
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
    runs: rows.map(asRun),
  };
}

/** What is the whole draft, what needs a look first, and who is left over and why? Grain: one proposal or person. */
export async function getDraft(db: Database, actor: Actor, clock: Clock, runId: string) {
  const run = await getRun(db, actor, runId);
  const draft = await listDraft(db, actor.organisationId, runId);
  const inputs = await inputsOf(db, actor, clock, run);
  const items = toItems(draft, inputs, floorOf(run));
  const stored = await db.first<{ unmatched: Unmatched[] }>(
    'select unmatched from matching_runs where organisation_id = $1 and id = $2',
    [actor.organisationId, runId],
  );
  return {
    run,
    items: items.toSorted(
      (a, b) => attentionOrder.indexOf(a.attention) - attentionOrder.indexOf(b.attention),
    ),
    unmatched: await describeUnmatched(db, actor, inputs, draft, stored?.unmatched ?? []),
    idleMentors: inputs ? idleMentors(inputs, draft) : [],
  };
}

/** One proposal as the queue shows it, for the answer to a change. */
export async function listItems(
  db: Database,
  actor: Actor,
  clock: Clock,
  ids: readonly string[],
): Promise<ProposalItem[]> {
  const rows = await listProposalsById(db, actor.organisationId, ids);
  const runId = rows[0]?.runId;
  if (runId === undefined) throw new Refusal('record.not-found');
  const run = await getRun(db, actor, runId);
  return toItemsOf(
    rows,
    await listDraft(db, actor.organisationId, runId),
    run,
    await inputsOf(db, actor, clock, run),
  );
}

/** Some rows as items; the whole draft is needed to see that a mentor has more proposals than places. */
function toItemsOf(
  rows: readonly DraftRow[],
  draft: readonly DraftRow[],
  run: MatchingRun,
  inputs: MatchingInputs | null,
): ProposalItem[] {
  const others = draft.filter(({ id }) => rows.every((row) => row.id !== id));
  return toItems([...rows, ...others], inputs, floorOf(run)).slice(0, rows.length);
}

/** Why this pair, where does it stand for each side, and what else could be done? Grain: one proposal. */
export async function getProposal(
  db: Database,
  actor: Actor,
  clock: Clock,
  proposalId: string,
): Promise<Proposal> {
  const [row] = await listProposalsById(db, actor.organisationId, [proposalId]);
  if (!row) throw new Refusal('record.not-found');
  const run = await getRun(db, actor, row.runId);
  const inputs = await inputsOf(db, actor, clock, run);
  const draft = await listDraft(db, actor.organisationId, run.id);
  const [item] = toItemsOf([row], draft, run, inputs);
  if (!item) throw new Refusal('record.not-found');
  const { menteeId, mentorId } = { menteeId: row.mentee.enrolmentId, mentorId: row.mentor.enrolmentId };
  const found = inputs && (await findEffects(inputs, draft, menteeId, null));
  return {
    ...item,
    contributions: row.contributions,
    rank: found ? rankOf(row, found, mentorId) : null,
    alternatives:
      found && inputs
        ? toAlternatives(inputs, draft, found)
            .filter(({ mentor }) => mentor.enrolmentId !== mentorId)
            .slice(0, ALTERNATIVES_SHOWN)
        : [],
  };
}

/** Why was a mentee not given a certain mentor? Both by enrolment or by person. Grain: one pair. */
export async function getWhyNot(
  db: Database,
  actor: Actor,
  clock: Clock,
  runId: string,
  pair: { mentee: string; mentor: string },
): Promise<Alternative> {
  const run = await getRun(db, actor, runId);
  const inputs = await inputsOf(db, actor, clock, run);
  const mentee = inputs?.mentees.find(({ id, personId }) => id === pair.mentee || personId === pair.mentee);
  const mentor = inputs?.mentors.find(({ id, personId }) => id === pair.mentor || personId === pair.mentor);
  if (!inputs || !mentee || !mentor) throw new Refusal('record.not-found');
  const draft = await listDraft(db, actor.organisationId, runId);
  const found = await findEffects(inputs, draft, mentee.id, [mentor.id]);
  const [alternative] = found ? toAlternatives(inputs, draft, found) : [];
  if (!alternative) throw new Refusal('record.not-found');
  return alternative;
}

/** What can still be changed is judged by what is true now; what is published or superseded is history. */
async function inputsOf(
  db: Database,
  actor: Actor,
  clock: Clock,
  run: MatchingRun,
): Promise<MatchingInputs | null> {
  if (run.state !== 'ready') return null;
  return loadInputs(
    db,
    actor.organisationId,
    run.cohortId,
    await findToday(db, clock, actor.organisationId),
    run.policy,
  );
}

const floorOf = ({ policy }: MatchingRun) => (policy.objective === 'floor' ? policy.floor : 0);

/** Solves again and asks what a mentor would change. Null when the pins contradict one another, so nothing can be solved. */
async function findEffects(
  inputs: MatchingInputs,
  draft: readonly DraftRow[],
  menteeId: string,
  mentorIds: readonly string[] | null,
): Promise<Effects | null> {
  const input = toCohortInput(inputs, keptPairs(inputs, draft));
  try {
    return await compute({ kind: 'effects', input, menteeId, mentorIds, most: ALTERNATIVES_SHOWN + 1 });
  } catch (error) {
    if (error instanceof EngineRefusal) return null;
    throw error;
  }
}

function toAlternatives(
  inputs: MatchingInputs,
  draft: readonly DraftRow[],
  { effects }: Effects,
): Alternative[] {
  const nameOf = (id: string) => inputs.people.get(id)?.displayName ?? '';
  return effects.flatMap(({ mentorId, score, forbiddenBy, effect }) => {
    const mentor = inputs.people.get(mentorId);
    if (!mentor) return [];
    return {
      mentor,
      score,
      freePlaces: Math.max(0, placesOf(inputs, mentorId) - takenOf(draft, mentorId)),
      forbiddenBy,
      effect: effect && {
        totalChange: effect.totalChange,
        matchedChange: effect.matchedChange,
        displaced: effect.displacedIds.map(nameOf),
      },
    };
  });
}

const placesOf = (inputs: MatchingInputs, mentorId: string) =>
  inputs.mentors.find(({ id }) => id === mentorId)?.capacity ?? 0;
const takenOf = (draft: readonly DraftRow[], mentorId: string) =>
  draft.filter(({ mentor }) => mentor.enrolmentId === mentorId).length;

function rankOf(row: DraftRow, found: Effects, mentorId: string): Proposal['rank'] {
  const { score } = row;
  const ofMentor = found.optionsOfMentors[mentorId];
  if (score === null || !ofMentor || found.optionsOfMentee.length === 0) return null;
  const place = (scores: readonly number[]) => 1 + scores.filter((other) => other > score).length;
  return {
    forMentee: place(found.optionsOfMentee),
    ofMentee: found.optionsOfMentee.length,
    forMentor: place(ofMentor),
    ofMentor: ofMentor.length,
  };
}

function idleMentors(inputs: MatchingInputs, draft: readonly DraftRow[]) {
  return inputs.mentors.flatMap(({ id, capacity }) => {
    const person = inputs.people.get(id);
    const isIdle = capacity > 0 && !inputs.busyMentors.has(id) && takenOf(draft, id) === 0;
    return person && isIdle ? [person] : [];
  });
}
