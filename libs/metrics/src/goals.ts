import { addDays, daysBetween, hasHappened, type Day } from './days.ts';
import { meanShareRecord, rateRecord, tally, type Frame, type MetricRecord } from './records.ts';

/**
 * One goal with its milestones; weights are relative, above 0. `claimedOn` = the day one side said that it is reached,
 * `confirmedOn` the day the other side agreed; it was completed on the first once there is the second. `updatedOn` = the
 * last day anything about it changed.
 */
export type GoalRow = {
  goalId: string;
  setOn: Day;
  dueOn: Day | null;
  claimedOn: Day | null;
  confirmedOn: Day | null;
  abandonedOn: Day | null;
  updatedOn: Day;
  milestones: readonly { weight: number; doneOn: Day | null }[];
};

const staleAfterDays = 30;

/** The day by which it was reached, as far as both sides had said so by the day; null while one of them had not. */
export const completedOn = ({ claimedOn, confirmedOn }: GoalRow, asOf: Day): Day | null =>
  hasHappened(confirmedOn, asOf) ? claimedOn : null;

/** Weighted share of milestones done by the day; 1 once completed; null when the goal has no milestone to tell by. */
export function goalProgress(goal: GoalRow, asOf: Day): number | null {
  if (completedOn(goal, asOf) !== null) return 1;
  const total = goal.milestones.reduce((sum, milestone) => sum + milestone.weight, 0);
  if (!(total > 0)) return null;
  const done = goal.milestones.filter((milestone) => hasHappened(milestone.doneOn, asOf));
  return done.reduce((sum, milestone) => sum + milestone.weight, 0) / total;
}

/** Whether an open goal has been left untouched for 30 days. */
export function isStale(goal: GoalRow, asOf: Day): boolean {
  const isOpen = completedOn(goal, asOf) === null && !hasHappened(goal.abandonedOn, asOf);
  return isOpen && daysBetween(goal.updatedOn, asOf) >= staleAfterDays;
}

/** Whether the goal was written down only after it was reached; such goals prove nothing and are flagged. */
export function isWrittenAfter(goal: GoalRow): boolean {
  return goal.claimedOn !== null && goal.claimedOn < goal.setOn;
}

/** Of the goals that are open at the as-of day, those left untouched for 30 days. */
export function measureStaleGoals(rows: readonly GoalRow[], frame: Frame): MetricRecord {
  const { asOf } = frame;
  const open = rows.filter(
    (goal) => goal.setOn <= asOf && completedOn(goal, asOf) === null && !hasHappened(goal.abandonedOn, asOf),
  );
  const numerator = open.filter((goal) => isStale(goal, asOf)).length;
  return rateRecord('goals-stale', { numerator, denominator: open.length }, frame);
}

/** Of the goals written down by the as-of day, those that one side called reached before they were written. */
export function measureGoalsWrittenAfter(rows: readonly GoalRow[], frame: Frame): MetricRecord {
  const written = rows.filter(({ setOn }) => setOn <= frame.asOf);
  const numerator = written.filter(isWrittenAfter).length;
  return rateRecord('goals-written-after', { numerator, denominator: written.length }, frame);
}

/** Mean progress of the goals set by the as-of day; abandoned ones stay in with what they had reached. */
export function measureGoalProgress(rows: readonly GoalRow[], frame: Frame): MetricRecord {
  const excluded: Record<string, number> = {};
  const shares: number[] = [];
  let unknown = 0;
  for (const goal of rows) {
    if (goal.setOn > frame.asOf) continue;
    const progress = goalProgress(goal, frame.asOf);
    if (isWrittenAfter(goal)) tally(excluded, 'written-after-completion');
    else if (progress === null) unknown += 1;
    else shares.push(progress);
  }
  return meanShareRecord('goal-progress', shares, { excluded, unknown }, frame);
}

/**
 * Goals completed by their due day, of the goals whose due day has passed. One that only one side calls reached is not completed.
 * `lastDay`: the last that a closed cohort counts; what is due after it never falls due there and is left out, not pending.
 */
export function measureGoalCompletion(
  rows: readonly GoalRow[],
  frame: Frame,
  lastDay: Day | null = null,
): MetricRecord {
  const excluded: Record<string, number> = {};
  const counts = { numerator: 0, denominator: 0, pending: 0 };
  for (const goal of rows) {
    if (goal.setOn > frame.asOf) continue;
    if (isWrittenAfter(goal)) tally(excluded, 'written-after-completion');
    else if (goal.dueOn === null) tally(excluded, 'no-due-day');
    else if (lastDay !== null && goal.dueOn >= lastDay) tally(excluded, 'due-after-close');
    else if (addDays(goal.dueOn, 1) > frame.asOf) counts.pending += 1;
    else {
      counts.denominator += 1;
      const completed = completedOn(goal, frame.asOf);
      if (completed !== null && completed <= goal.dueOn) counts.numerator += 1;
    }
  }
  return rateRecord('goal-completion', { ...counts, excluded }, frame);
}
