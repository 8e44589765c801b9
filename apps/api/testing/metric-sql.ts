import type { MetricKey } from '@ithaca/metrics/metric-grains';

/*
 * The definition of a metric once more, told by the tables alone: nothing here is used by the product. $1 is the cohort,
 * $2 the as-of day. `part` of `base` are counts (or a sum over the base), `value` is an estimate that is no count.
 */

const pairings = `p as (
  select p.id, p.started_at::date as s, p.ended_at::date as e, p.cadence_days as c from pairings p where p.cohort_id = $1 and p.started_at is not null
), held as (select pairing_id, starts_at::date as day from meetings where cohort_id = $1 and state = 'held')`;
const isOpen = `p.s <= $2::date and (p.e is null or p.e > $2::date)`;
const isPaused = (from: string, to: string) =>
  `exists (select from pairing_pauses x where x.pairing_id = p.id and x.starts_on < ${to} and (x.ends_on is null or x.ends_on > ${from}))`;
const runs = `${isOpen} and not ${isPaused('$2::date', '$2::date + 1')}`;

const mentors = `m as (
  select e.id, e.capacity, e.submitted_at::date as since, count(p.id) filter (where p.ended_at is null or p.ended_at::date > $2::date) as load,
    max(p.ended_at::date) as last_end,
    coalesce((select sum(t.duration_minutes) from pairing_members x join meetings t on t.pairing_id = x.pairing_id and t.state = 'held'
      where x.enrolment_id = e.id and t.starts_at::date between $2::date - 29 and $2::date), 0) as minutes
  from enrolments e
  left join pairing_members b on b.enrolment_id = e.id left join pairings p on p.id = b.pairing_id and p.started_at is not null
  where e.cohort_id = $1 and e.role = 'mentor' and e.state in ('in-pool', 'matched') and e.capacity > 0
  group by e.id, e.capacity, e.submitted_at
)`;

const due = `from meetings m where m.cohort_id = $1 and (m.state in ('held', 'missed')
  or m.state = 'cancelled' and m.starts_at - m.ended_at < interval '24 hours') and m.starts_at::date <= $2::date`;

/** One row for each person and role: the first day of every stage; an invitation that leaves the role open counts for each. */
const stages = `own as (
  select person_id, role, ${['invited', 'registered', 'in-pool', 'proposed', 'matched', 'active', 'completed']
    .map((stage, at) => `min(at::date) filter (where stage = '${stage}') as d${at}`)
    .join(', ')}
  from stage_events where cohort_id = $1 and at::date <= $2::date group by person_id, role
), units as (
  select o.person_id, o.role, least(o.d0, i.d0) as d0, o.d1, o.d2, o.d3, o.d4, o.d5, o.d6
  from own o left join own i on i.person_id = o.person_id and i.role is null and o.role is not null
  where o.role is not null or not exists (select from own x where x.person_id = o.person_id and x.role is not null)
), reached as (
  select person_id, role, d0 is not null as is_invited, least(d0, d1, d2, d3, d4, d5, d6) as r0, least(d1, d2, d3, d4, d5, d6) as r1,
    least(d2, d3, d4, d5, d6) as r2, least(d3, d4, d5, d6) as r3, least(d4, d5, d6) as r4, least(d5, d6) as r5, d6 as r6 from units
)`;

/**
 * How many of `given(day, who, yes)` are let in: whole days before the as-of day, and only once `least` people have answered
 * since the last time, not fewer than twenty of them all alike, in batches of five that are put together whole. `judges`: answers
 * one by one, for which all of that holds; rounds are let in as they are.
 */
