import { matchingRunPhases } from '@ithaca/domain/matching-run';
import type { MatchingRunPhase } from '@ithaca/domain/matching-run';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Watch } from '../engine/engine.ts';
import type { MatchingRun, RunProgress } from './matching-run.entity.ts';

/** How often a run under way is written down, and asked whether it is still wanted. */
const BEAT_MS = 500;
/** A run whose process has not written for so long has lost it. */
export const LOST_AFTER_MS = 60_000;

/** Share of the whole work that a phase takes, measured with 400 and 7,000 people. */
const weights: Readonly<Record<MatchingRunPhase, number>> = {
  reading: 0.05,
  scoring: 0.15,
  solving: 0.25,
  explaining: 0.3,
  checking: 0.15,
  storing: 0.1,
};

/** Nobody waits for the run any more: it was cancelled, or another process has taken it over. */
export class RunStopped extends Error {
  override name = 'RunStopped';
}

/** The solve took longer than it was given. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

/** Share of the whole work that is done when `share` of a phase is. */
export function fractionAt(phase: MatchingRunPhase, share = 0): number {
  const done = matchingRunPhases.slice(0, matchingRunPhases.indexOf(phase));
  const before = done.reduce((sum, one) => sum + weights[one], 0);
  return Math.round((before + share * weights[phase]) * 100) / 100;
}

export const progressAt = (phase: MatchingRunPhase, now: Date): RunProgress => ({
  phase,
  fraction: fractionAt(phase),
  startedAt: now.toISOString(),
});

/**
 * Carries out the work of a run while its progress is written down twice a second. The signal ends the work when somebody
 * cancels the run (RunStopped) and after its budget (OutOfTime); both reject.
 */
export async function underWatch<T>(
  db: Database,
  clock: Clock,
  run: MatchingRun,
  work: (watch: Required<Watch>) => Promise<T>,
): Promise<T> {
  const { organisationId, id, attempts } = run;
  const stop = new AbortController();
  let progress = run.progress ?? progressAt('reading', clock.now());
  const beat = async () => {
    const { rowCount } = await db.write({ organisationId }, () =>
      db.execute(
        `update matching_runs set progress = $4::jsonb, heartbeat_at = $5
         where organisation_id = $1 and id = $2 and state = 'running' and attempts = $3`,
        [organisationId, id, attempts, JSON.stringify(progress), clock.now()],
      ),
    );
    if (rowCount === 0) stop.abort(new RunStopped());
  };
  let beating: Promise<void> | null = null;
  const timer = setInterval(() => {
    // A busy database delays the next beat; it never ends the run.
    beating ??= beat()
      .catch(() => undefined)
      .finally(() => (beating = null));
  }, BEAT_MS);
  const budget = setTimeout(() => stop.abort(new OutOfTime()), run.budgetSeconds * 1000);
  try {
    return await work({
      signal: stop.signal,
      report: (phase, share) => {
        progress = { ...progress, phase, fraction: fractionAt(phase, share) };
      },
    });
  } finally {
    clearInterval(timer);
    clearTimeout(budget);
    await beating;
  }
}
