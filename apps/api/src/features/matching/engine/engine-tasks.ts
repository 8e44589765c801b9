import type { CohortInput } from '@ithaca/matching/cohort';
import { MatchingError } from '@ithaca/matching/errors';
import { partialReadiness, peerReadiness, readiness } from '@ithaca/matching/readiness';
import { findFixes } from '@ithaca/matching/readiness-fixes';
import type { Fixes } from '@ithaca/matching/readiness-fixes';
import type { Readiness } from '@ithaca/matching/readiness';

import { findCircleEffects } from './circle-effects.ts';
import { findEffects } from './effects.ts';
import type { Effects, EffectsQuestion } from './effects.ts';
import type { RunFiles } from '../runs/run-files.ts';
import {
  hasCircles,
  settleCirclesForLess,
  solveCirclesForDraft,
  solveCirclesForReplay,
} from './solve-circles.ts';
import { findPeerEffects } from './peer-effects.ts';
import { hasPeers, settlePeersForLess, solvePeersForDraft, solvePeersForReplay } from './solve-peers.ts';
import { settleForLess, solveForDraft, solveForReplay } from './solve-cohort.ts';
import type { Answered, DraftLimits } from './solve-cohort.ts';
import type { Report, SolvedCohort } from './draft.ts';

/** What the API asks of the engine: plain data in, plain data out, so that it can cross to a thread. */
export type Task =
  | { kind: 'match'; input: CohortInput; limits: DraftLimits }
  | { kind: 'replay'; input: CohortInput; answered: Answered }
  | { kind: 'first-answer'; input: CohortInput; limits: DraftLimits }
  | { kind: 'readiness'; input: CohortInput }
  | { kind: 'fixes'; input: CohortInput }
  | ({ kind: 'effects' } & EffectsQuestion);

export interface TaskResults {
  match: SolvedCohort;
  'first-answer': SolvedCohort;
  replay: Pick<RunFiles, 'resultHash' | 'scoresHash'>;
  /** `isPartial`: so many pairs that nobody waits for them; who can be matched at all is said by the draft. */
  readiness: Readiness & { isPartial: boolean };
  /** Null: so many pairs that counting again and again takes longer than anybody waits. */
  fixes: Fixes | null;
  effects: Effects;
}

export type Outcome =
  | { ok: true; result: TaskResults[Task['kind']] }
  | { ok: false; code: string; message: string; facts: Readonly<Record<string, unknown>> };

/** Every pair is looked at whenever the page is opened: up to so many within about a second. */
const MOST_READINESS_PAIRS = 2 ** 25;

/** Fixes count up to eight times. */
const MOST_FIXES_PAIRS = MOST_READINESS_PAIRS / 8;

const isVast = ({ mentees, mentors }: CohortInput) => mentees.length * mentors.length > MOST_READINESS_PAIRS;

/** Carries out a task. Wrong data is an answer, not an exception: it has to cross threads whole. */
export async function runTask(task: Task, report: Report = () => undefined): Promise<Outcome> {
  try {
    return { ok: true, result: await answer(task, report) };
  } catch (error) {
    if (!(error instanceof MatchingError)) throw error;
    return { ok: false, code: error.code, message: error.message, facts: error.facts };
  }
}

function answer(task: Task, report: Report): TaskResults[Task['kind']] | Promise<TaskResults[Task['kind']]> {
  const { input } = task;
  switch (task.kind) {
    case 'readiness':
      return isVast(input)
        ? { ...partialReadiness(input), isPartial: true }
        : { ...(hasPeers(input) ? peerReadiness(input) : readiness(input)), isPartial: false };
    case 'fixes':
      // What more places would do to circles takes a search for each; peers have none.
      return hasCircles(input) ||
        hasPeers(input) ||
        input.mentees.length * input.mentors.length > MOST_FIXES_PAIRS
        ? null
        : findFixes(input);
    case 'effects':
      if (hasPeers(input)) return findPeerEffects(task);
      return hasCircles(input) ? findCircleEffects(task) : findEffects(task);
    case 'match':
      if (hasPeers(input)) return solvePeersForDraft(input, task.limits, report);
      return hasCircles(input)
        ? solveCirclesForDraft(input, task.limits, report)
        : solveForDraft(input, task.limits, report);
    case 'first-answer':
      if (hasPeers(input)) return settlePeersForLess(input, { ms: task.limits.searchMs });
      return hasCircles(input)
        ? settleCirclesForLess(input)
        : settleForLess(input, { ms: task.limits.searchMs }, task.limits);
    case 'replay':
      if (hasPeers(input)) return solvePeersForReplay(input, task.answered);
      return hasCircles(input)
        ? solveCirclesForReplay(input, task.answered)
        : solveForReplay(input, task.answered);
  }
}
