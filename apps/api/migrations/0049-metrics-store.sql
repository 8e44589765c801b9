-- Why: the numbers of cohorts are read from sums instead of from every meeting, and stay exact to the last commit. What is
--      written about meetings and check-ins adds a signed row to metric_deltas in its own transaction; a job folds these into
--      cohort_days; whoever reads sums both in one statement. What cannot be added up (when a pairing last met) is counted anew
--      for the pairing (pairing_stats), and what has no history of its own is noted every night (cohort_standings).
--      The day of a meeting is fixed when it is written, in the organisation's time zone of then. See decision 25.
-- Locks: an exclusive lock on meetings and check_ins while every row gets its day: about a minute for three million meetings.
-- Back: drop the triggers, functions, tables and columns below; nothing else holds what they hold.

alter table meetings
  add column day date,
  add column confirmations smallint not null default 0,
  add column denials smallint not null default 0;
alter table check_ins add column day date;

-- Room beside each row: most changes touch no index.
create table cohort_days (
  organisation_id uuid not null,
  cohort_id uuid not null,
  day date not null,
  planned integer not null default 0,
  held integer not null default 0,
  missed integer not null default 0,
  moved integer not null default 0,
  called_off_in_time integer not null default 0,
  called_off_late integer not null default 0,
  called_off_unknown integer not null default 0,
  -- Held, as two have said and nobody has denied.
  confirmed integer not null default 0,
  -- Of held meetings.
  minutes integer not null default 0,
  -- Held, and written down more than a day later.
  late integer not null default 0,
  -- Check-ins of the day on which they were asked.
  asked integer not null default 0,
  answered integer not null default 0,
  rated integer not null default 0,
  satisfied integer not null default 0,
  usefulness integer not null default 0,
  usefulness_squares integer not null default 0,
  constraint cohort_days_pk primary key (organisation_id, cohort_id, day),
  constraint cohort_days_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
) with (fillfactor = 70);

