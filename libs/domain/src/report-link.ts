/** For how many days a link to a frozen report may open; whoever makes it chooses. */
export const reportLinkDays = [7, 30, 90] as const;
export type ReportLinkDays = (typeof reportLinkDays)[number];

/** So many links of one report may be open at a time. */
export const OPEN_REPORT_LINKS = 20;

/** What a link does at a moment: it opens, its time is over, or somebody has taken it back. */
export const reportLinkStates = ['open', 'expired', 'revoked'] as const;
export type ReportLinkState = (typeof reportLinkStates)[number];

/** The state of a link at `now`. Taken back stays taken back, also once its time is over. */
export function reportLinkState(
  { expiresAt, revokedAt }: { expiresAt: Date; revokedAt: Date | null },
  now: Date,
): ReportLinkState {
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}
