import type { Session } from '@ithaca/contracts/identity';

/** Goes into the app with a new session: a fresh page, so nothing that was read before stays in memory. */
export function enter(session: Session, path: string): void {
  window.location.replace(session.actor ? path : '/choose-organisation');
}