export const letIn = (least: number, judges = true) => {
  const isEnough = (ids: string, n: string, yes: string, most: number) =>
    `(select count(distinct x) from unnest(${ids}) x) >= ${most}
      ${judges ? `and not (${n} < 20 and ${yes} in (0, ${n}))` : ''}`;
  return `days as (
  select day, row_number() over (order by day) as k, array_agg(who) as ids, count(*) as n, count(*) filter (where yes) as yes from given group by day
), walk(k, ids, n, yes, big_ids, big_n, big_yes, done) as (
  select 0::bigint, array[]::text[], 0::bigint, 0::bigint, array[]::text[], 0::bigint, 0::bigint, 0::bigint
  union all
  select d.k, case when ok.it then array[]::text[] else w.ids || d.ids end, case when ok.it then 0 else w.n + d.n end,
    case when ok.it then 0 else w.yes + d.yes end,
    case when big.it then array[]::text[] when ok.it then w.big_ids || w.ids || d.ids else w.big_ids end,
    case when big.it then 0 when ok.it then w.big_n + w.n + d.n else w.big_n end,
    case when big.it then 0 when ok.it then w.big_yes + w.yes + d.yes else w.big_yes end,
    case when big.it then d.k else w.done end
  from walk w join days d on d.k = w.k + 1
  cross join lateral (select ${isEnough('w.ids || d.ids', 'w.n + d.n', 'w.yes + d.yes', judges ? Math.min(5, least) : least)} as it) ok
  cross join lateral (select ok.it and
    ${isEnough('w.big_ids || w.ids || d.ids', 'w.big_n + w.n + d.n', 'w.big_yes + w.yes + d.yes', least)} as it) big
), counted as (select g.* from given g join days d on d.day = g.day where d.k <= (select max(done) from walk))`;
};

/** The answers of a side that can no longer be changed, each by the last day on which it could be. */
export const settledAnswers = (side: string) =>
  `select greatest(answered_at::date, asked_at::date + 14) as day, answered_at::date as said, person_id::text as who, usefulness >= 4 as yes,
    usefulness as points, wave
  from check_ins where cohort_id = $1 and role = '${side}' and usefulness is not null
    and greatest(answered_at::date, asked_at::date + 14) < $2::date`;

const ratings = (side: string) => `with recursive given as (
  ${settledAnswers(side)}
), ${letIn(5)}, last as (select distinct on (who, wave) points from counted order by who, wave, said desc)`;

