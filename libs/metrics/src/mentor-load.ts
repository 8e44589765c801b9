import { meanInterval } from '@ithaca/statistics/means';
import { addDays, daysBetween, hasHappened, type Day } from './days.ts';
import { covers, type Span } from './participation.ts';
import { estimateRecord, rateRecord, type Frame, type MetricRecord } from './records.ts';

/** One mentor of a cohort: how many places they offered, when they took part, and their pairings. */
export type MentorRow = {
  mentorId: string;
  capacity: number;
  takesPart: Span;
  pairings: readonly Span[];
  /** Minutes of held meetings, each with its day. */
  minutes: readonly { on: Day; minutes: number }[];
};

/** `utilisation` of offered places; the mean `load` and `minutes` of a month; the shares above their places and idle. */
export type MentorLoad = {
  utilisation: MetricRecord;
  load: MetricRecord;
  overCapacity: MetricRecord;
  idle: MetricRecord;
  minutes: MetricRecord;
};

const idleDays = 60;
const monthDays = 30;

/**
 * How much mentors carry at the as-of day (metrics, 2.1). A mentor is active while enrolled with a place; one above their
 * places fills them once, and is told apart. Idle: no open pairing for 60 days; who came later is pending.
 */
export function measureMentorLoad(rows: readonly MentorRow[], frame: Frame): MentorLoad {
  const { asOf } = frame;
  const active = rows.filter(({ capacity, takesPart }) => capacity > 0 && covers(takesPart, asOf));
  const loadOf = ({ pairings }: MentorRow) => pairings.filter((span) => covers(span, asOf)).length;
  const sum = (of: (row: MentorRow) => number) => active.reduce((total, row) => total + of(row), 0);
  const settled = active.filter(({ takesPart }) => daysBetween(takesPart.from, asOf) >= idleDays);
  const loads = active.map(loadOf);
  const from = addDays(asOf, 1 - monthDays);
  const minutes = active.map((row) =>
    row.minutes.reduce((total, one) => total + (one.on >= from && one.on <= asOf ? one.minutes : 0), 0),
  );
  const n = active.length;
  return {
    utilisation: rateRecord(
      'mentor-utilisation',
      {
        numerator: sum((row) => Math.min(row.capacity, loadOf(row))),
        denominator: sum((row) => row.capacity),
      },
      frame,
    ),
    load: estimateRecord('mentor-load', meanOf(loads), { n }, frame),
    overCapacity: rateRecord(
      'mentor-over-capacity',
      { numerator: active.filter((row) => loadOf(row) > row.capacity).length, denominator: n },
      frame,
    ),
    idle: rateRecord(
      'mentor-idle',
      {
        numerator: settled.filter((row) => isIdle(row, asOf)).length,
        denominator: settled.length,
        pending: n - settled.length,
      },
      frame,
    ),
    minutes: estimateRecord('mentor-minutes', meanOf(minutes), { n }, frame),
  };
}

function isIdle({ pairings, takesPart }: MentorRow, asOf: Day): boolean {
  if (pairings.some((span) => covers(span, asOf))) return false;
  const ends = pairings.flatMap(({ to }) => (hasHappened(to, asOf) ? [to] : []));
  const since = [takesPart.from, ...ends].sort().at(-1) ?? takesPart.from;
  return daysBetween(since, asOf) >= idleDays;
}

/** All alike have no spread to tell an interval from; their mean is still known. */
function meanOf(values: readonly number[]) {
  const found = meanInterval(values);
  if (found.status === 'estimated') return { ...found, lower: Math.max(0, found.lower) };
  return found;
}
