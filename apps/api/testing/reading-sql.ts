import type { MetricKey } from '@ithaca/metrics/metric-grains';

import { letIn, settledAnswers } from './metric-sql.ts';

/*
 * The readings beside another number once more, told by the tables alone: over a year, by rank, by group, from one wave to the next.
 * Nothing here is used by the product. $1 is the cohort, $2 the as-of day.
 */

/** One row with the two figures of a number, or rows with a name; the spec says which. */
export const readingsInSql = {
  'participation-year': `with c as (
      select organisation_id, program_id, $2::date - 365 as t from cohorts where id = $1
    ), marked as (
      select e.person_id, e.starts_on, e.ends_on,
        case when e.starts_on - lag(e.ends_on) over (partition by e.person_id order by e.starts_on) <= 30 then 0 else 1 end as fresh
      from employment_spells e join c on c.organisation_id = e.organisation_id
    ), numbered as (select m.*, sum(fresh) over (partition by person_id order by starts_on) as island from marked m
    ), spells as (
      select person_id, min(starts_on) as f, case when bool_or(ends_on is null) then null else max(ends_on) end as l from numbered group by person_id, island
    ), closed as (
      select h.id from people h join c on c.organisation_id = h.organisation_id
      join spells s on s.person_id = h.id and s.f <= c.t and (s.l is null or s.l > c.t)
      left join lateral (select true as known, j.* from job_spells j where j.person_id = h.id and j.superseded_at is null and j.starts_on <= c.t
        order by j.starts_on desc limit 1) j on true
      where case when j.known then j.department else h.department end in ('Sales', 'Legal', 'Ops', 'Lab')
        and case when j.known then j.grade else h.grade end >= 2 and h.hired_on is not null and c.t - s.f >= 90
        and exists (select from spells x where x.person_id = h.id and x.f <= $2::date and (x.l is null or x.l > $2::date))
    )
    select count(*) filter (where exists (select from enrolments e join cohorts o on o.id = e.cohort_id join c on c.program_id = o.program_id
        where e.person_id = d.id and e.state <> 'draft' and e.submitted_at::date <= $2::date
          and not (e.state in ('completed', 'withdrawn', 'declined') and coalesce(e.ended_at, e.updated_at)::date <= c.t))) as part,
      count(*) as base from closed d`,
  'request-acceptance': `select rank::text as name, count(*) filter (where state = 'accepted')::int as part,
      count(*) filter (where state in ('accepted', 'declined', 'lapsed'))::int as base
    from mentor_requests where cohort_id = $1 and asked_at::date <= $2::date and suggested_by is null group by rank order by rank`,
  'mentor-burden': `with gave as (
      select m.person_id, h.department as grp, coalesce(sum(x.duration_minutes), 0)::float8 as minutes
      from pairing_members m join pairings p on p.id = m.pairing_id and p.started_at::date <= $2::date join people h on h.id = m.person_id
      left join meetings x on x.pairing_id = p.id and x.state = 'held' and x.starts_at::date <= $2::date
      where m.cohort_id = $1 and m.role = 'mentor' group by m.person_id, h.department
    ), middle as (select percentile_cont(0.5) within group (order by minutes) as it, sum(minutes) as every from gave)
    select grp as name, count(*)::int as n, count(*) filter (where minutes > it)::int as heavy, sum(minutes) / max(every) as share
    from gave, middle group by grp order by grp collate "C"`,
  'satisfaction-change': `with recursive given as (
      ${settledAnswers('mentee')}
    ), ${letIn(5)}, batched as (
      select g.*, (select min(w.done) from walk w where w.done >= d.k) as batch from counted g join days d on d.day = g.day
    ), parts as (
      select batch, count(distinct who) >= 5 and not (count(*) < 20 and count(*) filter (where yes) in (0, count(*))) as is_enough
      from (select distinct on (batch, who, wave) * from batched order by batch, who, wave, said desc) each group by batch, wave
    ), clean as (select batch from parts group by batch having bool_and(is_enough)
    ), last as (
      select distinct on (who, wave) wave, yes from batched where batch in (select batch from clean) order by who, wave, said desc
    ), waves as (
      select wave, avg(yes::int)::float8 as share, count(*) as n, row_number() over (order by wave desc) as back from last group by wave
    )
    select max(share) filter (where back = 1) - max(share) filter (where back = 2) as value,
      sum(n) filter (where back <= 2)::int as base, count(*)::int as waves from waves`,
  'recommendation-change': `with nets as (
      select moment, count(*) as n, 100.0 * (count(*) filter (where p >= 9) - count(*) filter (where p <= 6)) / count(*) as net
      from (select moment, (answers ->> 'recommend')::int as p from survey_answers
        where cohort_id = $1 and round is not null and answers ? 'recommend') x group by moment
    )
    select (select net from nets where moment = 'end') - (select net from nets where moment = 'middle') as value, sum(n)::int as base from nets`,
} satisfies Partial<Record<MetricKey, string>>;
