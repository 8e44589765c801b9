/*
 * Participants against comparable others, told by the tables alone (metrics, 2.5): nothing here is used by the product. $1 is
 * the cohort, $2 the as-of day. Each statement gives `value`, over all who are compared.
 */

/** How long somebody had been there at the start, in three bands. */
const band = 'case when t0 - f >= 1826 then 2 when t0 - f >= 730 then 1 else 0 end';

/** Who could take part: spells of employment joined over gaps of thirty days, and the one that holds the start of the cohort. */
const base = `c as (select organisation_id, starts_on as t0, starts_on + 60 as t1 from cohorts where id = $1
), marked as (
  select e.person_id, e.starts_on, e.ends_on,
    case when e.starts_on - lag(e.ends_on) over (partition by e.person_id order by e.starts_on) <= 30 then 0 else 1 end as fresh
  from employment_spells e join c on c.organisation_id = e.organisation_id
), numbered as (select m.*, sum(fresh) over (partition by person_id order by starts_on) as island from marked m
), spells as materialized (
  select person_id, min(starts_on) as f, case when bool_or(ends_on is null) then null else max(ends_on) end as l from numbered group by person_id, island
), facts as materialized (
  select h.id, s.f, s.l, j.department, j.site, j.grade, h.hired_on, matched.on_day as matched_on, mentored.on_day as mentored_on, c.t0, c.t1,
    exists (select from stage_events x join cohorts o on o.id = x.cohort_id where x.person_id = h.id and x.stage = 'matched'
      and x.cohort_id <> $1 and x.at::date >= c.t0 - 365 and x.at::date < c.t0) as took_before
  from people h join c on c.organisation_id = h.organisation_id
  join lateral (select * from spells s where s.person_id = h.id and s.f <= c.t0 order by s.f desc limit 1) s on true
  join lateral (select * from job_spells j where j.person_id = h.id and j.superseded_at is null and j.starts_on <= c.t0
    order by j.starts_on desc limit 1) j on true
  left join lateral (select min(at::date) as on_day from stage_events x where x.person_id = h.id and x.cohort_id = $1 and x.stage = 'matched'
    and x.role <> 'mentor') matched on true
  left join lateral (select min(at::date) as on_day from stage_events x where x.person_id = h.id and x.cohort_id = $1 and x.stage = 'matched'
    and x.role = 'mentor') mentored on true
), base as materialized (
  select * from facts where (l is null or l > t0) and not took_before
    and department in ('Sales', 'Legal', 'Ops', 'Lab') and grade >= 2 and hired_on is not null and t0 - f >= 90
)`;

/** Of them those who were still there at the landmark, mentees and others. */
const there = `there as materialized (
  select b.*, coalesce(matched_on <= t1, false) as takes_part, concat_ws('/', department, site, ceil(grade / 3.0), ${band}) as stratum
  from base b where (l is null or l > t1) and not coalesce(mentored_on <= t1, false)
)`;
const people = `${base}, ${there}`;

/**
 * Of them those whose grade a mentor has, mentors and others: alike in grade, tenure and place where nine of ten mentors who have a
 * counterpart of their grade keep one so, else in grade and tenure, else in grade.
 */
const thereOfGrade = `of_grade as materialized (
  select b.*, coalesce(mentored_on <= t1, false) as takes_part, grade::text as in_grade, concat_ws('/', grade, ${band}) as in_tenure,
    concat_ws('/', grade, department, site, ${band}) as in_place
  from base b where (l is null or l > t1) and not coalesce(matched_on <= t1, false)
    and grade in (select grade from facts where mentored_on <= t1)
), reached as (
  select count(*) filter (where exists (select from of_grade o where not o.takes_part and o.in_grade = m.in_grade)) as in_grade,
    count(*) filter (where exists (select from of_grade o where not o.takes_part and o.in_tenure = m.in_tenure)) as in_tenure,
    count(*) filter (where exists (select from of_grade o where not o.takes_part and o.in_place = m.in_place)) as in_place
  from of_grade m where m.takes_part
), there as materialized (
  select g.*, case when r.in_place >= 0.9 * r.in_grade then g.in_place when r.in_tenure >= 0.9 * r.in_grade then g.in_tenure else g.in_grade end as stratum
  from of_grade g, reached r
)`;
const ofMentors = (sql: string) => sql.replace(there, () => thereOfGrade);