create table metric_deltas (
  organisation_id uuid not null,
  cohort_id uuid not null,
  id uuid not null default gen_random_uuid(),
  day date not null,
  planned integer not null default 0,
  held integer not null default 0,
  missed integer not null default 0,
  moved integer not null default 0,
  called_off_in_time integer not null default 0,
  called_off_late integer not null default 0,
  called_off_unknown integer not null default 0,
  confirmed integer not null default 0,
  minutes integer not null default 0,
  late integer not null default 0,
  asked integer not null default 0,
  answered integer not null default 0,
  rated integer not null default 0,
  satisfied integer not null default 0,
  usefulness integer not null default 0,
  usefulness_squares integer not null default 0,
  constraint metric_deltas_pk primary key (organisation_id, cohort_id, id),
  constraint metric_deltas_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create table pairing_stats (
  organisation_id uuid not null,
  pairing_id uuid not null,
  cohort_id uuid not null,
  held integer not null default 0,
  minutes integer not null default 0,
  first_held_at timestamptz,
  last_held_at timestamptz,
  -- The day of every held meeting, in order.
  held_on date[] not null default '{}',
  constraint pairing_stats_pk primary key (organisation_id, pairing_id),
  constraint pairing_stats_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
) with (fillfactor = 70);
create index pairing_stats_cohort on pairing_stats (organisation_id, cohort_id);

-- What is still to come, and what was called off: the few of a pairing's meetings that are looked at one by one.
create index meetings_planned on meetings (organisation_id, cohort_id, pairing_id, starts_at) where state = 'planned';
create index meetings_called_off on meetings (organisation_id, cohort_id, pairing_id, ended_at, cancelled_by) where state = 'cancelled';

create table cohort_standings (
  organisation_id uuid not null,
  cohort_id uuid not null,
  -- The day that was over when it was noted.
  day date not null,
  open integer not null,
  -- Of those open long enough to tell, how many met lately.
  active integer not null,
  active_of integer not null,
  on_rhythm integer not null,
  slipping integer not null,
  stalled integer not null,
  fresh integer not null,
  paused integer not null,
  ended integer not null,
  adherence double precision,
  median_days_since_held integer,
  noted_at timestamptz not null,
  constraint cohort_standings_pk primary key (organisation_id, cohort_id, day),
  constraint cohort_standings_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);

create table reconciliations (
  organisation_id uuid not null,
  day date not null,
  at timestamptz not null,
  -- Days of cohorts and pairings whose sums were off, and have been put right.
  drifted_days integer not null,
  drifted_pairings integer not null,
  constraint reconciliations_pk primary key (organisation_id, day)
);

do $$
declare
  t text;
begin
  foreach t in array array['cohort_days', 'metric_deltas', 'pairing_stats', 'cohort_standings', 'reconciliations'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- The day of a row, in the time zone that the organisation has when it is written.
create function set_meeting_day() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  select (new.starts_at at time zone o.time_zone)::date into new.day from organisations o where o.organisation_id = new.organisation_id;
  return new;
end $$;
create function set_check_in_day() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  select (new.asked_at at time zone o.time_zone)::date into new.day from organisations o where o.organisation_id = new.organisation_id;
  return new;
end $$;

-- What one meeting and one check-in add to their day is said once, here, and written into every function that counts.
do $$
declare
  columns constant text[] := array['planned', 'held', 'missed', 'moved', 'called_off_in_time', 'called_off_late', 'called_off_unknown',
    'confirmed', 'minutes', 'late', 'asked', 'answered', 'rated', 'satisfied', 'usefulness', 'usefulness_squares'];
  names constant text := array_to_string(columns, ', ');
  of_meeting constant text := $m$(state = 'planned')::int as planned, (state = 'held')::int as held, (state = 'missed')::int as missed,
    (state = 'moved')::int as moved, (state = 'cancelled' and starts_at - ended_at >= interval '24 hours' is true)::int as called_off_in_time,
    (state = 'cancelled' and starts_at - ended_at < interval '24 hours' is true)::int as called_off_late,
    (state = 'cancelled' and ended_at is null)::int as called_off_unknown,
    (state = 'held' and confirmations >= 2 and denials = 0)::int as confirmed,
    case when state = 'held' then duration_minutes::int else 0 end as minutes,
    (state = 'held' and created_at > starts_at + interval '24 hours')::int as late,
    0 as asked, 0 as answered, 0 as rated, 0 as satisfied, 0 as usefulness, 0 as usefulness_squares$m$;
  of_check_in constant text := $c$0 as planned, 0 as held, 0 as missed, 0 as moved, 0 as called_off_in_time, 0 as called_off_late,
    0 as called_off_unknown, 0 as confirmed, 0 as minutes, 0 as late, 1 as asked, (answered_at is not null)::int as answered,
    (usefulness is not null)::int as rated, (usefulness >= 4 is true)::int as satisfied,
    coalesce(usefulness::int, 0) as usefulness, coalesce(usefulness::int * usefulness::int, 0) as usefulness_squares$c$;
  sums text;
  signed text;
  differing text;
  added text;
  written text;
begin
  select string_agg(format('sum(%I)::int', c), ', '), string_agg(format('sum(sign * %I)::int', c), ', '),
      string_agg(format('sum(sign * %I) <> 0', c), ' or '), string_agg(format('%1$I = d.%1$I + excluded.%1$I', c), ', ')
    into sums, signed, differing, added from unnest(columns) c;
  written := format('insert into metric_deltas (organisation_id, cohort_id, day, %s)
    select organisation_id, cohort_id, day, %s from (', names, signed)
    || '%s) counted group by organisation_id, cohort_id, day having ' || differing || ';';

  execute format($f$
create function count_meetings() returns trigger language plpgsql set search_path = public, pg_temp as $body$
declare
  touched record;
begin
  if tg_op = 'INSERT' then
    %1$s
    for touched in
      select organisation_id, array_agg(distinct pairing_id) as pairings from after_rows where state = 'held'
      group by organisation_id order by organisation_id
    loop
      perform recount_pairings(touched.organisation_id, touched.pairings);
    end loop;
  elsif tg_op = 'DELETE' then
    %2$s
    for touched in
      select organisation_id, array_agg(distinct pairing_id) as pairings from before_rows where state = 'held'
      group by organisation_id order by organisation_id
    loop
      perform recount_pairings(touched.organisation_id, touched.pairings);
    end loop;
  else
    %3$s
    -- What is said of the one version and not of the other.
    for touched in
      select organisation_id, array_agg(distinct pairing_id) as pairings
      from (
        select organisation_id, pairing_id from (
          select organisation_id, id, pairing_id, starts_at, day, duration_minutes from before_rows where state = 'held'
          union all
          select organisation_id, id, pairing_id, starts_at, day, duration_minutes from after_rows where state = 'held'
        ) held group by organisation_id, id, pairing_id, starts_at, day, duration_minutes having count(*) = 1
      ) changed group by organisation_id order by organisation_id
    loop
      perform recount_pairings(touched.organisation_id, touched.pairings);
    end loop;
  end if;
  return null;
end $body$ $f$,
    format(written, 'select organisation_id, cohort_id, day, 1 as sign, ' || of_meeting || ' from after_rows'),
    format(written, 'select organisation_id, cohort_id, day, -1 as sign, ' || of_meeting || ' from before_rows'),
    format(written, 'select organisation_id, cohort_id, day, -1 as sign, ' || of_meeting || ' from before_rows union all select organisation_id, cohort_id, day, 1, ' || of_meeting || ' from after_rows'));

  execute format($f$
create function count_check_ins() returns trigger language plpgsql set search_path = public, pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    %1$s
  elsif tg_op = 'DELETE' then
    %2$s
  else
    %3$s
  end if;
  return null;
end $body$ $f$,
    format(written, 'select organisation_id, cohort_id, day, 1 as sign, ' || of_check_in || ' from after_rows'),
    format(written, 'select organisation_id, cohort_id, day, -1 as sign, ' || of_check_in || ' from before_rows'),
    format(written, 'select organisation_id, cohort_id, day, -1 as sign, ' || of_check_in || ' from before_rows union all select organisation_id, cohort_id, day, 1, ' || of_check_in || ' from after_rows'));

  -- Moves at most so many deltas of one organisation into their days. Two at a time take different ones and upsert in one order.
  execute format($f$
create function fold_metric_deltas(of_organisation uuid, at_most integer) returns integer language sql volatile set search_path = public, pg_temp as $body$
  with taken as (
    delete from metric_deltas where ctid = any (array(
      select ctid from metric_deltas where organisation_id = of_organisation limit at_most for update skip locked))
    returning *
  ), folded as (
    insert into cohort_days as d (organisation_id, cohort_id, day, %1$s)
    select organisation_id, cohort_id, day, %2$s from taken group by organisation_id, cohort_id, day
    order by cohort_id, day
    on conflict on constraint cohort_days_pk do update set %3$s
  )
  select count(*)::int from taken
$body$ $f$, names, sums, added);

  -- What the rows themselves say, less what is kept of them; nothing while all is right. Days from one on, or one in 28 of all;
  -- both null: every day.
  execute format($f$
create function metric_drift(of_organisation uuid, since date, slice integer)
returns table (cohort_id uuid, day date, %1$s) language sql stable set search_path = public, pg_temp as $body$
  select cohort_id, day, %2$s
  from (
    select cohort_id, day, 1 as sign, %3$s from meetings where organisation_id = of_organisation
    union all
    select cohort_id, day, 1, %4$s from check_ins where organisation_id = of_organisation
    union all
    select cohort_id, day, -1, %5$s from cohort_days where organisation_id = of_organisation
    union all
    select cohort_id, day, -1, %5$s from metric_deltas where organisation_id = of_organisation
  ) said
  where since is null and slice is null or day >= since or (day - date '1970-01-01') %% 28 = slice
  group by cohort_id, day having %6$s
$body$ $f$, array_to_string(columns, ' integer, ') || ' integer', signed, of_meeting, of_check_in, names, differing);
end $$;

-- Counts pairings anew. The lock comes first and the counting in a statement of its own, whose snapshot is younger than the lock:
-- in one statement, whoever waited for the lock would write what was true before.
create function recount_pairings(of_organisation uuid, pairings uuid[]) returns void language plpgsql volatile set search_path = public, pg_temp as $$
declare
  locked integer;
begin
  select count(*) into locked from (
    select from pairing_stats s where s.organisation_id = of_organisation and s.pairing_id = any (pairings) order by s.pairing_id for update
  ) l;
  if locked < cardinality(pairings) then
    insert into pairing_stats (organisation_id, pairing_id, cohort_id)
    select p.organisation_id, p.id, p.cohort_id from public.pairings p
    where p.organisation_id = of_organisation and p.id = any (pairings) order by p.id
    on conflict on constraint pairing_stats_pk do nothing;
    perform from pairing_stats s where s.organisation_id = of_organisation and s.pairing_id = any (pairings) order by s.pairing_id for update;
  end if;
  update pairing_stats s
  set held = c.held, minutes = c.minutes, first_held_at = c.first_held_at, last_held_at = c.last_held_at, held_on = c.held_on
  from (
    select p.id, count(m.id)::int as held, coalesce(sum(m.duration_minutes), 0)::int as minutes, min(m.starts_at) as first_held_at,
      max(m.starts_at) as last_held_at, coalesce(array_agg(m.day order by m.day) filter (where m.id is not null), '{}') as held_on
    from unnest(pairings) p (id)
    left join meetings m on m.organisation_id = of_organisation and m.pairing_id = p.id and m.state = 'held'
    group by p.id
  ) c
  where s.organisation_id = of_organisation and s.pairing_id = c.id;
end $$;

-- Pairings of which something else is kept than their meetings say: those that held one since a day, or one in 28 of all;
-- both null: every pairing.
create function pairing_drift(of_organisation uuid, since date, slice integer)
returns table (pairing_id uuid) language sql stable set search_path = public, pg_temp as $$
  select coalesce(said.pairing_id, kept.pairing_id)
  from (
    select m.pairing_id, count(*)::int as held, sum(m.duration_minutes)::int as minutes, min(m.starts_at) as first_held_at,
      max(m.starts_at) as last_held_at, array_agg(m.day order by m.day) as held_on
    from meetings m where m.organisation_id = of_organisation and m.state = 'held' group by m.pairing_id
  ) said
  full join (
    select s.pairing_id, s.held, s.minutes, s.first_held_at, s.last_held_at, s.held_on
    from pairing_stats s where s.organisation_id = of_organisation and (s.held <> 0 or s.held_on <> '{}')
  ) kept on kept.pairing_id = said.pairing_id
  where (since is null and slice is null
      or greatest(said.last_held_at, kept.last_held_at) >= since
      or abs(hashtextextended(coalesce(said.pairing_id, kept.pairing_id)::text, 0) % 28) = slice)
    and (said.held, said.minutes, said.first_held_at, said.last_held_at, said.held_on)
      is distinct from (kept.held, kept.minutes, kept.first_held_at, kept.last_held_at, kept.held_on)
$$;

-- How many said that a meeting took place, and how many that it did not; in a circle its being absent says that it did. The lock
-- comes first here as well, as several may answer at once.
create function weigh_meeting_answers() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  touched record;
begin
  if tg_op = 'INSERT' then
    for touched in select organisation_id, array_agg(distinct meeting_id) as meetings from after_rows group by organisation_id loop
      perform weigh_answers(touched.organisation_id, touched.meetings);
    end loop;
  elsif tg_op = 'DELETE' then
    for touched in select organisation_id, array_agg(distinct meeting_id) as meetings from before_rows group by organisation_id loop
      perform weigh_answers(touched.organisation_id, touched.meetings);
    end loop;
  else
    for touched in
      select organisation_id, array_agg(distinct meeting_id) as meetings
      from (select organisation_id, meeting_id from before_rows union all select organisation_id, meeting_id from after_rows) r
      group by organisation_id
    loop
      perform weigh_answers(touched.organisation_id, touched.meetings);
    end loop;
  end if;
  return null;
end $$;

create function weigh_answers(of_organisation uuid, meetings uuid[]) returns void language plpgsql volatile set search_path = public, pg_temp as $$
begin
  perform from public.meetings m where m.organisation_id = of_organisation and m.id = any (meetings) order by m.id for no key update;
  update public.meetings m set confirmations = c.yes, denials = c.no
  from (
    select k.id, count(*) filter (where a.answer = 'held' or a.answer = 'absent' and p.smallest is not null)::smallint as yes,
      count(*) filter (where a.answer <> 'held' and (a.answer <> 'absent' or p.smallest is null))::smallint as no
    from public.meetings k
    join pairings p on p.organisation_id = of_organisation and p.id = k.pairing_id
    left join meeting_answers a on a.organisation_id = of_organisation and a.meeting_id = k.id
    where k.organisation_id = of_organisation and k.id = any (meetings)
    group by k.id
  ) c
  where m.organisation_id = of_organisation and m.id = c.id and (m.confirmations, m.denials) is distinct from (c.yes, c.no);
end $$;

-- What is past stays on its day; what is to come follows the new time zone.
create function move_days_ahead() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update meetings set day = null where organisation_id = new.organisation_id and starts_at >= now();
  return null;
end $$;

-- The owner of the tables is bound by their policies as well, and this once has to read those of every organisation.
alter table organisations no force row level security;
alter table pairings no force row level security;
alter table meetings no force row level security;
alter table meeting_answers no force row level security;
alter table check_ins no force row level security;
alter table cohort_days no force row level security;
alter table pairing_stats no force row level security;

update meetings m set day = (m.starts_at at time zone o.time_zone)::date from organisations o where o.organisation_id = m.organisation_id;
update check_ins i set day = (i.asked_at at time zone o.time_zone)::date from organisations o where o.organisation_id = i.organisation_id;
update meetings m set confirmations = c.yes, denials = c.no
from (
  select a.organisation_id, a.meeting_id, count(*) filter (where a.answer = 'held' or a.answer = 'absent' and p.smallest is not null) as yes,
    count(*) filter (where a.answer <> 'held' and (a.answer <> 'absent' or p.smallest is null)) as no
  from meeting_answers a
  join meetings k on k.organisation_id = a.organisation_id and k.id = a.meeting_id
  join pairings p on p.organisation_id = k.organisation_id and p.id = k.pairing_id
  group by a.organisation_id, a.meeting_id
) c
where m.organisation_id = c.organisation_id and m.id = c.meeting_id;
alter table meetings alter column day set not null;
alter table check_ins alter column day set not null;

do $$
declare
  organisation uuid;
begin
  for organisation in select organisation_id from organisations loop
    insert into cohort_days select organisation, d.* from metric_drift(organisation, null, null) d;
    perform recount_pairings(organisation, array(
      select distinct m.pairing_id from meetings m where m.organisation_id = organisation and m.state = 'held'));
  end loop;
end $$;

alter table organisations force row level security;
alter table pairings force row level security;
alter table meetings force row level security;
alter table meeting_answers force row level security;
alter table check_ins force row level security;
alter table cohort_days force row level security;
alter table pairing_stats force row level security;

create trigger meetings_day before insert on meetings for each row execute function set_meeting_day();
create trigger meetings_day_moved before update on meetings for each row
  when (new.day is null or new.starts_at is distinct from old.starts_at) execute function set_meeting_day();
create trigger check_ins_day before insert on check_ins for each row execute function set_check_in_day();
create trigger check_ins_day_moved before update on check_ins for each row
  when (new.day is null or new.asked_at is distinct from old.asked_at) execute function set_check_in_day();
create trigger meetings_counted after insert on meetings referencing new table as after_rows
  for each statement execute function count_meetings();
create trigger meetings_recounted after update on meetings referencing old table as before_rows new table as after_rows
  for each statement execute function count_meetings();
create trigger meetings_uncounted after delete on meetings referencing old table as before_rows
  for each statement execute function count_meetings();
create trigger check_ins_counted after insert on check_ins referencing new table as after_rows
  for each statement execute function count_check_ins();
create trigger check_ins_recounted after update on check_ins referencing old table as before_rows new table as after_rows
  for each statement execute function count_check_ins();
create trigger check_ins_uncounted after delete on check_ins referencing old table as before_rows
  for each statement execute function count_check_ins();
create trigger meeting_answers_weighed after insert on meeting_answers referencing new table as after_rows
  for each statement execute function weigh_meeting_answers();
create trigger meeting_answers_weighed_again after update on meeting_answers referencing old table as before_rows new table as after_rows
  for each statement execute function weigh_meeting_answers();
create trigger meeting_answers_taken_back after delete on meeting_answers referencing old table as before_rows
  for each statement execute function weigh_meeting_answers();
create trigger organisations_days_ahead after update of time_zone on organisations for each row
  when (new.time_zone is distinct from old.time_zone) execute function move_days_ahead();
