-- How mails fare: bounced ones, addresses that bounce, and the secret by which a mailbox stops a kind of mail in one press.
-- Locks: one nullable column on mails, no rewrite; its check is read through once.
-- Back: drop table bounced_addresses; drop the column; make bounced mails failed and give mails_state its former list.

alter table mails add column stop_path text;
alter table mails drop constraint mails_state;
alter table mails add constraint mails_state check (state in ('queued', 'sent', 'kept', 'failed', 'stopped', 'held', 'bounced'));

-- Addresses, in lower case, that refuse mail: no reminder goes there until somebody tries again.
create table bounced_addresses (
  organisation_id uuid not null,
  address text not null,
  reason text not null,
  bounced_at timestamptz not null,
  constraint bounced_addresses_pk primary key (organisation_id, address),
  constraint bounced_addresses_organisation_fk foreign key (organisation_id) references organisations (organisation_id)
);

alter table bounced_addresses enable row level security;
alter table bounced_addresses force row level security;
create policy bounced_addresses_tenant on bounced_addresses to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on bounced_addresses to ithaca_runtime;
