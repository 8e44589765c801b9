-- Why: a hundred thousand people are imported within a minute. What a line does is written beside it without touching an index;
--      of a person that an import adds a number is remembered instead of the whole row; and search tokens, of which everybody
--      has several, go with their person by one statement rather than by a check for each of them.
-- Locks: an exclusive lock on import_rows, import_traces and person_tokens: seconds.
-- Back: drop the trigger and its function and add person_tokens_person_fk again; drop column outcome_print; create
--      import_rows_effect again; imports that ran remain, those of the last 30 days can no longer be undone.

-- What a line does is always written after it has been uploaded: room beside it keeps the index as it is.
alter table import_rows set (fillfactor = 35);
alter table import_rows add column outcome_print bigint;
drop index import_rows_effect;
-- Most lines of a large file do the same; those are found without an index.
create index import_rows_few on import_rows (organisation_id, import_id, effect, line)
  where effect in ('changed', 'rejected', 'joined');

-- The owner of the tables is bound by their policies as well, and this once has to read those of every organisation.
alter table import_traces no force row level security;
update import_traces t set after = jsonb_build_object('print', (
    select hashtextextended(row(p.employee_number, p.display_name, p.given_name, p.family_name, p.email, p.job_title, p.department,
      p.site, p.grade, p.manager_id, p.hired_on, p.left_on, p.time_zone, p.locale, p.languages, p.pronouns, p.working_hours, p.about,
      p.attributes, (select string_agg(row(s.starts_on, s.ends_on, s.end_reason)::text, ' ' order by s.starts_on)
        from jsonb_populate_recordset(null::employment_spells, t.after -> 'spells') s))::text, 0)::text
    from jsonb_populate_record(null::people, t.after -> 'person') p))
  where t.kind = 'person' and t.before is null and t.after ? 'person';
alter table import_traces force row level security;

-- Tokens are written together with their person and never point at anybody else.
alter table person_tokens drop constraint person_tokens_person_fk;
create function forget_person_tokens() returns trigger language plpgsql set search_path = public as $$
begin
  delete from person_tokens t using gone where t.organisation_id = gone.organisation_id and t.person_id = gone.id;
  return null;
end $$;
create trigger people_tokens_go after delete on people referencing old table as gone
  for each statement execute function forget_person_tokens();
