import { meetingRatesOf } from '@ithaca/metrics/meetings';
import type { MeetingRates } from '@ithaca/metrics/meetings';
import { dayNumber } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import type { Frame } from '@ithaca/metrics/records';

import type { Database } from '../../../platform/database/database.ts';
import { listWeeks } from '../facts/meeting-weeks.ts';

/** The meetings of one day of a cohort, counted by what became of them. */
export interface CohortDay {
  day: Day;
  planned: number;
  held: number;
  missed: number;
  moved: number;
  calledOffInTime: number;
  calledOffLate: number;
  calledOffUnknown: number;
  confirmed: number;
  /** Held, and written down more than a day later. */
  late: number;
  /** Of those planned today, the ones that have not begun yet; the same in every row. */
  aheadToday: number;
}

/**
 * What became of the meetings of each day? Grain: one day of the cohort on which a meeting was set. Sums and what is not yet folded
 * into them are read in one statement, so that the answer is true for its snapshot, whatever the folding does meanwhile.
 */
export function readCohortDays(
  db: Database,
  organisationId: string,
  cohortId: string,
  at: { now: Date; today: Day },
): Promise<CohortDay[]> {
  const kept = (table: string) =>
    `select day, planned, held, missed, moved, called_off_in_time, called_off_late, called_off_unknown, confirmed, late
     from ${table} where organisation_id = $1 and cohort_id = $2`;
  return db.query<CohortDay>(
    `select day::text, sum(planned)::int as planned, sum(held)::int as held, sum(missed)::int as missed, sum(moved)::int as moved,
       sum(called_off_in_time)::int as "calledOffInTime", sum(called_off_late)::int as "calledOffLate",
       sum(called_off_unknown)::int as "calledOffUnknown", sum(confirmed)::int as confirmed, sum(late)::int as late,
       (select count(*)::int from meetings where organisation_id = $1 and cohort_id = $2 and state = 'planned'
         and day = $3 and starts_at > $4 and ${beginsAbout('$3::date')}) as "aheadToday"
     from (${kept('cohort_days')} union all ${kept('metric_deltas')}) said
     group by day order by day`,
    [organisationId, cohortId, at.today, at.now],
  );
}

/**
 * The same for many cohorts at once, each up to a day of its own: what came before that day, that day, and what came after it are three
 * rows at most, so that `ratesOfDays` as of that day says what it says of every day. What goes on with the hour is told from `listPlannedStarts`.
 */
export function sumCohortDays(
  db: Database,
  organisationId: string,
  cohorts: readonly { id: string; cut: Day }[],
): Promise<(Omit<CohortDay, 'aheadToday'> & { cohortId: string })[]> {
  const columns =
    'planned, held, missed, moved, called_off_in_time, called_off_late, called_off_unknown, confirmed, late';
  const kept = (table: string) =>
    `select cohort_id, day, ${columns} from ${table} where organisation_id = $1 and cohort_id = any ($2)`;
  return db.query(
    `select u.id as "cohortId", (u.cut + sign(said.day - u.cut)::int)::text as day, sum(planned)::int as planned, sum(held)::int as held,
       sum(missed)::int as missed, sum(moved)::int as moved, sum(called_off_in_time)::int as "calledOffInTime",
       sum(called_off_late)::int as "calledOffLate", sum(called_off_unknown)::int as "calledOffUnknown", sum(confirmed)::int as confirmed,
       sum(late)::int as late
     from unnest($2::uuid[], $3::date[]) u (id, cut)
     join (${kept('cohort_days')} union all ${kept('metric_deltas')}) said on said.cohort_id = u.id
     group by u.id, u.cut, sign(said.day - u.cut) order by u.id, day`,
    [organisationId, cohorts.map(({ id }) => id), cohorts.map(({ cut }) => cut)],
  );
}

/** When do the meetings begin that are set for a day of each cohort and not said to be held? Grain: one cohort, in the order of the list; ms. */
export async function listPlannedStarts(
  db: Database,
  organisationId: string,
  cohorts: readonly { id: string; cut: Day }[],
): Promise<number[][]> {
  const rows = await db.query<{ starts: number[] }>(
    `select array(select (extract(epoch from m.starts_at) * 1000)::float8 from meetings m where m.organisation_id = $1 and m.cohort_id = u.id
         and m.state = 'planned' and m.day = u.cut and m.starts_at > (u.cut - interval '14 hours') at time zone 'UTC' and ${beginsAbout('u.cut')}) as starts
     from unnest($2::uuid[], $3::date[]) with ordinality u (id, cut, place) order by u.place`,
    [organisationId, cohorts.map(({ id }) => id), cohorts.map(({ cut }) => cut)],
  );
  return rows.map(({ starts }) => starts);
}

/** A day is over everywhere by the next noon of UTC: of all meetings ahead, which are found by their moment, few are looked at. */
const beginsAbout = (day: string) => `starts_at < (${day} + interval '36 hours') at time zone 'UTC'`;

/** The rates of meetings held from counted days; the same as `measureMeetingsHeld` over the meetings. */
export function ratesOfDays(days: readonly CohortDay[], frame: Frame): MeetingRates {
  const evidence = { both: 0, one: 0, calendar: 0, late: 0 };
  const counts = { held: 0, due: 0, pending: 0, unknown: 0, moved: 0, cancelledInTime: 0, evidence };
  for (const day of days) {
    if (day.day > frame.asOf) {
      counts.pending += day.planned;
      continue;
    }
    const ahead = day.day === frame.asOf ? day.aheadToday : 0;
    counts.pending += ahead;
    counts.unknown += day.planned - ahead + day.calledOffUnknown;
    counts.moved += day.moved;
    counts.cancelledInTime += day.calledOffInTime;
    counts.held += day.held;
    counts.due += day.held + day.missed + day.calledOffLate;
    evidence.late += day.late;
    evidence.both += day.confirmed;
    evidence.one += day.held - day.confirmed;
    evidence.calendar += day.planned - ahead;
  }
  return meetingRatesOf(counts, frame);
}

/** Meetings held, and set without being called off, in each week. */
export function weeksOfDays(
  days: readonly CohortDay[],
  cohort: { startsOn: Day; endsOn: Day },
  asOf: Day,
): { weekStartsOn: Day; held: number; planned: number }[] {
  const set = days.filter(({ planned, held, missed, moved }) => planned + held + missed + moved > 0);
  const weeks = listWeeks(
    set.map(({ day }) => day),
    cohort,
    asOf,
  );
  const counted = weeks.map((weekStartsOn) => ({ weekStartsOn, held: 0, planned: 0 }));
  const first = dayNumber(weeks[0] ?? asOf);
  for (const { day, planned, held, missed, moved } of set) {
    const own = counted[Math.floor((dayNumber(day) - first) / 7)];
    if (!own) continue;
    own.held += held;
    own.planned += planned + held + missed + moved;
  }
  return counted;
}