/**
 * Of `there`, or a part of it, those with a counterpart in their stratum, followed from the landmark on; in each stratum the others
 * weigh as many as take part.
 */
const compared = (condition: string) => `chosen as materialized (select * from there where ${condition}
), arms as materialized (
  select *, least(coalesce(l, $2::date), $2::date) - t1 as t, coalesce(l <= $2::date, false) as gone, case when takes_part then 1.0 else
    (select count(*) filter (where takes_part)::float8 / count(*) filter (where not takes_part) from chosen o where o.stratum = a.stratum) end as w
  from chosen a where exists (select from chosen o where o.stratum = a.stratum and o.takes_part <> a.takes_part)
)`;

/** Survival of all causes and incidence of `cause = 'x'` at every time, in both groups. */
const curves = `steps as (
  select takes_part, t, coalesce(sum(w) filter (where cause is not null), 0)::float8 as d, coalesce(sum(w) filter (where cause = 'x'), 0)::float8 as dx,
    (select sum(w) from spells_of o where o.takes_part = s.takes_part and o.t >= s.t)::float8 as n
  from spells_of s group by takes_part, t
), curve as materialized (
  select *, exp(sum(ln(greatest(1 - d / n, 1e-300))) over w) as after, exp(coalesce(sum(ln(greatest(1 - d / n, 1e-300))) over (
    partition by takes_part order by t rows between unbounded preceding and 1 preceding), 0)) as before
  from steps window w as (partition by takes_part order by t rows between unbounded preceding and current row)
)`;

const exits = `with ${people}, ${compared('true')}, spells_of as materialized (select takes_part, w, t, case when gone then 'x' end as cause from arms), ${curves}`;

const incidence = (
  condition: string,
  spellsOf: string,
) => `with ${people}, ${compared(condition)}, ${spellsOf}, ${curves}, at_year as (
    select takes_part, sum(before * dx / n) as share from curve where t <= 365 group by takes_part)
  select (select share from at_year where takes_part) - (select share from at_year where not takes_part) as value, (select count(*) from arms)::int as base`;

/** Changes of job after the first, with what changed. */
const changes = `changes as materialized (
  select j.person_id, j.starts_on as on_day, j.grade > lag(j.grade) over w as rises, j.grade is distinct from lag(j.grade) over w as changes_grade,
    (j.department, j.site) is distinct from (lag(j.department) over w, lag(j.site) over w) as moves, row_number() over w as nth
  from job_spells j join c on c.organisation_id = j.organisation_id where j.superseded_at is null window w as (partition by j.person_id order by j.starts_on)
), regradings as (
  select on_day from changes where nth > 1 and rises group by on_day
  having count(*) >= greatest(10, 0.2 * (select count(distinct person_id) from changes))
)`;
const careerSpells = (first: string) => `${changes}, moved as (
  select a.id, min(x.on_day) as on_day from arms a join changes x on x.person_id = a.id and x.nth > 1 and x.on_day > a.t1 and ${first} group by a.id
), spells_of as materialized (
  select a.takes_part, a.w, case when m.on_day - a.t1 <= a.t then greatest(1, m.on_day - a.t1) else a.t end as t,
    case when m.on_day - a.t1 <= a.t then 'x' when a.gone then 'exit' end as cause
  from arms a left join moved m on m.id = a.id
)`;
const regraded = `select r.starts_on from (select j.starts_on, j.grade > lag(j.grade) over (partition by j.person_id order by j.starts_on) as rises
    from job_spells j join c on c.organisation_id = j.organisation_id where j.superseded_at is null) r where r.rises group by r.starts_on
  having count(*) >= greatest(10, 0.2 * (select count(distinct j.person_id) from job_spells j join c on c.organisation_id = j.organisation_id where j.superseded_at is null))`;
const couldRise = `grade_then < (select max(grade) from (select distinct on (j.person_id) j.grade from job_spells j join c on c.organisation_id = j.organisation_id
    where j.superseded_at is null and j.starts_on <= c.t1 order by j.person_id, j.starts_on desc) x)
  and not exists (select from (select j.starts_on, j.grade is distinct from lag(j.grade) over (order by j.starts_on) as changes,
      coalesce(j.grade > lag(j.grade) over (order by j.starts_on), false) as rises, row_number() over (order by j.starts_on) as nth
    from job_spells j where j.person_id = there.id and j.superseded_at is null) k
    where k.changes and k.nth > 1 and not (k.rises and k.starts_on in (${regraded})) and k.starts_on <= there.t1 and k.starts_on > (there.t1 - interval '6 months')::date)`;
