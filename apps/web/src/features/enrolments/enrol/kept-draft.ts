import type { Answered } from '../enrolments.queries.ts';

/** What was typed and has not reached the server yet. Whom somebody avoids stays in memory: a device may be shared. */
type Kept = Omit<Answered, 'doNotPairWith'> & { version: number };

const keyOf = (enrolmentId: string) => `ithaca.enrolment.${enrolmentId}`;

/** Keeps unsent answers on this device, on top of the version they were typed over; without storage nothing is kept. */
export function keepDraft(
  enrolmentId: string,
  version: number,
  { answers, capacity, blackouts }: Answered,
): void {
  try {
    const kept: Kept = { version, answers, capacity, blackouts };
    localStorage.setItem(keyOf(enrolmentId), JSON.stringify(kept));
  } catch {
    // Storage is full or closed: the page itself still holds what was typed.
  }
}

export function forgetDraft(enrolmentId: string): void {
  try {
    localStorage.removeItem(keyOf(enrolmentId));
  } catch {
    // Nothing was kept either.
  }
}

/** What was left unsent, unless the server has moved on since: then its answers win. */
export function findKeptDraft(enrolmentId: string, version: number): Omit<Kept, 'version'> | null {
  try {
    const stored = localStorage.getItem(keyOf(enrolmentId));
    if (stored === null) return null;
    const { version: over, ...kept } = JSON.parse(stored) as Kept;
    if (over === version) return kept;
    forgetDraft(enrolmentId);
  } catch {
    forgetDraft(enrolmentId);
  }
  return null;
}
