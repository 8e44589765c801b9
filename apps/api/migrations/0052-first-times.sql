-- Why: the mail that says "you can start" offers times for the first meeting, one press each.
-- Locks: one check of identity.act_links under a short ACCESS EXCLUSIVE lock.
-- Way back: give act_links_act its former list, once no such link is left.
do $$
declare
  acts text;
begin
  select substring(pg_get_constraintdef(oid) from 'ARRAY\[(.*)\]') into acts
    from pg_constraint where conname = 'act_links_act' and conrelid = 'identity.act_links'::regclass;
  alter table identity.act_links drop constraint act_links_act;
  execute format('alter table identity.act_links add constraint act_links_act check (act in (%s, ''plan-meeting''::text))', acts);
end $$;
