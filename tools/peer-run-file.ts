/** The files of a run with peers (docs/verifying-a-run.md): checked from the stored prices, odd sets and barrier alone. */
import { checkPeerRun, type PeerCertificate } from '@ithaca/matching/peer-match';
import { toPeerProblem, type PeerOptions, type PeerPair } from '@ithaca/matching/peer-problem';

interface PeerProblemFile {
  inputsHash: string;
  people: number;
  ids: string[];
  priority: number[];
  locked: PeerPair[];
  forbidden: PeerPair[];
  before: number[] | null;
  options: PeerOptions;
  edges: [number, number, number][];
}

interface PeerResultFile {
  format: string;
  value: number;
  dualBound: number;
  gap: number;
  pairings: { menteeId: string; mentorId: string; score: number }[];
  certificate: PeerCertificate;
}

/** Checks a result of peers against its problem: feasible, scored right, and proven by its certificate. Throws on files that are no such files. */
export function verifyPeerRun(
  problemRecord: Record<string, unknown>,
  resultRecord: Record<string, unknown>,
): { answer: Record<string, unknown>; ok: boolean } {
  const file = problemRecord as unknown as PeerProblemFile;
  const result = resultRecord as unknown as PeerResultFile;
  const { certificate, pairings } = result;
  const problem = toPeerProblem(file.people, file.edges, {
    locked: file.locked,
    forbidden: file.forbidden,
    ...(file.priority.length > 0 && { priority: Uint16Array.from(file.priority) }),
    ...(file.before && { before: Int32Array.from(file.before) }),
  });
  const report = checkPeerRun(problem, file.options, file.ids, result);
  const faults = new Set<string>(report.faults.map(({ code }) => code));
  const index = new Map(file.ids.map((id, i) => [id, i]));
  const scores = new Map(
    file.edges.map(([a, b, score]) => [Math.min(a, b) * file.people + Math.max(a, b), score]),
  );
  const scoreOf = (one: number, other: number): number | undefined =>
    scores.get(Math.min(one, other) * file.people + Math.max(one, other));
  for (const { menteeId, mentorId, score } of pairings)
    if (scoreOf(index.get(menteeId) ?? -1, index.get(mentorId) ?? -1) !== score) faults.add('score-wrong');
  if (certificate.inputsHash !== file.inputsHash) faults.add('other-inputs');
  if (result.value !== report.total) faults.add('value-wrong');
  if (result.dualBound !== report.bound) faults.add('bound-wrong');
  if (result.gap !== report.bound - report.total) faults.add('gap-wrong');
  const valid = faults.size === 0;
  return {
    answer: {
      valid,
      faults: [...faults],
      status: certificate.status,
      matched: report.matched,
      matchedBound: report.matchedBound,
      value: report.total,
      dualBound: report.bound,
      gap: report.bound - report.total,
    },
    ok: valid,
  };
}
