import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { CircleRules } from '@ithaca/matching/circle-rules';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { toPlain } from '@ithaca/matching/plain';

import type { DraftMatch, DraftPair } from '../engine/draft.ts';

/** What is kept of a run, gzipped JSON each: inputs to solve again, the problem and the result to verify outside. */
export interface RunFiles {
  inputs: Uint8Array;
  problem: Uint8Array;
  result: Uint8Array;
  /** SHA-256 of the pairings and of the scored problem: equal hashes are equal bytes. */
  resultHash: string;
  scoresHash: string;
}

/** Beyond this share of all pairs a matrix with holes is shorter than a list of edges. */
const DENSE_SHARE = 0.3;

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
export const pack = (text: string) => gzipSync(text, { level: 1 });
export const unpack = (bytes: Uint8Array): string => gunzipSync(bytes).toString('utf8');

/** The files of a solved run, for its record; `circles`: the rules of a run with circles. */
export function toRunFiles(
  input: CohortInput,
  cohort: Cohort,
  match: DraftMatch,
  circles?: CircleRules,
): RunFiles {
  const problem = problemText(cohort, match.certificate.inputsHash, circles);
  return {
    inputs: pack(JSON.stringify(input)),
    problem: pack(problem),
    result: pack(resultText(cohort, match)),
    resultHash: pairingsHash(match.pairings),
    scoresHash: hashOf(problem),
  };
}

/** Hashes of a fresh solve, to compare with those of a record. */
export function hashesOf(
  cohort: Cohort,
  pairings: readonly DraftPair[],
  inputsHash: string,
  circles?: CircleRules,
): Pick<RunFiles, 'resultHash' | 'scoresHash'> {
  return { resultHash: pairingsHash(pairings), scoresHash: hashOf(problemText(cohort, inputsHash, circles)) };
}

function pairingsHash(pairings: readonly DraftPair[]): string {
  return hashOf(
    JSON.stringify(
      pairings.map(({ menteeId, mentorId, score, locked }) => [menteeId, mentorId, score, locked]),
    ),
  );
}

/** The problem by index with the ids beside: the file that `verify` reads (docs/verifying-a-run.md). Ids and scores, no answers. */
function problemText(cohort: Cohort, inputsHash: string, circles?: CircleRules): string {
  const { problem, options, goal, before, mentees, mentors, policy } = cohort;
  const { ptr, mentor, score } = problem;
  const head = {
    format: 'ithaca-matching-problem/1',
    inputsHash,
    rows: problem.mentees,
    columns: problem.mentors,
    rowIds: mentees.map(({ participant }) => participant.id),
    columnIds: mentors.map(({ participant }) => participant.id),
    capacity: [...problem.capacity],
    priority: [...(problem.priority ?? [])],
    tieKey: [...(problem.tieKey ?? [])],
    locked: problem.locked ?? [],
    forbidden: problem.forbidden ?? [],
    options,
    goal: toPlain(goal),
    before: before ? [...before] : null,
    policy,
    ...(circles && { circles: toFile(circles) }),
  };
  const isDense = mentor.length > DENSE_SHARE * problem.mentees * problem.mentors;
  const lines: string[] = [];
  for (let i = 0; i < problem.mentees; i += 1) {
    const [from = 0, to = 0] = [ptr[i], ptr[i + 1]];
    if (isDense) {
      const row = Array.from({ length: problem.mentors }, (): number | null => null);
      for (let e = from; e < to; e += 1) row[mentor[e] ?? 0] = score[e] ?? 0;
      lines.push(JSON.stringify(row));
    } else for (let e = from; e < to; e += 1) lines.push(`[${i},${mentor[e]},${score[e]}]`);
  }
  // Joined by hand: one text of a large cohort's scores, without a second copy as numbers.
  return `${JSON.stringify(head).slice(0, -1)},"${isDense ? 'dense' : 'edges'}":[${lines.join(',\n')}]}`;
}

/** Rules of circles by index: members by row, what sits in a circle already by column. */
const toFile = ({ smallest, present, compositions = [] }: CircleRules) => ({
  smallest,
  present: [...(present ?? [])],
  compositions: compositions.map(({ member, least, most, present: sitting }) => ({
    rows: [...member].flatMap((isMember, row) => (isMember === 1 ? [row] : [])),
    least,
    most,
    present: [...(sitting ?? [])],
  })),
});

function resultText(cohort: Cohort, match: DraftMatch): string {
  const { pairings, unmatched, certificate, statistics } = match;
  const mentorOf = new Map(pairings.map(({ menteeId, mentorId }) => [menteeId, mentorId]));
  return JSON.stringify({
    format: 'ithaca-matching-result/1',
    columnOf: cohort.mentees.map(({ participant }) => {
      const mentorId = mentorOf.get(participant.id);
      return mentorId === undefined ? null : (cohort.mentorIndex.get(mentorId) ?? null);
    }),
    value: certificate.primal,
    dualBound: certificate.dual,
    gap: certificate.gap,
    pairings: pairings.map(({ menteeId, mentorId, score, locked }) => ({
      menteeId,
      mentorId,
      score,
      locked,
    })),
    unmatched: unmatched.map(({ menteeId, cause }) => ({ menteeId, cause })),
    statistics,
    certificate,
  });
}
