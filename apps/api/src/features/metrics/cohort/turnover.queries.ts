import { addMonths } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { yearOfReasons } from '@ithaca/metrics/turnover';
import type { EmploymentFacts } from '@ithaca/metrics/turnover';

import type { Database } from '../../../platform/database/database.ts';
import { REHIRE_DAYS } from '../facts/workforce.queries.ts';

const MONTHS = 12;

/**
 * How many came and left in each of the last twelve full months, how many of a calendar year for which reasons, and who was there a year
 * ago? Grain: one organisation. Whoever comes back within thirty days has not left; whoever nobody said was hired is known from the day they entered the directory.
 */
export async function readEmployment(
  db: Database,
  organisationId: string,
  asOf: Day,
  timeZone: string,
): Promise<EmploymentFacts> {
  const firstOfMonth = `${asOf.slice(0, 7)}-01`;
  const { from } = yearOfReasons(asOf);
  const months = [from];
  for (let month = from; month < firstOfMonth;) months.push((month = addMonths(month, 1)));
  const yearAgo = addMonths(asOf, -MONTHS);
  // A month is told by how many of these first days a day has reached: 0 before all, 1 within the first, as many as there are after all.
  const rows = await db.query<{
    at: number;
    came: number;
    gone: number;
    voluntary: number;
    involuntary: number;
    retirement: number;
    there: number;
    lost: number;
  }>(
    `with spans as (
       select person_id, starts_on, ends_on, end_reason from employment_spells where organisation_id = $1
       union all
       select p.id, coalesce(p.hired_on, (p.created_at at time zone $5)::date), p.left_on, null from people p
       where p.organisation_id = $1
         and not exists (select from employment_spells e where e.organisation_id = $1 and e.person_id = p.id)
     ), told as (
       select person_id, starts_on, ends_on, end_reason, lag(ends_on) over w as ended_before, lead(starts_on) over w as next_on
       from spans where starts_on <= $3 window w as (partition by person_id order by starts_on)
     ), spells as (
       select starts_on, end_reason, ended_before is null or starts_on - ended_before > ${REHIRE_DAYS} as is_first,
         case when ends_on <= $3 and (next_on is null or next_on - ends_on > ${REHIRE_DAYS}) then ends_on end as gone_on,
         max(starts_on) filter (where ended_before is null or starts_on - ended_before > ${REHIRE_DAYS})
           over (partition by person_id order by starts_on) as since
       from told
     ), changes as (
       select starts_on as on_day, 1 as came, 0 as gone, 0 as voluntary, 0 as involuntary, 0 as retirement, (starts_on <= $4)::int as there, 0 as lost from spells where is_first
       union all
       select gone_on, 0, 1, (end_reason = 'voluntary')::int, (end_reason = 'involuntary')::int, (end_reason = 'retirement')::int,
         -(gone_on <= $4)::int, (gone_on > $4 and since <= $4)::int
       from spells where gone_on is not null
     )
     select width_bucket(on_day, $2::date[]) as at, sum(came)::int as came, sum(gone)::int as gone,
       coalesce(sum(voluntary), 0)::int as voluntary, coalesce(sum(involuntary), 0)::int as involuntary,
       coalesce(sum(retirement), 0)::int as retirement, sum(there)::int as there, sum(lost)::int as lost
     from changes group by 1`,
    [organisationId, months, asOf, yearAgo, timeZone],
  );
  const byMonth = new Map(rows.map((row) => [row.at, row]));
  let headcount = (byMonth.get(0)?.came ?? 0) - (byMonth.get(0)?.gone ?? 0);
  const sum = (of: (row: (typeof rows)[number]) => number, among = rows) =>
    among.reduce((total, row) => total + of(row), 0);
  const employed = sum(({ there }) => there);
  const counted = months.slice(0, -1).map((_, at) => {
    const { came = 0, gone = 0 } = byMonth.get(at + 1) ?? {};
    const headcountBefore = headcount;
    headcount += came - gone;
    return { headcountBefore, headcountAfter: headcount, separations: gone };
  });
  const ofYear = rows.filter(({ at }) => at >= 1 && at <= MONTHS);
  return {
    months: counted.slice(-MONTHS),
    reasons: {
      months: counted.slice(0, MONTHS),
      voluntary: sum(({ voluntary }) => voluntary, ofYear),
      involuntary: sum(({ involuntary }) => involuntary, ofYear),
      retirement: sum(({ retirement }) => retirement, ofYear),
    },
    yearAgo: { employed, stayed: employed - sum(({ lost }) => lost) },
  };
}
