import { workSpans } from './meeting-times.ts';
import type { WorkingHours } from './meeting-times.ts';

/** How a reader wants a kind of mail that they can do without: as it comes, gathered into one mail a day, or in the inbox alone. */
export const mailChoices = ['at-once', 'digest', 'off'] as const;
export type MailChoice = (typeof mailChoices)[number];

const OFFICE_HOURS: WorkingHours = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] };
/** The first hours of a working day count as its morning. */
const MORNING_HOURS = 3;
const DAY = 86_400_000;

/**
 * The next moment in the morning of a reader's own working day, on their wall clock: now, if it is such a morning, else the
 * start of their next working day. Without working hours nine to five from Monday to Friday; somebody who works on no day is
 * written to now.
 */
export function nextMorning(
  reader: { timeZone: string; workingHours: WorkingHours | null },
  now: Date,
): Date {
  const at = now.getTime();
  const workingHours = reader.workingHours ?? OFFICE_HOURS;
  const spans = workSpans({ timeZone: reader.timeZone, workingHours }, { from: at, to: at + 8 * DAY });
  for (const { from, to } of spans) {
    if (at < from) return new Date(from);
    if (at < Math.min(to, from + MORNING_HOURS * 3_600_000)) return now;
  }
  return now;
}

/** The hours of the night in which nobody is to be disturbed, on the reader's wall clock; `to` at or before `from` is the next day. */
export interface QuietHours {
  from: string;
  to: string;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** `at`, or the end of the quiet hours it falls into; null or hours without length are no quiet hours. */
export function afterQuietHours(reader: { timeZone: string; quietHours: QuietHours | null }, at: Date): Date {
  if (!reader.quietHours) return at;
  const now = at.getTime();
  const spans = workSpans(
    { timeZone: reader.timeZone, workingHours: { ...reader.quietHours, days: EVERY_DAY } },
    { from: now, to: now },
  );
  const night = spans.find(({ from, to }) => from <= now && now < to);
  return night ? new Date(night.to) : at;
}
