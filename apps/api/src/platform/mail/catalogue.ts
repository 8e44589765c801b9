/**
 * How a kind of mail behaves.
 * - `answer`: the reader waits for it, or it changes their calendar: sent at once, at any hour.
 * - `news`: somebody did something that concerns the reader: waits through the reader's quiet hours.
 * - `reminder`: no more than the clock has moved: comes in the reader's working morning, and only so many a week.
 */
type Cause = 'answer' | 'news' | 'reminder';

interface Manners {
  cause: Cause;
  /** The choice by which a reader stops it; absent: nobody can do without it. The inbox keeps what was stopped. */
  stop?: string;
  /** The body holds a secret that opens something: it is not kept once the mail is sent. Every mail that can be stopped holds one. */
  secret?: true;
}

/** Everything that the product writes; each has `<kind>.subject`, `<kind>.body` and `<kind>.button` in the catalogues of this folder. */
const catalogue = {
  'sign-in-link': { cause: 'answer', secret: true },
  'organisation-invitation': { cause: 'answer', secret: true },
  'cohort-invitation': { cause: 'news', secret: true },
  'enrolment-received': { cause: 'answer' },
  'enrolment-waits': { cause: 'answer' },
  'enrolment-unfinished': { cause: 'reminder', stop: 'enrolment-unfinished' },
  'enrolment-paused': { cause: 'news' },
  'approval-asked': { cause: 'news', secret: true },
  'approval-declined': { cause: 'news' },
  'seat-offered': { cause: 'news', secret: true },
  'seat-over': { cause: 'news' },
  'pairing-published': { cause: 'news', secret: true },
  'pairing-active': { cause: 'news' },
  'pairing-declined': { cause: 'news' },
  'pairing-ended': { cause: 'news' },
  'pairing-lapsed': { cause: 'news' },
  'agreement-changed': { cause: 'news' },
  'thanks-received': { cause: 'news' },
  'feedback-received': { cause: 'news' },
  'extension-asked': { cause: 'news' },
  'extension-agreed': { cause: 'news' },
  'extension-declined': { cause: 'news' },
  'goal-claimed': { cause: 'news' },
  'goal-asked': { cause: 'news' },
  'circle-left': { cause: 'news' },
  'circle-place': { cause: 'news' },
  'circle-place-over': { cause: 'news' },
  'meeting-planned': { cause: 'answer', stop: 'meeting-planned' },
  'meeting-moved': { cause: 'answer', stop: 'meeting-moved' },
  'meeting-declined': { cause: 'answer' },
  'meeting-cancelled': { cause: 'answer' },
  'message-received': { cause: 'news', stop: 'message-received' },
  'check-in-asked': { cause: 'reminder', stop: 'check-in-asked' },
  'survey-asked': { cause: 'reminder', stop: 'survey-asked' },
  'nudge-meeting-soon': { cause: 'reminder', stop: 'nudges' },
  'nudge-offer-waits': { cause: 'reminder', stop: 'nudges' },
  'nudge-did-you-meet': { cause: 'reminder', stop: 'nudges' },
  'nudge-first-meeting': { cause: 'reminder', stop: 'nudges' },
  'nudge-check-in-waits': { cause: 'reminder', stop: 'nudges' },
  'nudge-next-meeting': { cause: 'reminder', stop: 'nudges' },
  'nudge-first-goal': { cause: 'reminder', stop: 'nudges' },
  'nudge-milestone': { cause: 'reminder', stop: 'nudges' },
  'mentor-asked': { cause: 'news', secret: true },
  'choice-over': { cause: 'news' },
  'introduction-offered': { cause: 'news', secret: true },
  'introduction-asked': { cause: 'news', secret: true },
  'introduction-third': { cause: 'news', secret: true },
  'introduction-made': { cause: 'news', secret: true },
  'introduction-agreed': { cause: 'news' },
  'introduction-over': { cause: 'news' },
  'introduction-taken-back': { cause: 'news' },
  'introduction-follow-up': { cause: 'reminder', stop: 'nudges' },
  'shadowing-day': { cause: 'news' },
  'sponsorship-promised': { cause: 'news', secret: true },
  'sponsorship-kept': { cause: 'news' },
  unmatched: { cause: 'news' },
  'export-ready': { cause: 'answer' },
} as const satisfies Record<string, Manners>;

export type MailKind = keyof typeof catalogue;

export const mailKinds = Object.keys(catalogue) as MailKind[];

export const mannersOf = (kind: MailKind): Manners => catalogue[kind];

/** The kinds of one cause. */
export const kindsOf = (cause: Cause): MailKind[] =>
  mailKinds.filter((kind) => mannersOf(kind).cause === cause);

/** What a reader may stop, each once. */
export const mailStops: readonly string[] = [
  ...new Set(mailKinds.flatMap((kind) => mannersOf(kind).stop ?? [])),
];

/** Kinds whose body is not kept once it is sent. */
export const secretMailKinds: readonly string[] = mailKinds.filter((kind) => {
  const { secret, stop } = mannersOf(kind);
  return secret === true || stop !== undefined;
});
