/** The three waves of check-ins, in days after a pairing starts, and how long each stays open. */
export const CHECK_IN_WAVES = [14, 42, 98] as const;
export const CHECK_IN_OPEN_DAYS = 14;

/** The wave (1-based) that is due on day `dayOfPairing`, or null between waves. */
export function waveDue(dayOfPairing: number): number | null {
  const index = CHECK_IN_WAVES.findLastIndex(
    (start) => dayOfPairing >= start && dayOfPairing < start + CHECK_IN_OPEN_DAYS,
  );
  return index < 0 ? null : index + 1;
}

/** The instant from which an answer can no longer be given or changed. */
export function closesAt(askedAt: Date): Date {
  return new Date(askedAt.getTime() + CHECK_IN_OPEN_DAYS * 86_400_000);
}