/** What is worth a look in a pairing, each reason by the definition of the dictionary. */
const signals = `${pairings}, members as (
  select b.pairing_id, b.person_id, b.role, b.enrolment_id, e.capacity, h.leave_from, h.leave_until
  from pairing_members b join p on p.id = b.pairing_id join enrolments e on e.id = b.enrolment_id join people h on h.id = b.person_id
), lasting as (
  select p.*, $2::date - p.s as age, (select max(day) from held where pairing_id = p.id and day <= $2::date) as met,
    (select min(starts_at::date) from meetings t where t.pairing_id = p.id and t.state = 'planned'
      and t.starts_at + make_interval(mins => t.duration_minutes) <= $3::timestamptz) as unsaid
  from p where ${runs}
), found as (
  select id, 'no-first-meeting' as code from lasting where met is null and unsaid is null and age >= 14
  union all select id, 'meeting-unconfirmed' from lasting where $2::date - unsaid >= 7
  union all select id, 'none-scheduled' from lasting l where age >= 7 and not exists (select from meetings t where t.pairing_id = l.id
    and t.state = 'planned' and t.starts_at + make_interval(mins => t.duration_minutes) > $3::timestamptz)
  union all select l.id, 'one-sided-cancellations' from lasting l join lateral (
      select array_agg(distinct x.cancelled_by) as who, bool_or(x.cancelled_by is null) as nobody, count(*) as n, min(x.ended_at)::date as since
      from (select ended_at, cancelled_by from meetings t where t.pairing_id = l.id and t.state = 'cancelled' and t.ended_at is not null
        group by ended_at, cancelled_by order by ended_at desc limit 2) x
    ) acts on acts.n = 2 and not acts.nobody and cardinality(acts.who) = 1 and $2::date - acts.since <= 60
      and not exists (select from held h where h.pairing_id = l.id and h.day > acts.since and h.day <= $2::date)
  union all select l.id, 'meetings-moved' from lasting l join lateral (
      select count(*) as n, bool_and(moved) as all_moved from (select t.times_moved > 0 or t.state = 'moved' as moved from meetings t
        where t.pairing_id = l.id and t.state <> 'cancelled' and (t.starts_at <= $3::timestamptz or t.times_moved > 0)
        order by t.starts_at desc, t.id limit 2) x
    ) two on two.n = 2 and two.all_moved
  union all select distinct l.id, 'doubtful-fit' from lasting l join survey_asks a on a.pairing_id = l.id and a.moment = 'fit'
    join survey_answers w on w.ask_id = a.id where (w.answers ->> 'fit')::int <= 2
  union all select distinct l.id, 'low-usefulness' from lasting l join (
      select pairing_id, usefulness as now, lead(usefulness) over (partition by pairing_id, person_id order by answered_at desc) as before,
        row_number() over (partition by pairing_id, person_id order by answered_at desc) as nth
      from check_ins where cohort_id = $1 and usefulness is not null and answered_at is not null
    ) c on c.pairing_id = l.id and c.nth = 1 and (c.now <= 2 or c.before - c.now >= 2)
  union all select distinct l.id, 'on-leave' from lasting l join members b on b.pairing_id = l.id
    where b.leave_from <= $2::date + 14 and (b.leave_until is null or b.leave_until >= $2::date and b.leave_until - b.leave_from >= 13)
  union all select l.id, 'message-unanswered' from lasting l join lateral (
      select author_id from messages g where g.pairing_id = l.id order by sent_at desc limit 1) last on true
    where $2::date - (select min(sent_at::date) from messages g where g.pairing_id = l.id and g.author_id = last.author_id
      and g.sent_at > coalesce((select max(sent_at) from messages o where o.pairing_id = l.id and o.author_id <> last.author_id), '-infinity')) >= 7
  union all select l.id, 'no-goal' from lasting l where age >= 30
    and not exists (select from goals g where g.pairing_id = l.id and g.state <> 'abandoned')
  union all select distinct l.id, 'mentor-over-capacity' from lasting l join members b on b.pairing_id = l.id and b.role = 'mentor'
    where (select count(*) from pairing_members o where o.enrolment_id = b.enrolment_id and o.open) > b.capacity
  union all select distinct l.id, 'job-changed' from lasting l join members b on b.pairing_id = l.id
    join job_spells s on s.person_id = b.person_id and s.superseded_at is null and s.starts_on > l.s and s.starts_on between $2::date - 30 and $2::date
    join lateral (select * from job_spells o where o.person_id = s.person_id and o.superseded_at is null and o.starts_on < s.starts_on
      order by o.starts_on desc limit 1) o on (o.department, o.grade, o.manager_id) is distinct from (s.department, s.grade, s.manager_id)
), waits as (
  select l.id, l.c, l.age, l.met, (select count(*) from generate_series(coalesce(l.met, l.s), $2::date - 1, interval '1 day') d
    where not exists (select from pairing_pauses x where x.pairing_id = l.id and x.starts_on <= d and (x.ends_on is null or x.ends_on > d))) as days
  from lasting l
), states as (
  select id, case when met is null and age < 14 then 'new' when days <= 1.25 * c then 'on-rhythm'
    when days > 2 * c and days >= 14 then 'stalled' else 'slipping' end as state from waits
)`;

/** First day by which so large a share of the pool was matched, where who left stays without: the incidence of one of two ends. */
const timeToMatch = (share: number) => `with entered as (
    select min(at::date) filter (where stage = 'in-pool') as pool, min(at::date) filter (where stage = 'matched') as matched,
      min(at::date) filter (where stage = 'withdrawn') as gone
    from stage_events where cohort_id = $1 and role = 'mentee' group by person_id
  ), ends as (
    select case when matched <= $2::date then greatest(0, matched - pool) end as m, case when gone <= $2::date then greatest(0, gone - pool) end as g, $2::date - pool as seen from entered where pool <= $2::date
  ), spells as (
    select least(m, g, seen) as t, case when m <= least(g, seen) then 'm' when g <= seen then 'g' end as cause from ends
  ), steps as (
    select t, count(*) filter (where cause = 'm')::float8 as d, count(cause)::float8 as all_d, (select count(*) from spells o where o.t >= s.t)::float8 as n from spells s group by t
  ), curve as (
    select t, d / n * exp(coalesce(sum(ln(greatest(1 - all_d / n, 1e-300))) over (order by t rows between unbounded preceding and 1 preceding), 0)) as part from steps
  ), incidence as (select t, sum(part) over (order by t) as share from curve)
  select (select min(t) from incidence where share >= ${share} - 1e-9) as value, (select count(*) from spells) as base`;