/** With the grade at the landmark. */
const withGrade = (sql: string) =>
  sql.replace(
    'from base b where',
    () =>
      ', (select j.grade from job_spells j where j.person_id = b.id and j.superseded_at is null and j.starts_on <= b.t1 order by j.starts_on desc limit 1) as grade_then from base b where',
  );

const differenceOfSurvival = `(select coalesce((select after from curve where takes_part and t <= 365 order by t desc limit 1), 1)
  - coalesce((select after from curve where not takes_part and t <= 365 order by t desc limit 1), 1))`;

/** Heads on the last days of the month before and of each of twelve months, and who left in it, of whom by choice. */
const turnoverMonths = (first: string) => `heads as (
  select (select count(*) from spells where f < m and (l is null or l >= m))::numeric as before,
    (select count(*) from spells where f < m + interval '1 month' and (l is null or l >= m + interval '1 month'))::numeric as after,
    (select count(*) from spells where l >= m and l < m + interval '1 month')::numeric as gone,
    (select count(*) from spells s where l >= m and l < m + interval '1 month' and exists (
      select from employment_spells e where e.person_id = s.person_id and e.ends_on = s.l and e.end_reason = 'voluntary'))::numeric as chosen,
    (select count(*) from spells s join employment_spells e on e.person_id = s.person_id and e.ends_on = s.l
      where l >= m and l < m + interval '1 month' and e.end_reason = 'involuntary')::numeric as dismissed,
    (select count(*) from spells s join employment_spells e on e.person_id = s.person_id and e.ends_on = s.l
      where l >= m and l < m + interval '1 month' and e.end_reason = 'retirement')::numeric as retired
  from generate_series(${first}, ${first} + interval '11 months', interval '1 month') m
)`;
const lastMonths = turnoverMonths(`date_trunc('month', $2::date) - interval '12 months'`);
/** The last calendar year that has been over for a month. */
const lastYear = turnoverMonths(`date_trunc('year', $2::date - interval '1 month') - interval '1 year'`);

/**
 * Who left for one reason that is not choice. Told where choice is told, too, five or more did, all but them are none or five or
 * more, and it is not the smaller one beside a single hidden reason, nor the last one beside two with fewer than five.
 */
const leftFor = (part: 'dismissed' | 'retired') => `with ${people}, ${lastYear}, sums as (
    select sum(gone) as g, sum(chosen) as v, sum(dismissed) as i, sum(retired) as r, sum(gone / ((before + after) / 2.0)) * sum(${part}) / nullif(sum(gone), 0) as value,
      round(avg((before + after) / 2.0))::int as base from heads
  ), cells as (
    select name, n, nth, n < 5 or g - v - n between 1 and 4 as small
    from sums, lateral (values ('dismissed', i, 1), ('retired', r, 2), ('rest', g - v - i - r, 3)) x (name, n, nth)
  ), told as (
    select name, (select count(*) from cells where small) as hidden, (select sum(n) from cells where small) as behind,
      row_number() over (order by n, nth) as place from cells where not small
  )
  select case when g = 0 or v >= 5 and g - v >= 5 and exists (select from told where name = '${part}'
    and (hidden = 0 or hidden = 1 and place > 1 or hidden = 2 and behind >= 5)) then coalesce(value, 0) end as value, base from sums`;

/** Twenty or more in each group, and ten exits. */
const isEnough = `(select count(*) from arms where gone) >= 10
  and (select least(count(*) filter (where takes_part), count(*) filter (where not takes_part)) from arms) >= 20`;
const retentionDifference = `${exits} select case when ${isEnough} then ${differenceOfSurvival} end as value, (select count(*) from arms)::int as base`;
const keptDays = `${exits}, pieces as (
      select takes_part, before * (least(t, 365) - least(coalesce(lag(t) over (partition by takes_part order by t), 0), 365)) as days from curve
    ), areas as (select takes_part, sum(days) as days from pieces group by takes_part)
    select case when ${isEnough} then (select days from areas where takes_part) - (select days from areas where not takes_part) end as value,
      (select count(*) from arms)::int as base`;
const promotions = incidence(
  couldRise,
  careerSpells('x.rises and x.on_day not in (select on_day from regradings)'),
);
const moves = incidence('true', careerSpells('x.moves and not coalesce(x.rises, false)'));

