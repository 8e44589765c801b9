import { parentPort, workerData } from 'node:worker_threads';

import { runTask } from './engine-tasks.ts';
import type { Task } from './engine-tasks.ts';

// Entry of a worker thread, started by engine.ts: one task, one answer.
parentPort?.postMessage(runTask(workerData as Task));