/** Counts of a part in a base, or a sum over it. */
export const countsInSql: Partial<Record<MetricKey, string>> = {
  'participation-rate': `select count(*) filter (where exists (select from enrolments e where e.person_id = h.id and e.cohort_id = $1
        and e.state <> 'draft' and e.submitted_at::date <= $2::date
        and not (e.state in ('withdrawn', 'declined') and coalesce(e.ended_at, e.updated_at)::date <= $2::date))) as part, count(*) as base
    from people h join cohorts c on c.organisation_id = h.organisation_id and c.id = $1
    where h.hired_on <= $2::date - 90 and (h.left_on is null or h.left_on > $2::date)`,
  'match-rate': `select count(*) filter (where matched - pool <= 21) as part, count(*) as base from (
    select min(at::date) filter (where stage = 'in-pool') as pool, min(at::date) filter (where stage = 'matched') as matched
    from stage_events where cohort_id = $1 and role = 'mentee' group by person_id) e where $2::date - pool >= 21`,
  'match-rate-current': `select count(*) filter (where exists (select from pairing_members b join pairings p on p.id = b.pairing_id
      where p.cohort_id = $1 and b.person_id = e.person_id and p.started_at is not null and p.ended_at is null)) as part, count(*) as base from (
    select person_id, min(at::date) as pool from stage_events where cohort_id = $1 and role = 'mentee' and stage = 'in-pool' group by person_id) e
    where $2::date - pool >= 21`,
  'places-filled': `select sum(least(e.capacity, (select count(*) from pairing_members b join pairings p on p.id = b.pairing_id
      where b.enrolment_id = e.id and p.started_at is not null and p.started_at::date - s.pool <= 21))) as part, sum(e.capacity) as base
    from enrolments e join (select person_id, min(at::date) as pool from stage_events where cohort_id = $1 and role = 'mentor' and stage = 'in-pool'
      group by person_id) s on s.person_id = e.person_id
    where e.cohort_id = $1 and e.role = 'mentor' and $2::date - s.pool >= 21`,
  'match-acceptance': `select count(*) filter (where answer = 'yes') as part, count(*) as base from (
      select case when m.accepted_at is not null then 'yes' when m.declined_at is not null then 'no'
        when p.started_at is null and p.state in ('declined', 'ended') and not exists (
          select from pairing_members o where o.pairing_id = p.id and o.person_id <> m.person_id and o.declined_at is not null) then 'expired' end as answer
      from pairing_members m join pairings p on p.id = m.pairing_id where p.cohort_id = $1 and m.role = 'mentee') x where answer is not null`,
  'active-pairings': `with ${pairings} select count(*) filter (where exists (
      select from held where pairing_id = p.id and $2::date - day <= greatest(30, 1.5 * c))) as part, count(*) as base
    from p where ${runs} and $2::date - s > greatest(30, 1.5 * c)`,
  'cadence-adherence': `with ${pairings} select sum(share) as part, count(*) as base from (
    select p.id, avg(case when exists (select from held where pairing_id = p.id and day >= s + (k - 1) * c and day < s + k * c) then 1.0 else 0 end) as share
    from p, generate_series(1, 300) k
    where s + k * c <= least(coalesce(e, $2::date), $2::date) and not ${isPaused('s + (k - 1) * c', 's + k * c')} group by p.id) x`,
  'meeting-volume': `with ${pairings} select sum(least(1.0, met::numeric / periods)) as part, count(*) as base from (
    select p.id, count(*) as periods, sum((select count(*) from held where pairing_id = p.id and day >= s + (k - 1) * c and day < s + k * c)) as met
    from p, generate_series(1, 300) k
    where s + k * c <= least(coalesce(e, $2::date), $2::date) and not ${isPaused('s + (k - 1) * c', 's + k * c')} group by p.id) x`,
  'weekly-rhythm': `with ${pairings} select count(*) filter (where exists (
      select from held where pairing_id = p.id and day > $2::date - c)) as part, count(*) as base
    from p where ${isOpen} and not ${isPaused('$2::date + 1 - c', '$2::date + 1')} and s <= $2::date + 1 - c`,
  'meetings-held': `select count(*) filter (where state = 'held') as part, count(*) as base ${due}`,
  'meetings-held-confirmed': `select count(*) filter (where state = 'held' and (
      select count(*) filter (where a.answer = 'held') >= 2 and bool_and(a.answer = 'held') from meeting_answers a where a.meeting_id = m.id)) as part, count(*) as base ${due}`,
  'pairings-at-risk': `with ${signals} select count(*) filter (where state in ('slipping', 'stalled')
      or exists (select from found f where f.id = s.id)) as part, count(*) as base from states s`,
  satisfaction: `${ratings('mentee')} select count(*) filter (where points >= 4) as part, count(*) as base from last`,
  'satisfaction-mean': `${ratings('mentee')} select sum(points) as part, count(*) as base from last`,
  'check-in-response': `select count(*) filter (where i.answered_at::date - i.asked_at::date <= 14) as part, count(*) as base
    from check_ins i join pairings p on p.id = i.pairing_id join people h on h.id = i.person_id
    where i.cohort_id = $1 and $2::date - i.asked_at::date >= 14
      and not coalesce(least(p.ended_at::date, h.left_on) - i.asked_at::date < 14 and least(p.ended_at::date, h.left_on) <= $2::date, false)`,
  'survey-response': `select count(*) filter (where a.is_answered) as part, count(*) as base
    from survey_asks a join people h on h.id = a.person_id join pairings p on p.id = a.pairing_id
    join pairing_members b on b.pairing_id = p.id and b.person_id = a.person_id join enrolments e on e.id = b.enrolment_id
    left join mails m on m.id = a.mail_id
    where a.cohort_id = $1 and a.moment = 'middle' and $2::date - a.asked_at::date >= 14
      and not (not a.is_answered and coalesce(m.state in ('failed', 'bounced'), false))
      and not coalesce(least(h.left_on, e.ended_at::date, case when p.state = 'ended' then p.ended_at::date end) - a.asked_at::date < 14
        and least(h.left_on, e.ended_at::date, case when p.state = 'ended' then p.ended_at::date end) <= $2::date, false)`,
  'goal-progress': `select sum(share) as part, count(*) as base from (
    select case when state = 'reached' then 1.0 else (
      select avg(case when done_at is null then 0.0 else 1 end) from milestones x where x.goal_id = g.id) end as share
    from goals g where cohort_id = $1 and not coalesce(claimed_at::date < created_at::date, false)) x where share is not null`,
  'goal-completion': `select count(*) filter (where state = 'reached' and claimed_at::date <= due_on) as part, count(*) as base
    from goals where cohort_id = $1 and due_on < $2::date and not coalesce(claimed_at::date < created_at::date, false)`,
  'goals-stale': `select count(*) filter (where $2::date - updated_at::date >= 30) as part, count(*) as base
    from goals where cohort_id = $1 and state not in ('reached', 'abandoned')`,
  'goals-written-after': `select count(*) filter (where claimed_at::date < created_at::date) as part, count(*) as base from goals where cohort_id = $1`,
  'completion-rate': `select count(*) filter (where completed) as part, count(*) as base from (
    select bool_or(stage = 'completed') as completed, bool_or(stage in ('matched', 'active', 'completed')) as matched
    from stage_events where cohort_id = $1 and role is not null group by person_id, role) x where matched`,
  'mentor-utilisation': `with ${mentors} select sum(least(capacity, load)) as part, sum(capacity) as base from m`,
  'mentor-over-capacity': `with ${mentors} select count(*) filter (where load > capacity) as part, count(*) as base from m`,
  'mentor-idle': `with ${mentors} select count(*) filter (where load = 0 and $2::date - greatest(since, last_end) >= 60) as part, count(*) as base
    from m where $2::date - since >= 60`,
};

