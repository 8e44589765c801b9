/** How often, in seconds, an open page says that it is still open. */
export const BEAT_SECONDS = 20;

/** After so many seconds of silence somebody counts as gone: three beats, so that one may be lost. */
export const PRESENT_FOR_SECONDS = 3 * BEAT_SECONDS;

/** Whether somebody last heard of at `seenAt` is still there at `now`. */
export function isPresent(seenAt: Date, now: Date): boolean {
  return now.getTime() - seenAt.getTime() < PRESENT_FOR_SECONDS * 1000;
}
