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

/** By tenure in years, the share that has left by choice; each stretch as far as reasons have been let in by five and five. */
export const leftByChoiceInSql = `with recursive ${followed}, stretches (i, a, z) as (
    values (1, 0, 24), (2, 24, 60), (3, 60, 120), (4, 120, 240)
  ), known as (
    select i, chosen, (date_trunc('month', f + ceil(gone * 487 / 16)::int - 1) + interval '1 month')::date as m
    from followed join stretches on gone > a and gone <= z where gone > enter
  ), by_month as (
    select i, m, count(*) filter (where chosen) as v, count(*) filter (where not chosen) as o, row_number() over (partition by i order by m) as nth
    from known, w where m <= until group by i, m
  ), walk as (
    select i, m, nth, v, o, v >= 5 and o >= 5 as closed from by_month where nth = 1
    union all
    select b.i, b.m, b.nth, x.v, x.o, x.v >= 5 and x.o >= 5 from walk k join by_month b on b.i = k.i and b.nth = k.nth + 1,
      lateral (select b.v + case when k.closed then 0 else k.v end as v, b.o + case when k.closed then 0 else k.o end as o) x
  ), closing as (select i, max(m) as day from walk where closed group by i
  ), settled as (
    select k.i, coalesce((select min(b.m) from by_month b where b.i = k.i and b.m > k.day) - interval '1 month', until)::date as day from closing k, w
  ), pieces as materialized (
    select i, z, chosen, enter_at, least(gone, seen_at) as t, coalesce(gone <= seen_at, false) as event
    from followed join settled on true join stretches using (i),
      lateral (select greatest(enter, a) as enter_at, least(z, floor((day - f) * 16 / 487.0)) as seen_at) x
    where least(gone, seen_at) > enter_at
  ), thin as (
    select i from stretches where i not in (select i from settled)
    union select i from pieces p where (select count(*) from pieces o where o.i = p.i and o.t >= p.t and o.enter_at < p.t) < 10
    union select i from stretches s where (select count(*) from pieces o where o.i = s.i and o.t >= s.z) < 10
  ), told as (select * from stretches where i < coalesce((select min(i) from thin), 99)
  ), steps as (
    select t, count(*) filter (where event)::float8 as d, count(*) filter (where event and chosen)::float8 as dx,
      (select count(*) from pieces o join told using (i) where o.t >= p.t and o.enter_at < p.t)::float8 as n
    from pieces p join told using (i) group by t
  ), curve as (
    select *, exp(coalesce(sum(ln(greatest(1 - d / n, 1e-300))) over (order by t rows between unbounded preceding and 1 preceding), 0)) as before from steps
  )
  select (z / 12)::int as years, (select sum(before * dx / n) from curve where t <= z)::float8 as value from told order by z`;

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
