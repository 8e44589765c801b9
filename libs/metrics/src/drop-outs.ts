import { getMetric } from './catalogue.ts';
import { daysBetween, earliest, hasHappened } from './days.ts';
import { funnelStages, type FunnelRow, type FunnelStage } from './funnel.ts';
import type { Frame } from './records.ts';
import { suppress } from './suppression.ts';

/** Somebody who is in a cohort no more, in one role, and why. */
export type LeaverRow = { personId: string; role: string; reason: string };

/** How many left after a stage for a reason; null where fewer than the smallest group did. */
export type DropOut = { stage: FunnelStage; reason: string; count: number | null };

/** An invitation nobody has answered for so long counts as not taken up. */
const answerWithinDays = 14;

/**
 * Where people left the funnel, and why: each person and role once, at the furthest stage reached by the as-of day. Who was
 * invited and has not come in 14 days is `no-reply`; who completed has not left. Small cells are hidden for every audience, with
 * others beside them. Empty input gives nothing.
 */
export function measureDropOuts(
  rows: readonly FunnelRow[],
  leavers: readonly LeaverRow[],
  frame: Frame,
): DropOut[] {
  const keyOf = ({ personId, role }: { personId: string; role: string }) => JSON.stringify([personId, role]);
  const reasons = new Map(leavers.map((row) => [keyOf(row), row.reason]));
  const counts = new Map<string, { stage: FunnelStage; reason: string; n: number }>();
  for (const [key, group] of Map.groupBy(rows, keyOf)) {
    const firstOf = (stage: FunnelStage) =>
      earliest(
        group.map((row) => row.reachedOn[stage] ?? null).filter((day) => hasHappened(day, frame.asOf)),
      );
    const stage = funnelStages.findLast((one) => firstOf(one) !== null);
    if (stage === undefined || stage === 'completed') continue;
    const invitedOn = firstOf('invited');
    const isSilent =
      stage === 'invited' && invitedOn !== null && daysBetween(invitedOn, frame.asOf) >= answerWithinDays;
    const reason = reasons.get(key) ?? (isSilent ? 'no-reply' : null);
    if (reason === null) continue;
    const cell = counts.get(`${stage} ${reason}`) ?? { stage, reason, n: 0 };
    counts.set(`${stage} ${reason}`, { ...cell, n: cell.n + 1 });
  }
  const cells = [...counts].map(([key, cell]) => ({ key, ...cell }));
  const k = Math.max(getMetric('drop-outs').minimumGroup, frame.minimumGroup ?? 0);
  const decisions = suppress(
    cells.map(({ key, n }) => ({ key, n })),
    { k, complement: false, homogeneity: null },
  ).cells;
  return cells
    .map(({ stage, reason, n }, at) => ({ stage, reason, count: decisions[at]?.suppressed ? null : n }))
    .sort(
      (x, y) =>
        funnelStages.indexOf(x.stage) - funnelStages.indexOf(y.stage) ||
        (y.count ?? 0) - (x.count ?? 0) ||
        (x.reason < y.reason ? -1 : 1),
    );
}
