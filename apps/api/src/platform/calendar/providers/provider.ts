import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';
import type { Span } from '@ithaca/domain/meeting-times';

/** What a person's agreement gives: a short key, and one by which to get the next. */
export interface CalendarGrant {
  accessToken: string;
  refreshToken: string | null;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The way to a calendar that a person has agreed to: only when they are busy is ever read, nothing of what they do. */
export interface CalendarProvider {
  readonly name: CalendarProviderName;
  /** Where the person agrees. `state` comes back with the answer; `challenge` is the PKCE challenge of a kept verifier. */
  agreeAt(asked: { state: string; challenge: string; redirectUri: string }): string;
  /** The grant for the answer that came back to `redirectUri`; throws for one that is not for this state and verifier. */
  accept(
    answer: URLSearchParams,
    expected: { state: string; verifier: string; redirectUri: string },
    now: Date,
  ): Promise<CalendarGrant>;
  /** The next grant; throws `CalendarRefused` when the person or the organisation has taken the agreement back. */
  renew(refreshToken: string, now: Date): Promise<CalendarGrant>;
  /** Tells the other side that the agreement is over, where it can be told. */
  giveBack(grant: CalendarGrant): Promise<void>;
  /** When the owner of the grant is busy; throws `CalendarRefused` when the grant is not taken any more. */
  readBusy(accessToken: string, window: Span): Promise<Span[]>;
}

/** The other side says no: the person has to agree anew. Anything else that goes wrong may pass by itself. */
export class CalendarRefused extends Error {}
