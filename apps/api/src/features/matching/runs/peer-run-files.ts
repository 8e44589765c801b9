import type { CohortInput } from '@ithaca/matching/cohort';
import type { PeerCohortMatch } from '@ithaca/matching/peer-match';

import type { DraftMatch } from '../engine/draft.ts';
import { hashOf, pack } from './run-files.ts';
import type { RunFiles } from './run-files.ts';

/** The files of a run with peers (docs/verifying-a-run.md): scores are those of both directions, added. */
export function toPeerRunFiles(input: CohortInput, run: PeerCohortMatch, match: DraftMatch): RunFiles {
  const problem = problemText(run, run.certificate.inputsHash);
  return {
    inputs: pack(JSON.stringify(input)),
    problem: pack(problem),
    result: pack(resultText(run, match)),
    resultHash: pairsHash(run),
    scoresHash: hashOf(problem),
  };
}

/** Hashes of a fresh solve, to compare with those of a record. */
export const hashesOfPeers = (
  run: PeerCohortMatch,
  inputsHash: string,
): Pick<RunFiles, 'resultHash' | 'scoresHash'> => ({
  resultHash: pairsHash(run),
  scoresHash: hashOf(problemText(run, inputsHash)),
});

const pairsOf = ({ pairings }: PeerCohortMatch) =>
  pairings.map(({ menteeId, mentorId, score, locked }) => ({ menteeId, mentorId, score, locked }));

const pairsHash = (run: PeerCohortMatch): string =>
  hashOf(JSON.stringify(pairsOf(run).map((pair) => Object.values(pair))));

function problemText({ cohort }: PeerCohortMatch, inputsHash: string): string {
  const { problem, options, people, policy } = cohort;
  const { ptr, partner, score, priority, tieKey, locked, forbidden, before } = problem;
  const head = {
    format: 'ithaca-matching-problem/1',
    peers: true,
    inputsHash,
    people: problem.people,
    ids: people.map(({ participant }) => participant.id),
    priority: [...(priority ?? [])],
    tieKey: [...(tieKey ?? [])],
    locked: locked ?? [],
    forbidden: forbidden ?? [],
    before: before ? [...before] : null,
    options,
    policy,
  };
  const lines: string[] = [];
  for (let i = 0; i < problem.people; i += 1)
    for (let e = ptr[i] ?? 0; e < (ptr[i + 1] ?? 0); e += 1)
      if (i < (partner[e] ?? 0)) lines.push(`[${i},${partner[e]},${score[e]}]`);
  return `${JSON.stringify(head).slice(0, -1)},"edges":[${lines.join(',\n')}]}`;
}

function resultText(run: PeerCohortMatch, { unmatched, statistics, certificate }: DraftMatch): string {
  return JSON.stringify({
    format: 'ithaca-matching-result/1',
    value: certificate.primal,
    dualBound: certificate.dual,
    gap: certificate.gap,
    pairings: pairsOf(run),
    unmatched: unmatched.map(({ menteeId, cause }) => ({ menteeId, cause })),
    statistics,
    certificate: run.certificate,
  });
}
