-- Open links: a secret address by which people of the directory, with an address of an allowed mail domain, come to a
-- cohort as invited. New tables and a column without a default: short locks. Back: drop the column, then the tables.

create table cohort_links (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  role text,
  domains text[] not null,
  -- The last day on which it opens, in the organisation's time zone.
  until_on date not null,
  created_by uuid not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  constraint cohort_links_pk primary key (organisation_id, id),
  constraint cohort_links_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint cohort_links_role check (role in ('mentor', 'mentee')),
  constraint cohort_links_domains check (cardinality(domains) between 1 and 20)
);
create index cohort_links_cohort on cohort_links (organisation_id, cohort_id, created_at);

alter table cohort_links enable row level security;
alter table cohort_links force row level security;
create policy cohort_links_tenant on cohort_links to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on cohort_links to ithaca_runtime;

-- Whoever has no account yet comes with the secret alone: it names the organisation. Removing a link removes its secret.
create table identity.cohort_link_tokens (
  token_hash text not null,
  organisation_id uuid not null,
  link_id uuid not null,
  constraint cohort_link_tokens_pk primary key (token_hash)
);
create unique index cohort_link_tokens_link on identity.cohort_link_tokens (organisation_id, link_id);

alter table identity.cohort_link_tokens enable row level security;
alter table identity.cohort_link_tokens force row level security;
create policy cohort_link_tokens_named on identity.cohort_link_tokens to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.cohort_link_tokens to ithaca_runtime;

-- Who came by a link; null for those who were invited by mail.
alter table invitations add column link_id uuid;
alter table invitations add constraint invitations_link_fk foreign key (organisation_id, link_id) references cohort_links (organisation_id, id);
create index invitations_link on invitations (organisation_id, link_id) where link_id is not null;
