import type { Alternative, MatchingRun, Proposal, ProposalItem } from '@ithaca/contracts/matching';
import type { WhyUnmatched } from '@ithaca/contracts/review';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { attentions } from '@ithaca/domain/review';
import type { Unmatched } from '@ithaca/matching/unmatched';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { placesOf } from '../circles.ts';
import { describeCircles } from '../circles.queries.ts';
import {
  countTaken,
  keptPairs,
  listProposalsById,
  listQueue,
  listSeats,
  toCohortInput,
  toItems,
} from '../draft.queries.ts';
import type { DraftRow, Seat } from '../draft.queries.ts';
import type { Effects } from '../engine/effects.ts';
import { compute, EngineRefusal } from '../engine/engine.ts';
import { loadInputs } from '../inputs.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { getRun } from '../matching.queries.ts';
import { listNotes } from './review.queries.ts';
import { describeAlone, describeUnmatched } from '../unmatched.queries.ts';

/** With more possible pairs a question is a solve of seconds, while a request waits and holds its transaction: then only scores and rules are told. */
const MOST_PAIRS_ASKED = 1_500_000;
/** How many people who would move are named beside each of all mentors; the rest is counted. */
const NAMED = 4;

/** What is the whole draft, what needs a look first, and who is left over and why? Grain: one proposal or person. */
export async function getDraft(db: Database, actor: Actor, clock: Clock, runId: string) {
  const run = await getRun(db, actor, runId);
  const draft = await listQueue(db, actor.organisationId, runId, actor.personId);
  const inputs = await inputsOf(db, actor, clock, run);
  const circles = await describeCircles(db, actor.organisationId, run, inputs);
  const items = toItems(draft, draft, inputs, floorOf(run));
  const stored = await db.first<{ unmatched: Unmatched[] }>(
    'select unmatched from matching_runs where organisation_id = $1 and id = $2',
    [actor.organisationId, runId],
  );
  return {
    run,
    circles,
    items: items.toSorted((a, b) => attentions.indexOf(a.attention) - attentions.indexOf(b.attention)),
    unmatched: await describeUnmatched(db, actor, inputs, draft, stored?.unmatched ?? []),
    idleMentors: inputs && inputs.format !== 'peer' ? idleMentors(inputs, draft) : [],
  };
}

/** Proposals as the queue shows them, for the answer to a change; `known` are the inputs it was judged by. */
export async function listItems(
  db: Database,
  actor: Actor,
  clock: Clock,
  ids: readonly string[],
  known?: MatchingInputs,
): Promise<ProposalItem[]> {
  const rows = await listProposalsById(db, actor.organisationId, ids, actor.personId);
  const runId = rows[0]?.runId;
  if (runId === undefined) throw new Refusal('record.not-found');
  const run = await getRun(db, actor, runId);
  const draft = await listSeats(db, actor.organisationId, runId);
  return toItems(rows, draft, known ?? (await inputsOf(db, actor, clock, run)), floorOf(run));
}

