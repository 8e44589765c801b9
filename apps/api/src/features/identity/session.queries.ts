import type { Session } from '@ithaca/contracts/identity';
import type { Actor, Grant } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';

export type Proof = 'password' | 'mail-link' | 'invitation';

export interface Known {
  sessionId: string;
  accountId: string;
  proof: Proof;
  lastSeenAt: Date;
  actor: Actor | null;
}

/** Days without a request after which a session ends. */
const IDLE_DAYS = 7;

/**
 * Who does this cookie belong to, and what may they do at this moment? One round trip: the session opens the account
 * and the organisation, the organisation opens the grants. Somebody who has left has no actor.
 */
export async function findKnown(db: Database, tokenHash: string, now: Date): Promise<Known | null> {
  if (!/^[0-9a-f]{64}$/.test(tokenHash)) return null;
  const at = `'${now.toISOString()}'::timestamptz`;
  const [sessions, , grants] = await db.script({ tokenHash }, [
    `select id, account_id, organisation_id, person_id, proof, last_seen_at from identity.sessions
     where token_hash = '${tokenHash}' and expires_at > ${at} and last_seen_at > ${at} - interval '${IDLE_DAYS} days'`,
    `select set_config('app.organisation_id', coalesce((select organisation_id::text from identity.sessions where token_hash = '${tokenHash}'), ''), true)`,
    `select p.id as person_id,
        coalesce((select json_agg(json_build_object('role', g.role, 'programId', g.program_id)) from grants g
          where g.organisation_id = p.organisation_id and g.person_id = p.id and g.ended_at is null), '[]') as grants,
        exists (select from people r where r.organisation_id = p.organisation_id and r.manager_id = p.id and r.left_on is null) as is_manager
     from identity.sessions s
     join people p on p.organisation_id = s.organisation_id and p.id = s.person_id
     join identity.memberships m on m.organisation_id = s.organisation_id and m.person_id = s.person_id and m.ended_at is null
     where s.token_hash = '${tokenHash}' and (p.left_on is null or p.left_on > (${at})::date)`,
  ]);
  const session = sessions?.[0];
  if (!session) return null;
  const rights = grants?.[0];
  return {
    sessionId: session.id as string,
    accountId: session.account_id as string,
    proof: session.proof as Proof,
    lastSeenAt: session.last_seen_at as Date,
    actor: rights
      ? {
          accountId: session.account_id as string,
          personId: rights.person_id as string,
          organisationId: session.organisation_id as string,
          grants: rights.grants as Grant[],
          isManager: rights.is_manager as boolean,
        }
      : null,
  };
}

/** What the interface needs to know about the signed-in account; one round trip. Grain: one account. */
export async function readSession(
  db: Database,
  known: Pick<Known, 'accountId' | 'proof' | 'actor'> | null,
): Promise<Session> {
  if (!known) return { account: null, memberships: [], actor: null, person: null, organisation: null };
  const { accountId, actor } = known;
  const place = actor
    ? `p.organisation_id = '${actor.organisationId}' and p.id = '${actor.personId}'`
    : 'false';
  const [accounts = [], memberships = [], places = []] = await db.script(
    { accountId, ...(actor ? { organisationId: actor.organisationId } : {}) },
    [
      `select id, email, locale from identity.accounts where id = '${accountId}'`,
      `select organisation_id as "organisationId", person_id as "personId", organisation_name as "organisationName"
       from identity.memberships where account_id = '${accountId}' and ended_at is null order by organisation_name`,
      `select json_build_object('displayName', p.display_name, 'locale', p.locale, 'timeZone', p.time_zone) as person,
         json_build_object('name', o.name, 'brandColour', o.brand_colour, 'timeZone', o.time_zone, 'locale', o.locale, 'demo', o.demo) as organisation
       from people p join organisations o on o.organisation_id = p.organisation_id where ${place}`,
    ],
  );
  const own = memberships as Session['memberships'];
  return {
    account: (accounts[0] as Session['account'] | undefined) ?? null,
    // An invitation proves nothing about the account's other organisations.
    memberships:
      known.proof === 'invitation' ? own.filter((one) => one.organisationId === actor?.organisationId) : own,
    actor: actor ? { ...actor, grants: [...actor.grants] } : null,
    person: (places[0]?.person as Session['person'] | undefined) ?? null,
    organisation: (places[0]?.organisation as Session['organisation'] | undefined) ?? null,
  };
}
