import type { OutcomesReport } from '@ithaca/contracts/measures';
import { measureCareerRates } from '@ithaca/metrics/career-rates';
import { daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { readJobLives } from '@ithaca/metrics/job-changes';
import type { Job } from '@ithaca/metrics/job-changes';
import type { MetricRecord } from '@ithaca/metrics/records';
import { measureTenure } from '@ithaca/metrics/tenure';
import type { EmploymentLife, Tenure } from '@ithaca/metrics/tenure';

import type { Database } from '../../../platform/database/database.ts';
import { REHIRE_DAYS } from '../facts/workforce.queries.ts';
import { metricOf } from '../metric-records.ts';
import { dayListIn, idListIn, listed, listedDays, listIn, numberListIn } from '../store/long-lists.ts';

/** How long people stay, and how often they rise and move. */
export interface WorkingLives {
  tenure: Tenure;
  promotion: MetricRecord;
  mobility: MetricRecord;
}

/** How long does everybody in the organisation stay, and how often do they rise or move? Grain: one organisation. */
export function measureWorkingLives(
  { livesOf, recordedFrom }: Employments,
  jobsOf: ReadonlyMap<string, readonly Job[]>,
  frame: { asOf: Day },
): WorkingLives {
  return {
    tenure: measureTenure([...livesOf.values()].flat(), recordedFrom, frame),
    ...measureCareerRates(readJobLives(jobsOf), livesOf, recordedFrom, frame),
  };
}

/** The answer that is read when it is first asked for, and then stays. */
export function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | null = null;
  return () => (found ??= read());
}

export const tenureOf = ({ curve, quartiles, leftByChoice }: Tenure, at: Date): OutcomesReport['tenure'] => ({
  curve: curve && {
    months: curve.map(({ month }) => month),
    survival: curve.map(({ survival }) => survival),
    lo: curve.map(({ lower }) => lower),
    hi: curve.map(({ upper }) => upper),
    atRisk: curve.map(({ atRisk }) => atRisk),
  },
  quartiles: quartiles.map(({ share, record }) => ({ share, metric: metricOf(record, at) })),
  leftByChoice: leftByChoice.map(({ years, record }) => ({ years, metric: metricOf(record, at) })),
});

/** One time of employment. Nobody said when they were hired: known from the day they entered the directory. */
type Employment = EmploymentLife & { isHiringKnown: boolean };

/** By person, with since when there is anything here. */
interface Employments {
  livesOf: Map<string, Employment[]>;
  recordedFrom: Day;
}

interface EmploymentColumns {
  ids: string | null;
  from: string | null;
  to: string | null;
  reasons: string | null;
  known: string | null;
  recordedFrom: Day;
}

/** Everybody's times of employment up to a day, and since when there is anything here. Who comes back within thirty days has not left. */
export async function readEmployments(
  db: Database,
  organisationId: string,
  asOf: Day,
  timeZone: string,
): Promise<Employments> {
  const columns = await db.first<EmploymentColumns>(
    `select ${listed('person_id')} as ids, ${listedDays('starts_on')} as "from", ${listedDays('ends_on')} as "to",
       ${listed('end_reason')} as reasons, ${listed('is_known')} as known,
       (select (created_at at time zone $3)::date::text from organisations where organisation_id = $1) as "recordedFrom"
     from (
       select person_id, starts_on, ends_on, end_reason, 1 as is_known from employment_spells where organisation_id = $1 and starts_on <= $2
       union all
       select p.id, coalesce(p.hired_on, (p.created_at at time zone $3)::date), p.left_on, null, (p.hired_on is not null)::int from people p
       where p.organisation_id = $1
         and not exists (select from employment_spells e where e.organisation_id = $1 and e.person_id = p.id)
       order by 1, 2
     ) every`,
    [organisationId, asOf, timeZone],
  );
  return columns
    ? { livesOf: employmentsIn(columns), recordedFrom: columns.recordedFrom }
    : { livesOf: new Map(), recordedFrom: asOf };
}

function employmentsIn({ ids, ...columns }: EmploymentColumns): Map<string, Employment[]> {
  const [from, to] = [dayListIn(columns.from), dayListIn(columns.to)];
  const [reasons, known] = [idListIn(columns.reasons), listIn(columns.known)];
  const livesOf = new Map<string, Employment[]>();
  for (const [at, id] of listIn(ids).entries()) {
    const next: Employment = {
      from: from[at] ?? '',
      to: to[at] ?? null,
      reason: reasonOf(reasons[at] ?? null),
      isHiringKnown: known[at] === '1',
    };
    const lives = livesOf.get(id);
    const last = lives?.at(-1);
    if (!lives || !last) livesOf.set(id, [next]);
    else if (last.to !== null && daysBetween(last.to, next.from) > REHIRE_DAYS) lives.push(next);
    else if (last.to !== null && (next.to === null || next.to >= last.to)) {
      last.to = next.to;
      last.reason = next.reason;
    }
  }
  return livesOf;
}

const reasons = ['voluntary', 'involuntary', 'retirement', 'other'] as const;
const reasonOf = (written: string | null) => reasons.find((reason) => reason === written) ?? null;

/** Everybody's jobs in columns of the same order: by person, then from the first to the last. */
interface JobColumns {
  ids: string | null;
  days: string | null;
  grades: string | null;
  departments: string[] | null;
  sites: string[] | null;
}

/** What everybody did, job by job. Grain: one job of one person. */
export async function readEverybodysJobs(db: Database, organisationId: string): Promise<Map<string, Job[]>> {
  const columns = await db.first<JobColumns>(
    `select ${listed('person_id')} as ids, ${listedDays('starts_on')} as days, ${listed('grade')} as grades,
       json_agg(department) as departments, json_agg(site) as sites
     from (
       select person_id, starts_on, grade, department, site from job_spells
       where organisation_id = $1 and superseded_at is null order by person_id, starts_on
     ) every`,
    [organisationId],
  );
  return columns ? jobsIn(columns) : new Map();
}

function jobsIn({ departments, sites, ...columns }: JobColumns): Map<string, Job[]> {
  const days = dayListIn(columns.days);
  const grades = numberListIn(columns.grades);
  const jobsOf = new Map<string, Job[]>();
  for (const [at, id] of listIn(columns.ids).entries()) {
    const job = {
      on: days[at] ?? '',
      grade: grades[at] ?? null,
      department: departments?.[at] ?? '',
      site: sites?.[at] ?? '',
    };
    const known = jobsOf.get(id);
    if (known) known.push(job);
    else jobsOf.set(id, [job]);
  }
  return jobsOf;
}
