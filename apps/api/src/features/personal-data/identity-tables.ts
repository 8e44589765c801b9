import type { LeftOut } from './entry.ts';

/** What stands before any organisation, to find it by: nothing of it is given. Who has an account reads it in their own settings. */
export const identityTables: Readonly<Record<string, LeftOut>> = {
  'identity.accounts': 'account',
  'identity.act_links': 'technical',
  'identity.benchmark_members': 'no-person',
  'identity.benchmark_parts': 'no-person',
  'identity.benchmark_rounds': 'no-person',
  'identity.benchmark_values': 'no-person',
  'identity.calendar_feeds': 'technical',
  'identity.calendar_uids': 'technical',
  'identity.certificate_codes': 'technical',
  'identity.cohort_link_tokens': 'technical',
  'identity.data_keys': 'technical',
  'identity.invitation_tokens': 'technical',
  'identity.master_keys': 'technical',
  'identity.memberships': 'account',
  'identity.organisations': 'no-person',
  'identity.rate_limits': 'technical',
  'identity.report_link_tokens': 'technical',
  'identity.sessions': 'account',
  'identity.sign_in_links': 'technical',
};
