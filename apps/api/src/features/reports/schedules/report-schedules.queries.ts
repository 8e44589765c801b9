import type { ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { Refusal } from '@ithaca/domain/refusal';
import {
  goesOutAt,
  nextPeriod,
  periodBegin,
  periodDue,
  reportScheduleLimits,
} from '@ithaca/domain/report-schedule';
import type { ReportRhythm, ScheduleEnd } from '@ithaca/domain/report-schedule';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

interface Row {
  id: string;
  rhythm: ReportRhythm;
  lastPeriodOn: string;
  isPaused: boolean;
  end: ScheduleEnd | null;
  timeZone: string;
  createdByName: string;
  readers: { personId: string; displayName: string }[];
  runs: { id: string; at: string; people: number; failed: number }[];
  version: number;
}

const ROWS = `select s.id, s.rhythm, s.last_period_on::text as "lastPeriodOn", s.paused_at is not null as "isPaused", s.end_reason as "end",
    o.time_zone as "timeZone", c.display_name as "createdByName", s.version,
    (select coalesce(json_agg(json_build_object('personId', p.id, 'displayName', p.display_name) order by p.display_name, p.id), '[]')
     from report_schedule_readers r join people p on p.organisation_id = r.organisation_id and p.id = r.person_id
     where r.organisation_id = s.organisation_id and r.schedule_id = s.id) as readers,
    (select coalesce(json_agg(json_build_object('id', n.id, 'at', n.written_at, 'people', n.people, 'failed', f.mails) order by n.period_on desc), '[]')
     from (select id, program_id, period_on, written_at, people from report_runs
       where organisation_id = s.organisation_id and schedule_id = s.id order by period_on desc limit ${reportScheduleLimits.runs}) n
     cross join lateral (select count(*)::int as mails from mails m
       where m.organisation_id = s.organisation_id and m.program_id = n.program_id and m.kind = 'report-scheduled'
         and m.created_at >= n.written_at and m.created_at < n.written_at + interval '1 hour'
         and m.path = '/reports/sent/' || n.id and m.state in ('failed', 'bounced')) f) as runs
  from report_schedules s
  join organisations o on o.organisation_id = s.organisation_id
  join people c on c.organisation_id = s.organisation_id and c.id = s.created_by
  where s.organisation_id = $1 and s.saved_report_id = $2`;

function itemOf({ lastPeriodOn, timeZone, runs, ...row }: Row, now: Date): ReportSchedule {
  const isGoing = !row.isPaused && row.end === null;
  const due = periodDue({ rhythm: row.rhythm, lastPeriodOn }, timeZone, now);
  const today = dayIn(now, timeZone);
  const begun = periodBegin(row.rhythm, today);
  // The one of today that waits for eight, the one that is late, or that of the next period.
  const next = due ?? (begun > lastPeriodOn ? begun : nextPeriod(row.rhythm, today));
  return {
    ...row,
    runs: runs.map((run) => ({ ...run, at: new Date(run.at).toISOString() })),
    nextAt: isGoing ? goesOutAt(next, timeZone).toISOString() : null,
  };
}

interface OfReport {
  organisationId: string;
  savedReportId: string;
}

/** How does a report go out by mail? Grain: one schedule, the newest first; a report has few. */
export async function listReportSchedules(
  db: Database,
  { organisationId, savedReportId }: OfReport,
  now: Date,
): Promise<ReportSchedule[]> {
  const rows = await db.query<Row>(`${ROWS} order by s.created_at desc, s.id desc`, [
    organisationId,
    savedReportId,
  ]);
  return rows.map((row) => itemOf(row, now));
}

/** One schedule. */
export async function getReportSchedule(
  db: Database,
  { organisationId, savedReportId, scheduleId }: OfReport & { scheduleId: string },
  now: Date,
): Promise<ReportSchedule> {
  const row = await db.first<Row>(`${ROWS} and s.id = $3`, [organisationId, savedReportId, scheduleId]);
  if (!row) throw new Refusal('record.not-found');
  return itemOf(row, now);
}

/** What went out by mail, as it was frozen. */
export async function getReportRun(
  db: Database,
  organisationId: string,
  reportRunId: string,
): Promise<{ name: string; report: BuiltReport }> {
  const row = await db.first<{ name: string; report: BuiltReport }>(
    'select name, report from report_runs where organisation_id = $1 and id = $2',
    [organisationId, reportRunId],
  );
  if (!row) throw new Refusal('record.not-found');
  return row;
}
