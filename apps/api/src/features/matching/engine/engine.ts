import { startThread } from './computing-thread.ts';
import { runTask } from './engine-tasks.ts';
import type { Outcome, Task, TaskResults } from './engine-tasks.ts';
import type { ThreadMessage } from './engine-thread.ts';
import type { Report } from './draft.ts';

/**
 * Up to so many people a task takes a few tens of milliseconds here; for more, a thread of its own keeps the event loop free
 * (measured with 300 people: readiness and effects 20 ms, a match with all its explanations 300 ms).
 */
const mostInProcess: Readonly<Record<Task['kind'], number>> = {
  readiness: 400,
  fixes: 150,
  effects: 400,
  match: 60,
  replay: 60,
  'first-answer': 60,
};
/** Goals that are no single sum are solved anew for every question. */
const MOST_IN_PROCESS_SOLVING = 60;

/** The engine refused its inputs: a stable code with facts, as `MatchingError` has them. */
export class EngineRefusal extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, facts: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'EngineRefusal';
    this.code = code;
    this.facts = facts;
  }
}

export interface Watch {
  report?: Report;
  /** Ends the work at once: its thread is terminated, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Carries out one task of the matching engine, in a thread of its own when the cohort is large. */
export async function compute<K extends Task['kind']>(
  task: Extract<Task, { kind: K }>,
  watch: Watch = {},
): Promise<TaskResults[K]> {
  const people = task.input.mentees.length + task.input.mentors.length;
  const { policy, peers = false } = task.input;
  const isSolving = task.kind === 'effects' && (peers || policy.objective !== 'largest-total');
  const most = isSolving ? MOST_IN_PROCESS_SOLVING : mostInProcess[task.kind];
  const isQuick = people <= most && !searches(task);
  const outcome = isQuick ? await runTask(task, watch.report) : await runInThread(task, watch);
  if (!outcome.ok) throw new EngineRefusal(outcome.code, outcome.message, outcome.facts);
  return outcome.result as TaskResults[K];
}

/** The integer program of more pairs than a few circles have may search for as long as it is given, however few the people. */
const MOST_PAIRS_OF_CIRCLES = 300;
const searches = ({ kind, input: { policy, mentees, mentors } }: Task) =>
  (kind === 'match' || kind === 'replay') &&
  policy.circles !== undefined &&
  mentees.length * mentors.length > MOST_PAIRS_OF_CIRCLES;

function runInThread(task: Task, { report, signal }: Watch): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const thread = startThread('./engine-thread', import.meta.url, task);
    const stop = () => {
      reject(signal?.reason as Error);
      void thread.terminate();
    };
    signal?.addEventListener('abort', stop, { once: true });
    const end = () => signal?.removeEventListener('abort', stop);
    thread.on('message', (message: ThreadMessage) => {
      if ('phase' in message) return report?.(message.phase, message.share);
      end();
      resolve(message.outcome);
    });
    thread.once('error', (error) => {
      end();
      reject(error);
    });
    thread.once('exit', (code) => {
      end();
      reject(new Error(`The matching thread ended with ${code}.`));
    });
  });
}
