/*
 * How long everybody stays, and how often they rise and move, told by the tables alone (metrics, 2.4): nothing here is used by the
 * product. $1 is a cohort of the organisation, $2 the as-of day. Days are those of UTC.
 */

/** Times of employment joined over gaps of thirty days, and the window of the last twelve full months. */
const employments = `c as (select organisation_id from cohorts where id = $1
), w as (
  select date_trunc('month', $2::date)::date as until, (date_trunc('month', $2::date) - interval '12 months')::date as since
), spans as (
  select e.person_id, e.starts_on, e.ends_on, e.end_reason, true as known from employment_spells e join c using (organisation_id) where e.starts_on <= $2::date
  union all
  select h.id, coalesce(h.hired_on, h.created_at::date), h.left_on, null, h.hired_on is not null from people h join c using (organisation_id)
  where h.id not in (select e.person_id from employment_spells e join c using (organisation_id))
), marked as (
  select *, case when starts_on - lag(ends_on) over (partition by person_id order by starts_on) <= 30 then 0 else 1 end as fresh from spans
), islands as (select *, sum(fresh) over (partition by person_id order by starts_on) as island from marked
), lives as materialized (
  select person_id, min(starts_on) as f, case when bool_or(ends_on is null) then null else max(ends_on) end as l,
    (array_agg(end_reason order by starts_on desc))[1] as reason, bool_and(known) as known
  from islands group by person_id, island
)`;

/** In months of tenure: unknown up to `enter`, gone in `gone`, followed through `seen`. */
const followed = `${employments}, begins as (
  select least((select o.created_at::date from organisations o join c using (organisation_id)), (select min(l) from lives where l <= $2::date and known)) as b
), followed as materialized (
  select f, coalesce(reason = 'voluntary', false) as chosen, case when f < b then ceil((b - f) * 16 / 487.0) else 0 end as enter,
    case when l is not null then greatest(1, ceil((l - f) * 16 / 487.0)) end as gone, floor((until - f) * 16 / 487.0) as seen
  from lives, begins, w where known
)`;

/** The months by which a share has left; the share is written in, so that one statement is one number. */
export const tenureInSql = (share: number): string => `with ${followed}, spells as (
    select enter, least(gone, seen) as t, coalesce(gone <= seen, false) as event from followed where least(gone, seen) > enter
  ), steps as (
    select t, count(*) filter (where event)::float8 as d, (select count(*) from spells o where o.t >= s.t and o.enter < s.t)::float8 as n from spells s group by t
  ), told as (
    select *, exp(sum(ln(greatest(1 - d / n, 1e-300))) over (order by t)) as s from steps
    where t < coalesce((select min(t) from steps where n < 10), 'infinity')
  ), reached as (select t, s from told where s <= 1 - ${share} + 1e-9 order by t limit 1)
  select case when abs(s - 1 + ${share}) < 1e-9 then (t + coalesce((select min(t) from told where told.t > reached.t and d > 0), (select max(t) from told))) / 2
    else t end::float8 as value from reached`;

/**
 * By tenure in years, the share that has left by choice; each stretch to the end of the last calendar year of which its reasons are told. Whether
 * they are is found by trying every set of years: what is left of these years when any stretches are taken away is five and five, or nothing.
 */
