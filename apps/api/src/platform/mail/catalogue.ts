/**
 * How a kind of mail behaves.
 * - `answer`: the reader waits for it, or it changes their calendar: sent at once, at any hour.
 * - `news`: somebody did something that concerns the reader: waits through the reader's quiet hours.
 * - `reminder`: no more than the clock has moved: comes in the reader's working morning, and only so many a week.
 */
type Cause = 'answer' | 'news' | 'reminder';

/**
 * Why a reader gets a mail, which it says at its end; the words are `footer.why`. `mentoring`: they take part; `colleague`: it
 * brings them together with one, whether they take part or not.
 */
export type MailReason =
  | 'mentoring'
  | 'invited'
  | 'signing'
  | 'leads'
  | 'coordinates'
  | 'reviews'
  | 'reads'
  | 'asked'
  | 'gathers'
  | 'colleague';

interface Manners {
  cause: Cause;
  /** Absent: the reader takes part in mentoring. */
  reason?: MailReason;
  /** The choice by which a reader stops it; absent: nobody can do without it. The inbox keeps what was stopped. */
  stop?: string;
  /** The body holds a secret that opens something: it is not kept once the mail is sent. Every mail that can be stopped holds one. */
  secret?: true;
  /** The organisation's own: no program words it. */
  own?: true;
  /** Between partners: coordinators do not see that it was sent. */
  between?: true;
  /** To whom it goes is nobody else's to know: it stands in no list of what was sent. */
  unlisted?: true;
  /** A summary of other things: it is itself part of none. */
  digest?: true;
}

/** Everything that the product writes; each has `<kind>.subject`, `<kind>.body` and `<kind>.button` in the catalogues of this folder. */
const catalogue = {
  'sign-in-link': { cause: 'answer', reason: 'signing', secret: true, own: true },
  'organisation-invitation': { cause: 'answer', reason: 'invited', secret: true, own: true },
  'cohort-invitation': { cause: 'news', reason: 'invited', secret: true },
  'enrolment-received': { cause: 'answer' },
  'enrolment-waits': { cause: 'answer' },
  'enrolment-unfinished': { cause: 'reminder', stop: 'enrolment-unfinished' },
  'enrolment-paused': { cause: 'news', reason: 'coordinates' },
  'approval-asked': { cause: 'news', reason: 'leads', secret: true },
  'approval-declined': { cause: 'news' },
  'seat-offered': { cause: 'news', secret: true },
  'seat-over': { cause: 'news' },
  'pairing-published': { cause: 'news', secret: true },
  'pairing-active': { cause: 'news', secret: true },
  'pairing-declined': { cause: 'news' },
  'pairing-ended': { cause: 'news' },
  'partner-left': { cause: 'news' },
  'pairing-lapsed': { cause: 'news' },
  'agreement-changed': { cause: 'news', stop: 'partner-news' },
  'thanks-received': { cause: 'news', stop: 'partner-news', between: true },
  'feedback-received': { cause: 'news', stop: 'partner-news', between: true },
  'closing-asked': { cause: 'news' },
  'extension-asked': { cause: 'news', between: true },
  'extension-agreed': { cause: 'news' },
  'extension-declined': { cause: 'news', between: true },
  'goal-claimed': { cause: 'news', stop: 'partner-news', between: true },
  'goal-asked': { cause: 'news', stop: 'partner-news', between: true },
  'circle-left': { cause: 'news', stop: 'partner-news' },
  'circle-place': { cause: 'news' },
  'circle-place-over': { cause: 'news' },
  'meeting-planned': { cause: 'answer', stop: 'meeting-planned' },
  'meeting-moved': { cause: 'answer', stop: 'meeting-moved' },
  'meeting-declined': { cause: 'answer' },
  'meeting-cancelled': { cause: 'answer' },
  'calendar-entry': { cause: 'answer', stop: 'calendar-entry' },
  'calendar-updated': { cause: 'answer' },
  'message-received': { cause: 'news', stop: 'message-received', between: true },
  'concern-raised': { cause: 'answer', reason: 'reviews', own: true, unlisted: true },
  'concern-closed': { cause: 'news', own: true, unlisted: true },
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
  'mentor-suggested': { cause: 'news' },
  'choice-over': { cause: 'news' },
  'introduction-offered': { cause: 'news', secret: true, between: true },
  'introduction-asked': { cause: 'news', secret: true, between: true },
  'introduction-third': { cause: 'news', reason: 'colleague', secret: true, between: true },
  'introduction-made': { cause: 'news', reason: 'colleague', secret: true, between: true },
  'introduction-agreed': { cause: 'news', stop: 'partner-news', between: true },
  'introduction-over': { cause: 'news', stop: 'partner-news', between: true },
  'introduction-taken-back': { cause: 'news', reason: 'colleague', stop: 'partner-news', between: true },
  'introduction-follow-up': { cause: 'reminder', stop: 'nudges', between: true },
  'shadowing-day': { cause: 'news', reason: 'colleague', between: true },
  'sponsorship-promised': { cause: 'news', secret: true, between: true },
  'sponsorship-kept': { cause: 'news', stop: 'partner-news', between: true },
  unmatched: { cause: 'news' },
  'daily-digest': { cause: 'news', reason: 'gathers', stop: 'daily-digest', own: true, digest: true },
  'reminders-digest': { cause: 'reminder', reason: 'gathers', stop: 'daily-digest', own: true, digest: true },
  'chat-stopped': { cause: 'news', reason: 'coordinates' },
  'coordinator-digest': { cause: 'news', reason: 'coordinates', stop: 'coordinator-digest', digest: true },
  'report-scheduled': { cause: 'news', reason: 'reads', stop: 'report-scheduled' },
  'export-ready': { cause: 'answer', reason: 'asked', own: true },
  'message-test': { cause: 'answer', reason: 'asked', own: true },
} as const satisfies Record<string, Manners>;

export type MailKind = keyof typeof catalogue;

export const mailKinds = Object.keys(catalogue) as MailKind[];

export const mannersOf = (kind: MailKind): Manners => catalogue[kind];

export const reasonOf = (kind: MailKind): MailReason => mannersOf(kind).reason ?? 'mentoring';

/** The kinds of one cause. */
export const kindsOf = (cause: Cause): MailKind[] =>
  mailKinds.filter((kind) => mannersOf(kind).cause === cause);

/** What belongs to a program, and can be worded by its coordinators. */
export const programMailKinds: readonly MailKind[] = mailKinds.filter((kind) => mannersOf(kind).own !== true);

/** What a reader may stop, each once. */
export const mailStops: readonly string[] = [
  ...new Set(mailKinds.flatMap((kind) => mannersOf(kind).stop ?? [])),
];

/** Of those, what a reader may have gathered into one mail a day instead: nothing that they wait for. */
export const digestibleStops: readonly string[] = mailStops.filter((stop) =>
  mailKinds.every((kind) => {
    const manners = mannersOf(kind);
    return manners.stop !== stop || (manners.cause !== 'answer' && manners.digest !== true);
  }),
);

/** The choice that stops the summary itself, and with it what is gathered for it. */
export const DIGEST_STOP = 'daily-digest';

/** Kinds that no list of sent mails shows. */
export const unlistedMailKinds: readonly string[] = mailKinds.filter(
  (kind) => mannersOf(kind).unlisted === true,
);

/** Kinds whose body is not kept once it is sent. */
export const secretMailKinds: readonly string[] = mailKinds.filter((kind) => {
  const { secret, stop } = mannersOf(kind);
  return secret === true || stop !== undefined;
});