/** Of those compared, who chose to leave in the calendar year that begins after the landmark; where it is told. */
export const leftByChoiceInSql = `with ${people}, ${compared('true')}, years as (select date_trunc('year', t1) + interval '1 year' as y from c
  ), leavers as (
    select takes_part, sum(w) filter (where gone and l >= y and l < y + interval '1 year') / sum(w) as left_then,
      count(*) filter (where gone and l >= y and l < y + interval '1 year') as m,
      count(*) filter (where gone and l >= y and l < y + interval '1 year' and exists (select from employment_spells e
        where e.person_id = arms.id and e.ends_on = arms.l and e.end_reason = 'voluntary')) as v
    from arms, years group by takes_part
  )
  select sum(case when takes_part then 1 else -1 end * left_then * v / m)::float8 as value from leavers`;

/** What is compared between mentors and colleagues of their grade; their careers are told under the keys of mentees. */
export const mentorOutcomesInSql = {
  'promotion-difference': withGrade(ofMentors(promotions)),
  'mobility-difference': ofMentors(moves),
} as const;

/** What is compared between participants and others, by metric. */
export const outcomesInSql = {
  'retention-difference': retentionDifference,
  'retention-kept-days': keptDays,
  'mentor-retention-difference': ofMentors(retentionDifference),
  'mentor-retention-kept-days': ofMentors(keptDays),
  'retention-naive': `with ${people}, shares as (
      select coalesce(matched_on <= $2::date, false) as ever, avg(case when l <= $2::date then 0.0 else 1 end) as share
      from base where not coalesce(mentored_on <= $2::date, false) group by 1)
    select (select share from shares where ever) - (select share from shares where not ever) as value, (select count(*) from base)::int as base`,
  'promotion-difference': withGrade(promotions),
  'mobility-difference': moves,
  'mentee-to-mentor': `with done as (
      select e.person_id as id, min(e.at)::date as from_day, min(e.at) as at from stage_events e
      where e.cohort_id = $1 and e.stage = 'completed' and e.role = 'mentee' group by e.person_id
    ), followed as (
      select d.*, h.left_on, (select min(x.at)::date from stage_events x where x.person_id = d.id and x.stage = 'active' and x.role = 'mentor' and x.at > d.at) as mentor_on
      from done d join people h on h.id = d.id where (h.left_on is null or h.left_on > d.from_day) and d.from_day < $2::date
    ), ends as (
      select case when mentor_on <= $2::date then greatest(1, mentor_on - from_day) end as rose, case when left_on <= $2::date then greatest(1, left_on - from_day) end as left_after,
        $2::date - from_day as seen from followed
    ), spells_of as materialized (
      select true as takes_part, 1.0 as w, least(rose, left_after, seen) as t,
        case when rose <= least(left_after, seen) then 'x' when left_after <= seen then 'exit' end as cause from ends
    ), ${curves}
    select coalesce(sum(before * dx / n) filter (where t <= 365), 0) as value, (select count(*) from spells_of)::int as base from curve`,
  turnover: `with ${people}, ${lastMonths} select sum(gone / ((before + after) / 2.0)) as value, round(avg((before + after) / 2.0))::int as base from heads`,
  'turnover-voluntary': `with ${people}, ${lastYear} select case when sum(gone) = 0 or sum(chosen) >= 5 and sum(gone - chosen) >= 5 then
      coalesce(sum(gone / ((before + after) / 2.0)) * sum(chosen) / nullif(sum(gone), 0), 0) end as value, round(avg((before + after) / 2.0))::int as base from heads`,
  'turnover-involuntary': leftFor('dismissed'),
  'turnover-retirement': leftFor('retired'),
  'retention-closed-group': `with ${people}, year_ago as (select s.* from spells s where s.f <= $2::date - interval '1 year' and (s.l is null or s.l > $2::date - interval '1 year'))
    select avg(case when l <= $2::date then 0.0 else 1 end) as value, count(*)::int as base from year_ago`,
  'return-on-investment': `${exits} select ((select count(distinct person_id) from stage_events where cohort_id = $1 and stage = 'matched' and role <> 'mentor')
      * ${differenceOfSurvival} * 60000 * (0.16 + 0.21 + 0.30) / 3 - 50000) / 50000 as value,
      (select count(distinct person_id) from stage_events where cohort_id = $1 and stage = 'matched' and role <> 'mentor')::int as base`,
} as const;

