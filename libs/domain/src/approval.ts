export const approvalStates = ['asked', 'approved', 'declined', 'void'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** Days after asking on which a manager is reminded. */
const REMIND_AFTER_DAYS = [3, 7] as const;

const DAY_MS = 86_400_000;

/**
 * Who says yes: the manager of the directory while employed and reachable, else a coordinator. `today` and `leftOn`
 * are days; whoever has no mail address cannot be asked.
 */
export function approverOf(
  manager: { id: string; email: string | null; leftOn: string | null } | null,
  today: string,
): string | null {
  if (!manager || manager.email === null) return null;
  return manager.leftOn !== null && manager.leftOn <= today ? null : manager.id;
}

/** Is a reminder due? `reminders` counts those sent; each has its day, so a sweep that runs late sends one, not two. */
export function isReminderDue(askedAt: Date, reminders: number, now: Date): boolean {
  const after = REMIND_AFTER_DAYS[reminders];
  return after !== undefined && now.getTime() - askedAt.getTime() >= after * DAY_MS;
}

/** When somebody who began an enrolment and stopped is reminded: so long after the last change, so many times, so far apart. */
export const UNFINISHED = { afterDays: 3, apartDays: 4, most: 2 } as const;

/** Is somebody with a draft to be reminded now? A reminder on the last day still helps, one afterwards does not. */
export function isUnfinishedDue(
  draft: { updatedAt: Date; remindedAt: Date | null; reminders: number },
  now: Date,
): boolean {
  if (draft.reminders >= UNFINISHED.most) return false;
  const last = Math.max(draft.updatedAt.getTime(), draft.remindedAt?.getTime() ?? 0);
  const pause = draft.remindedAt === null ? UNFINISHED.afterDays : UNFINISHED.apartDays;
  return now.getTime() - last >= pause * DAY_MS;
}
