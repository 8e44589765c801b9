import { eachWorkSpan } from './meeting-times.ts';
import type { WorkingHours } from './meeting-times.ts';

/** How a reader wants a kind of mail that they can do without: as it comes, gathered into one mail a day, or in the inbox alone. */
export const mailChoices = ['at-once', 'digest', 'off'] as const;
export type MailChoice = (typeof mailChoices)[number];

const OFFICE_HOURS: WorkingHours = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] };
/** The first hours of a working day count as its morning. */
const MORNING_HOURS = 3;
const DAY = 86_400_000;

interface Worker {
  timeZone: string;
  workingHours: WorkingHours | null;
}

/**
 * The next moment in the morning of a reader's own working day, on their wall clock: now, if it is such a morning, else the
 * start of their next working day. Without working hours nine to five from Monday to Friday; somebody who works on no day is
 * written to now.
 */
export function nextMorning(reader: Worker, now: Date): Date {
  const at = now.getTime();
  const workingHours = reader.workingHours ?? OFFICE_HOURS;
  const span = { from: at, to: at + 8 * DAY };
  for (const { from, to } of eachWorkSpan({ timeZone: reader.timeZone, workingHours }, span)) {
    if (at < from) return new Date(from);
    if (at < Math.min(to, from + MORNING_HOURS * 3_600_000)) return now;
  }
  return now;
}

/** Whether it is the morning of each of many readers at `now`, as `nextMorning` has it: who share zone and hours share the answer. */
export function morningsAt(now: Date): (reader: Worker) => boolean {
  const known = new Map<string, boolean>();
  return ({ timeZone, workingHours }) => {
    const key = `${timeZone} ${JSON.stringify(workingHours)}`;
    const found = known.get(key) ?? nextMorning({ timeZone, workingHours }, now).getTime() === now.getTime();
    known.set(key, found);
    return found;
  };
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
  const nights = eachWorkSpan(
    { timeZone: reader.timeZone, workingHours: { ...reader.quietHours, days: EVERY_DAY } },
    { from: now, to: now },
  );
  for (const { from, to } of nights) if (from <= now && now < to) return new Date(to);
  return at;
}