/** By department: who took each step out of whom, and the ratio to the best large group and to all others. */
export const accessInSql = `with ${people}, steps as (
    select person_id, min(at::date) filter (where stage = 'in-pool') as pool, min(at::date) filter (where stage = 'matched') as matched,
      min(at::date) filter (where stage = 'active') as active, min(at::date) filter (where stage = 'completed') as completed
    from stage_events where cohort_id = $1 group by person_id
  ), could as (
    select coalesce(nullif(h.department, ''), 'not-stated') as grp, s.pool, s.matched, s.active,
      coalesce(s.completed <= $2, false) as is_completed, coalesce(least(s.active, s.completed) <= $2, false) as is_active,
      coalesce(least(s.matched, s.active, s.completed) <= $2, false) as is_matched,
      coalesce(least(s.pool, s.matched, s.active, s.completed) <= $2, false) as is_in
    from people h join c on c.organisation_id = h.organisation_id left join steps s on s.person_id = h.id
    where (h.left_on is null or h.left_on > c.t0) and (coalesce(s.pool, s.matched, s.active, s.completed) is not null
      or h.department in ('Sales', 'Legal', 'Ops', 'Lab') and h.grade >= 2 and h.hired_on is not null
        and exists (select from spells e where e.person_id = h.id and e.f <= $2 and (e.l is null or e.l > $2) and $2 - e.f >= 90))
  ), outcomes as (
    select grp, 'participation' as stage, is_in as reached, false as waits from could
    union all select grp, 'match', is_matched, not is_matched and coalesce($2 - pool < 21, false) from could where is_in
    union all select grp, 'active', is_active, not is_active and coalesce($2 - matched < 30, false) from could where is_matched
    union all select grp, 'completed', is_completed, not is_completed from could where is_active
  ), cells as (
    select stage, grp, count(*)::float8 as n, count(*) filter (where reached)::float8 as r from outcomes where not waits group by stage, grp
  ), sums as (select *, sum(n) over (partition by stage) as all_n, sum(r) over (partition by stage) as all_r from cells
  ), reference as (
    select distinct on (stage) stage, grp, r / n as rate from sums where n >= 30 order by stage, r / n desc, n desc, grp collate "C"
  )
  select s.stage || ' ' || s.grp as name, s.n::int as n, s.r::int as r,
    case when s.n >= 5 and s.n >= 0.02 * all_n and f.grp <> s.grp and f.rate > 0 then s.r / s.n / f.rate end as to_reference,
    case when s.n >= 5 and s.n >= 0.02 * all_n and all_n - s.n >= 5 and all_r > s.r then (s.r / s.n) / ((all_r - s.r) / (all_n - s.n)) end as to_others
  from sums s left join reference f on f.stage = s.stage order by 1`;

/** How often a pairing that came to something had the higher score, ties counted half; $1 is the program, $2 the as-of day. */
export const scoreInSql = (letIn: (least: number) => string) => `with recursive scored as (
    select p.id::text as who, p.started_at::date + 90 as day, p.score, p.ended_at::date as e, p.cadence_days as c,
      (select max(m.starts_at::date) from meetings m where m.pairing_id = p.id and m.state = 'held' and m.starts_at::date <= p.started_at::date + 90) as met,
      (select array_agg((w.answers ->> 'fit')::int) from pairing_members b left join survey_asks a on a.pairing_id = p.id and a.person_id = b.person_id and a.moment = 'fit'
        left join survey_answers w on w.ask_id = a.id and w.round is not null where b.pairing_id = p.id) as fits
    from pairings p join cohorts o on o.id = p.cohort_id join proposals q on q.id = p.proposal_id and q.origin = 'run'
    where o.program_id = $1 and p.started_at::date + 90 <= $2::date
  ), judged as (
    select *, case when e <= day or met is null or met < day - greatest(30, ceil(1.5 * c))::int or 4 > any (fits) then false
      when array_position(fits, null) is null then true end as yes from scored
  ), given as (select * from judged where yes is not null and day < $2::date), ${letIn(10)}
  select sum(case when a.score > b.score then 1.0 when a.score = b.score then 0.5 else 0 end) / count(*) as value, (select count(*) from counted)::int as base
  from counted a join counted b on a.yes and not b.yes`;