export const leftByChoiceInSql = `with recursive ${followed}, y as (
    select date_trunc('year', $2::date - interval '1 month')::date as until
  ), stretches (i, a, z) as (values (1, 0, 730.5), (2, 730.5, 1826.25), (3, 1826.25, 3652.5), (4, 3652.5, 7305)
  ), stays as materialized (
    select f, coalesce(reason = 'voluntary', false) as chosen, greatest(0, b - f) as enter, l,
      case when l is not null then greatest(0.5, l - f) end as gone from lives, begins where known
  ), leavers as materialized (
    select row_number() over () as id, extract(year from l)::int as yr, chosen, i from (
      select l, chosen, i from stays left join stretches on gone > a and gone <= z where gone > enter
      union all select l, chosen, null from stays where gone <= enter
      union all select l, coalesce(reason = 'voluntary', false), null from lives where not known
    ) x, y where l < until
  ), years as (
    select yr, count(*) filter (where chosen) >= 5 and count(*) filter (where not chosen) >= 5 as told, row_number() over (order by yr) - 1 as bit from leavers group by yr
  ), steps as (select yr, i, row_number() over (order by yr, i) as n from years, stretches
  ), walk (n, batched) as (
    select 0::bigint, '{}'::jsonb
    union all
    select s.n, case when ok then k.batched || fresh else k.batched end from walk k join steps s on s.n = k.n + 1, lateral (
      select coalesce(jsonb_object_agg(l.id, s.n), '{}') as fresh, count(*) filter (where chosen) >= 5 and count(*) filter (where not chosen) >= 5 as many
      from leavers l where l.i = s.i and l.yr <= s.yr and not k.batched ? l.id::text
    ) w, lateral (
      select many and not exists (
        select from generate_series(1, (select (1 << count(*)::int) - 1 from years)) set_of, lateral (
          select sum(least(inside_v, outside_v)) as v, sum(least(inside_o, outside_o)) as o from (
            select batch, count(*) filter (where chosen and is_in) as inside_v, count(*) filter (where not chosen and is_in) as inside_o,
              case when batch is null then 1e9 else count(*) filter (where chosen and not is_in) end as outside_v,
              case when batch is null then 1e9 else count(*) filter (where not chosen and not is_in) end as outside_o
            from (
              select chosen, (k.batched || fresh) ->> l.id::text as batch, told and l.yr <= s.yr and set_of & (1 << bit::int) > 0 as is_in from leavers l join years using (yr)
            ) each_of group by batch
          ) parts
        ) left_over
        where not exists (select from years where set_of & (1 << bit::int) > 0 and not (told and yr <= s.yr)) and least(v, o) < 5 and v + o > 0
      ) as ok
    ) x
  ), settled as (
    select l.i, coalesce(make_date(min(l.yr) filter (where not batched ? l.id::text), 1, 1), until) as day
    from leavers l, y, (select batched from walk order by n desc limit 1) last group by l.i, until having bool_or(batched ? l.id::text)
  ), pieces as materialized (
    select i, z, chosen, greatest(enter, a) as enter_at, least(gone, day - f, z) as t, coalesce(gone <= z and gone < day - f, false) as event
    from stays join settled on true join stretches using (i) where coalesce(gone > enter, true) and least(gone, day - f, z) > greatest(enter, a)
  ), thin as (
    select i from stretches where i not in (select i from settled)
    union select i from pieces p where (select count(*) from pieces o where o.i = p.i and o.t >= p.t and o.enter_at < p.t) < 10
    union select i from stretches s where (select count(*) from pieces o where o.i = s.i and o.t >= s.z) < 10
  ), told as (select * from stretches where i < coalesce((select min(i) from thin), 99)
  ), spread as (
    select p.*, row_number() over w * v / m > (row_number() over w - 1) * v / m as place from pieces p join (
      select i, count(*) as m, count(*) filter (where chosen) as v from pieces where event group by i
    ) sums using (i) where event window w as (partition by p.i order by t)
  ), steps_of as (
    select t, count(*)::float8 as d, count(*) filter (where place)::float8 as dx,
      (select count(*) from pieces o join told using (i) where o.t >= s.t and o.enter_at < s.t)::float8 as n
    from spread s join told using (i) group by t
  ), curve as (
    select *, exp(coalesce(sum(ln(greatest(1 - d / n, 1e-300))) over (order by t rows between unbounded preceding and 1 preceding), 0)) as before from steps_of
  )
  select round(z / 365.25)::int as years, (select sum(before * dx / n) from curve where t <= z)::float8 as value from told order by z`;

/** Everybody's jobs: since when they have been in their grade, and what comes next. */
const jobs = `${employments}, ordered as (
  select j.person_id, j.starts_on as on_day, j.grade, j.department, j.site, lag(j.grade) over w2 as grade_before, row_number() over w2 as nth,
    lead(j.starts_on) over w2 as next_on, lead(j.grade) over w2 > j.grade as rises_next,
    (lead(j.department) over w2, lead(j.site) over w2) is distinct from (j.department, j.site) as moves_next
  from job_spells j join c using (organisation_id) where j.superseded_at is null window w2 as (partition by j.person_id order by j.starts_on)
), regraded as (
  select next_on from ordered where rises_next group by next_on having count(*) >= greatest(10, 0.2 * (select count(distinct person_id) from ordered))
), careers as materialized (
  select *, (max(on_day) filter (where nth > 1 and grade is distinct from grade_before
      and not (grade > grade_before and grade_before is not null and on_day in (select next_on from regraded)))
    over (partition by person_id order by on_day) + interval '6 months')::date as settled_on from ordered
), seen as (
  select until, greatest(since, 1 + least((select o.created_at::date from organisations o join c using (organisation_id)),
    (select min(on_day) from ordered where nth > 1))) as since from w
), top as (
  select max(grade) as highest from (select distinct on (person_id) grade from ordered, seen where on_day <= since order by person_id, on_day desc) x
)`;
const rate = (parts: string, happens: string) => `with ${jobs}, parts as (${parts}
  ), spent as (
    select p.person_id, greatest(0, least(until, l, next_on) - greatest(since, f, from_day)) as days,
      (coalesce(${happens}, false) and f < next_on and (l is null or next_on < l) and next_on >= since and next_on < until)::int as event
    from parts p join lives using (person_id), seen
  )
  select (sum(event) / (sum(days) / 365.25))::float8 as value, (count(distinct person_id) filter (where days > 0))::int as base from spent`;

export const ratesInSql = {
  'promotion-rate': rate(
    `select *, greatest(on_day, settled_on) as from_day from careers, top where grade < highest and (next_on is null or greatest(on_day, settled_on) < next_on)`,
    'rises_next and next_on not in (select next_on from regraded)',
  ),
  'mobility-rate': rate(
    `select *, on_day as from_day from careers`,
    'moves_next and not coalesce(rises_next, false)',
  ),
} as const;
