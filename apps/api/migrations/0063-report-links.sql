-- Why: a coordinator hands a report on as a link that expires. It shows the numbers as they stood when it was made, so that
--      opening it again tomorrow tells nothing by the difference; those numbers count as released (decision 27).
-- Locks: organisations for the moment in which a column with a constant default is added.
-- Locks: metric_releases for the moment in which its check is replaced; rows of the old kinds pass it as they stand.
-- Back: drop table identity.report_link_tokens, report_links; alter table organisations drop column open_report_links;
--       delete from metric_releases where audience = 'handed-on', and put the old check back.

create table report_links (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  -- Null once the report was deleted; its links were taken back then and go on saying so.
  saved_report_id uuid,
  name text not null,
  report jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  -- A tally for whoever made it, of nobody in particular.
  opened integer not null default 0,
  last_opened_at timestamptz,
  constraint report_links_pk primary key (organisation_id, id),
  constraint report_links_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint report_links_saved_report_fk foreign key (organisation_id, saved_report_id) references saved_reports (organisation_id, id)
    on delete set null (saved_report_id),
  constraint report_links_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id),
  constraint report_links_expire check (expires_at > created_at)
);
create index report_links_latest on report_links (organisation_id, saved_report_id, created_at desc, id desc);

alter table report_links enable row level security;
alter table report_links force row level security;
create policy report_links_tenant on report_links to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on report_links to ithaca_runtime;

-- Whose report a secret opens, before an organisation is known. The hash alone: who reads this table can open nothing.
create table identity.report_link_tokens (
  token_hash text not null,
  organisation_id uuid not null,
  link_id uuid not null,
  constraint report_link_tokens_pk primary key (token_hash),
  constraint report_link_tokens_link_fk foreign key (organisation_id, link_id) references report_links (organisation_id, id) on delete cascade
);
create unique index report_link_tokens_link on identity.report_link_tokens (organisation_id, link_id);

alter table identity.report_link_tokens enable row level security;
alter table identity.report_link_tokens force row level security;
create policy report_link_tokens_named on identity.report_link_tokens to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.report_link_tokens to ithaca_runtime;

-- Whether links to reports open without signing in.
alter table organisations add column open_report_links boolean not null default false;

-- Numbers of a whole cohort that went to readers who see nobody by name: held against one another, not against managers' pages.
alter table metric_releases drop constraint metric_releases_audience;
alter table metric_releases add constraint metric_releases_audience
  check (audience in ('cohort', 'area', 'declared', 'handed-on'));
