/*
 * The engagement score and its judgement, told by the tables alone (metrics, 2.2): nothing here is used by the product. `p` holds
 * pairings with their begin, end and cadence, and the day on which each is read (`d`).
 */
const counted = `periods as (
  select p.id, p.s + (k - 1) * p.c as f, p.s + k * p.c as t from p, generate_series(1, 300) k
  where p.s + k * p.c <= least(coalesce(p.e, p.d), p.d) and not exists (select from pairing_pauses x where x.pairing_id = p.id
    and x.starts_on < p.s + k * p.c and (x.ends_on is null or x.ends_on > p.s + (k - 1) * p.c))
), moves as (
  select p.id, case when g.state = 'reached' and coalesce(g.confirmed_at, g.reached_at)::date <= p.d then true
    when g.created_at::date > p.d - 30 then null
    when coalesce(g.claimed_at, g.reached_at)::date <= p.d or exists (select from milestones m where m.goal_id = g.id) then
      coalesce(coalesce(g.claimed_at, g.reached_at)::date between p.d - 29 and p.d, false)
      or exists (select from milestones m where m.goal_id = g.id and m.done_at::date between p.d - 29 and p.d) end as moved
  from p join goals g on g.pairing_id = p.id
  where g.created_at::date <= p.d and not coalesce(coalesce(g.claimed_at, g.reached_at)::date < g.created_at::date, false)
), asked as (
  select p.id, i.answered_at::date <= p.d and i.answered_at::date - i.asked_at::date <= 14 is true as met
  from p join check_ins i on i.pairing_id = p.id join people h on h.id = i.person_id
  where p.d - i.asked_at::date >= 14
    and not coalesce(least(p.e, h.left_on) - i.asked_at::date < 14 and least(p.e, h.left_on) <= p.d, false)
), said as (
  select p.id, coalesce((select count(*) filter (where a.answer = 'held') >= 2 and bool_and(a.answer = 'held')
    from meeting_answers a where a.meeting_id = m.id), false) as met
  from p join meetings m on m.pairing_id = p.id and m.state = 'held' and m.starts_at::date <= p.d
), single as (
  select id, 'adherence' as part, exists (select from meetings m where m.pairing_id = periods.id and m.state = 'held'
    and m.starts_at::date >= f and m.starts_at::date < t) as met from periods
  union all select id, 'confirmation', met from said
  union all select id, 'goals', moved from moves where moved is not null
  union all select id, 'response', coalesce(met, false) from asked
), found as (
  select p.id, p.cohort_id, v.part, count(o.id)::float8 as n, count(o.id) filter (where o.met)::float8 as x
  from p cross join (values ('adherence'), ('confirmation'), ('goals'), ('response')) v (part)
  left join single o on o.id = p.id and o.part = v.part group by p.id, p.cohort_id, v.part
), mean as (select cohort_id, part, sum(x) / nullif(sum(n), 0) as m from found group by cohort_id, part
), scores as (
  select f.id, sum(f.n) as known, avg((f.x + 4 * m.m) / (f.n + 4)) * 100 as score
  from found f join mean m on m.cohort_id = f.cohort_id and m.part = f.part and m.m is not null group by f.id
)`;

/** The mean score of the running pairings of a cohort ($1) on a day ($2). */
export const engagementInSql = `with p as (
    select id, cohort_id, started_at::date as s, ended_at::date as e, cadence_days as c, $2::date as d from pairings
    where cohort_id = $1 and started_at::date <= $2::date
  ), ${counted}
  select avg(s.score) as value, count(*) as base from scores s join p on p.id = s.id
  where s.known > 0 and (p.e is null or p.e > p.d) and not exists (select from pairing_pauses x where x.pairing_id = p.id
    and x.starts_on < p.d + 1 and (x.ends_on is null or x.ends_on > p.d))`;

/** How often a pairing of a program ($1) that was completed with all content had the higher score on day 90; ties count half. */
export const engagementJudgedInSql = (letIn: (least: number) => string) => `with recursive q as (
    select date_trunc('quarter', $2::date)::date as since
  ), p as (
    select p.id, p.cohort_id, p.started_at::date as s, p.ended_at::date as e, p.cadence_days as c, p.started_at::date + 90 as d,
      p.state = 'completed' as done from pairings p join cohorts o on o.id = p.cohort_id join q on true
    where o.program_id = $1 and p.started_at::date + 90 < q.since and (p.ended_at is null or p.ended_at::date > p.started_at::date + 90)
  ), ${counted}, rated as (
    select p.id, array_agg((select i.usefulness from check_ins i where i.pairing_id = p.id and i.person_id = b.person_id
      and i.usefulness is not null and greatest(i.answered_at, i.due_at)::date < q.since order by i.answered_at desc limit 1)) as ratings
    from p join q on true join pairing_members b on b.pairing_id = p.id and b.declined_at is null group by p.id
  ), judged as (
    select p.id::text as who, p.e as day, round(s.score::numeric, 6) as score, case when not p.done or 4 > any (r.ratings) then false
      when array_position(r.ratings, null) is null then true end as yes
    from p join q on true join scores s on s.id = p.id join rated r on r.id = p.id where p.e < q.since
  ), given as (select * from judged where yes is not null), ${letIn(10)}
  select sum(case when a.score > b.score then 1.0 when a.score = b.score then 0.5 else 0 end) / count(*) as value,
    (select count(*) from counted)::int as base
  from counted a join counted b on a.yes and not b.yes`;
