import { parentPort, workerData } from 'node:worker_threads';

import { runTask } from './engine-tasks.ts';
import type { Outcome, Task } from './engine-tasks.ts';
import type { MatchingRunPhase } from '@ithaca/domain/matching-run';

/** What a thread tells: the phase it enters, and in the end its answer. */
export type ThreadMessage = { phase: MatchingRunPhase; share: number } | { outcome: Outcome };

const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

// Entry of a worker thread, started by engine.ts: one task, one answer.
tell({
  outcome: await runTask(workerData as Task, (phase, share = 0) => tell({ phase, share })),
});