/** Estimates that are no share of a base: `value` over `base` units. */
export const valuesInSql: Partial<Record<MetricKey, string>> = {
  'mentor-load': `with ${mentors} select avg(load) as value, count(*) as base from m`,
  'mentor-minutes': `with ${mentors} select avg(minutes) as value, count(*) as base from m`,
  'proposals-needed': `select avg(needed) as value, count(*) as base from (
    select b.person_id, count(*) filter (where p.started_at::date = first.day or p.published_at::date <= first.day) as needed
    from pairing_members b join pairings p on p.id = b.pairing_id
    join (select o.person_id, min(q.started_at::date) as day from pairing_members o join pairings q on q.id = o.pairing_id
      where q.cohort_id = $1 and o.role = 'mentee' and q.started_at is not null group by o.person_id) first on first.person_id = b.person_id
    where p.cohort_id = $1 and b.role = 'mentee' group by b.person_id) x`,
  'time-to-match': timeToMatch(0.5),
  'time-to-match-most': timeToMatch(0.8),
  recommendation: `with recursive given as (
      select round as day, id::text as who, null::boolean as yes, (answers ->> 'recommend')::int as points
      from survey_answers where cohort_id = $1 and moment = 'end' and round is not null and answers ? 'recommend'
    ), ${letIn(10, false)}
    select 100.0 * (count(*) filter (where points >= 9) - count(*) filter (where points <= 6)) / count(*) as value, count(*) as base from counted`,
};