/** Why this pair, where does it stand for each side, and what would each other mentor mean? Grain: one proposal. */
export async function getProposal(
  db: Database,
  actor: Actor,
  clock: Clock,
  proposalId: string,
): Promise<Proposal> {
  const [row] = await listProposalsById(db, actor.organisationId, [proposalId], actor.personId);
  if (!row) throw new Refusal('record.not-found');
  const run = await getRun(db, actor, row.runId);
  const inputs = await inputsOf(db, actor, clock, run);
  const draft = await listSeats(db, actor.organisationId, run.id);
  const [item] = toItems([row], draft, inputs, floorOf(run));
  if (!item) throw new Refusal('record.not-found');
  const { menteeId, mentorId } = { menteeId: row.mentee.enrolmentId, mentorId: row.mentor.enrolmentId };
  const found = inputs && (await askEffects(run, inputs, draft, menteeId, null));
  return {
    ...item,
    contributions: row.contributions,
    rank: found ? rankOf(row, found, mentorId) : null,
    alternatives:
      found && inputs
        ? toAlternatives(inputs, draft, found, NAMED).filter(({ mentor }) => mentor.enrolmentId !== mentorId)
        : [],
    notes: await listNotes(db, actor, menteeId, mentorId),
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
  const draft = await listSeats(db, actor.organisationId, runId);
  const found = await askEffects(run, inputs, draft, mentee.id, [mentor.id]);
  const [alternative] = found ? toAlternatives(inputs, draft, found, Infinity) : [];
  if (!alternative) throw new Refusal('record.not-found');
  return alternative;
}

/** Why has a mentee no proposal, what would help as things are now, and what would each mentor mean? Grain: one mentee. */
export async function getWhyUnmatched(
  db: Database,
  actor: Actor,
  clock: Clock,
  runId: string,
  mentee: string,
): Promise<WhyUnmatched> {
  const run = await getRun(db, actor, runId);
  const inputs = await inputsOf(db, actor, clock, run);
  const participant = inputs?.mentees.find(({ id, personId }) => id === mentee || personId === mentee);
  const person = inputs?.people.get(participant?.id ?? '');
  if (!inputs || !participant || !person) throw new Refusal('record.not-found');
  const draft = await listSeats(db, actor.organisationId, runId);
  const found = await askEffects(run, inputs, draft, participant.id, null);
  return {
    person,
    ...describeAlone(inputs, participant.id, found),
    alternatives: found ? toAlternatives(inputs, draft, found, NAMED) : [],
  };
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

/** Solves again and asks what each mentor would change. Null when the pins contradict one another, so nothing can be solved. */
async function askEffects(
  { certificate, statistics }: MatchingRun,
  inputs: MatchingInputs,
  draft: readonly Seat[],
  menteeId: string,
  mentorIds: readonly string[] | null,
): Promise<Effects | null> {
  const input = toCohortInput(inputs, keptPairs(inputs, draft), draft);
  const seats = inputs.circle
    ? draft.map(({ mentee, mentor }) => ({ menteeId: mentee.enrolmentId, mentorId: mentor.enrolmentId }))
    : [];
  try {
    return await compute({
      kind: 'effects',
      input,
      menteeId,
      mentorIds,
      seats,
      isLarge: certificate?.isLarge === true || (statistics?.eligiblePairs ?? 0) > MOST_PAIRS_ASKED,
    });
  } catch (error) {
    if (error instanceof EngineRefusal) return null;
    throw error;
  }
}

function toAlternatives(
  inputs: MatchingInputs,
  draft: readonly Seat[],
  { effects }: Effects,
  mostNamed: number,
): Alternative[] {
  const nameOf = (id: string | null) => (id === null ? null : (inputs.people.get(id)?.displayName ?? ''));
  const places = new Map(inputs.mentors.map(({ id }) => [id, placesOf(inputs, id)]));
  const taken = countTaken(draft, inputs);
  return effects.flatMap(({ mentorId, score, forbiddenBy, effect, unknown, circle }) => {
    const mentor = inputs.people.get(mentorId);
    if (!mentor) return [];
    return {
      mentor,
      score,
      freePlaces: Math.max(0, (places.get(mentorId) ?? 0) - (taken.get(mentorId) ?? 0)),
      forbiddenBy,
      effectUnknown: unknown,
      circle: circle ?? null,
      effect: effect && {
        totalChange: effect.totalChange,
        matchedChange: effect.matchedChange,
        displaced: effect.displaced.slice(0, mostNamed).map(({ menteeId, fromMentorId, toMentorId }) => ({
          menteeId,
          mentee: nameOf(menteeId) ?? '',
          from: nameOf(fromMentorId),
          to: nameOf(toMentorId),
        })),
        others: Math.max(0, effect.displaced.length - mostNamed),
      },
    };
  });
}

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

function idleMentors(inputs: MatchingInputs, draft: readonly Seat[]) {
  const taken = new Set(draft.map(({ mentor }) => mentor.enrolmentId));
  return inputs.mentors.flatMap(({ id, capacity }) => {
    const person = inputs.people.get(id);
    const isIdle = capacity > 0 && !inputs.busyMentors.has(id) && !taken.has(id);
    return person && isIdle ? [person] : [];
  });
}
