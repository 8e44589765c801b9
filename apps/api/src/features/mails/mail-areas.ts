import type { MailArea } from '@ithaca/contracts/program-mails';

import type { MailKind } from '../../platform/mail/catalogue.ts';

/** Kinds by the beginning of their names; the first that fits counts. */
const BEGINNINGS: readonly (readonly [MailArea, readonly string[]])[] = [
  ['coordinating', ['enrolment-paused', 'coordinator-digest', 'chat-stopped', 'report-scheduled']],
  ['reminders', ['nudge-', 'enrolment-unfinished', 'introduction-follow-up']],
  ['joining', ['cohort-invitation', 'enrolment-', 'approval-', 'seat-']],
  [
    'ending',
    ['pairing-ended', 'partner-left', 'thanks-', 'feedback-', 'closing-', 'extension-', 'circle-left'],
  ],
  ['matching', ['pairing-', 'circle-place', 'mentor-asked', 'choice-over', 'unmatched']],
  ['meeting', ['meeting-', 'calendar-']],
  ['listening', ['check-in-', 'survey-']],
];

/** What a kind of mail is about; what nothing above claims is of working together. */
export const areaOf = (kind: MailKind): MailArea =>
  BEGINNINGS.find(([, names]) => names.some((name) => kind.startsWith(name)))?.[0] ?? 'together';