/** Tables of counts: each row has a `name` and what is counted under it. */
export const tablesInSql: Partial<Record<MetricKey, string>> = {
  'funnel-conversion': `with ${stages}, way as (
      select u.way, r.* from reached r cross join lateral (values ('invited', r.is_invited), ('walk-in', not r.is_invited and r.r1 is not null)) u(way, is_on) where u.is_on
    ), steps as (
      ${['invited', 'registered', 'in-pool', 'proposed', 'matched', 'active', 'completed']
        .map(
          (stage, at) =>
            `select way, ${at} as at, '${stage}' as stage, count(r${at}) as reached, count(r${Math.max(0, at - 1)}) as before,
              count(*) filter (where $2::date - r${Math.max(0, at - 1)} < ${[0, 14, 7, 21, 21, 30, 0][at]}) as pending,
              count(r${at}) filter (where $2::date - r${Math.max(0, at - 1)} >= ${[0, 14, 7, 21, 21, 30, 0][at]}) as in_time from way group by way`,
        )
        .join(' union all ')}
    )
    select way || ' ' || stage as name, reached::int as n, case when at > (way = 'walk-in')::int then reached::float8 / nullif(before, 0) end as share,
      case when at > (way = 'walk-in')::int and at < 6 then pending::int end as pending,
      case when at > (way = 'walk-in')::int and at < 6 then in_time::float8 / nullif(before - pending, 0) end as mature
    from steps where way = 'invited' or at > 0 order by way, at`,
  'pairing-health': `with ${signals}
    select name, count(id)::int as n from unnest(array['on-rhythm', 'slipping', 'stalled', 'new', 'paused', 'ended']) name
    left join (select id, state from states
      union all select p.id, 'ended' from p where p.e <= $2::date
      union all select p.id, 'paused' from p where ${isOpen} and ${isPaused('$2::date', '$2::date + 1')}
    ) s on s.state = name group by name order by name`,
  'early-signals': `with ${signals} select code as name, count(*)::int as n from found group by code order by code`,
};

/** Where people left and why, with every count, also those that are too small to be shown. */
export const dropOutsInSql = `with ${stages}, furthest as (
    select r.*, case when r6 is not null then 'completed' when r5 is not null then 'active' when r4 is not null then 'matched'
      when r3 is not null then 'proposed' when r2 is not null then 'in-pool' when r1 is not null then 'registered' else 'invited' end as stage
    from reached r where coalesce(r0, r1) is not null
  ), why as (
    select f.stage, coalesce(e.reason, case when f.stage = 'invited' and $2::date - f.r0 >= 14 then 'no-reply' end) as reason
    from furthest f left join lateral (
      select case when n.state = 'declined' then 'not-admitted' else coalesce((
        select p.end_reason from pairing_members b join pairings p on p.id = b.pairing_id
        where b.enrolment_id = n.id and not b.open and p.started_at is not null and p.end_reason is not null order by p.ended_at desc limit 1), 'withdrew') end as reason
      from enrolments n where n.cohort_id = $1 and n.person_id = f.person_id and n.role = f.role and n.state in ('withdrawn', 'declined')
    ) e on true
    where f.stage <> 'completed'
  )
  select stage || ' ' || reason as name, count(*)::int as n from why where reason is not null group by stage, reason`;
