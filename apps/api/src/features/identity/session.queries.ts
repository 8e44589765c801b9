import type { Session } from '@ithaca/contracts/identity';
import type { Actor, Grant } from '@ithaca/domain/permissions';

import type { Database, OpenRead } from '../../platform/database/database.ts';
import type { Call } from '../../platform/database/prepared-statements.ts';

export type Proof = 'password' | 'mail-link' | 'invitation';

export interface Known {
  sessionId: string;
  accountId: string;
  proof: Proof;
  lastSeenAt: Date;
  actor: Actor | null;
  /** In the room of a rehearsal: the organisation that rehearses. */
  rehearsalOf: string | null;
}

/** Days without a request after which a session ends. */
const IDLE_DAYS = 7;

/** The session of a cookie; names its organisation and its person for the rest of the transaction. */
const SESSION = {
  types: ['text', 'timestamptz'],
  sql: `select id, account_id, organisation_id, person_id, proof, last_seen_at,
      set_config('app.organisation_id', coalesce(organisation_id::text, ''), true),
      set_config('app.person_id', coalesce(person_id::text, ''), true)
    from identity.sessions
    where token_hash = $1 and expires_at > $2 and last_seen_at > $2 - interval '${IDLE_DAYS} days'`,
};

/** What the named person may do; nobody when they have left, save in a rehearsal, where who looks through their eyes stays. The cookie's own rows close again. */
const RIGHTS = {
  types: ['timestamptz'],
  sql: `select p.id as person_id, set_config('app.token_hash', '', true),
      coalesce((select json_agg(json_build_object('role', g.role, 'programId', g.program_id)) from grants g
        where g.organisation_id = p.organisation_id and g.person_id = p.id and g.ended_at is null and (g.expires_at is null or g.expires_at > $1)), '[]') as grants,
      exists (select from people r where r.organisation_id = p.organisation_id and r.manager_id = p.id and r.left_on is null) as is_manager,
      exists (select from safeguarding_reviewers s where s.organisation_id = p.organisation_id and s.person_id = p.id) as is_reviewer,
      m.rehearsal_of
    from people p
    join identity.memberships m on m.organisation_id = p.organisation_id and m.person_id = p.id and m.ended_at is null
    where p.organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
      and p.id = nullif(current_setting('app.person_id', true), '')::uuid
      and (p.left_on is null or p.left_on > $1::date or m.rehearsal_of is not null)`,
};

/**
 * Who does this cookie belong to, and what may they do at this moment? One round trip: the session opens the account
 * and the organisation, the organisation opens the grants. Somebody who has left has no actor.
 */
export async function findKnown(db: Database, tokenHash: string, now: Date): Promise<Known | null> {
  if (!isHash(tokenHash)) return null;
  return readKnown(await db.script({ tokenHash }, knownCalls(tokenHash, now)));
}

/** As `findKnown`, with the scope that a call of `scopeCall` finds; `open` leaves the transaction open for a request that only reads. */
export async function findKnownAndScope(
  db: Database,
  tokenHash: string,
  now: Date,
  { scope, open }: { scope: Call | null; open: boolean },
): Promise<{ known: Known | null; scopeRow: Record<string, unknown> | undefined; rest: OpenRead | null }> {
  if (!isHash(tokenHash)) return { known: null, scopeRow: undefined, rest: null };
  const calls = [...knownCalls(tokenHash, now), ...(scope ? [scope] : [])];
  const { rows, rest } = open
    ? await db.openScript({ tokenHash }, calls)
    : { rows: await db.script({ tokenHash }, calls), rest: null };
  return { known: readKnown(rows), scopeRow: scope ? rows[2]?.[0] : undefined, rest };
}

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

function knownCalls(tokenHash: string, now: Date): Call[] {
  const at = now.toISOString();
  return [
    { ...SESSION, values: [tokenHash, at] },
    { ...RIGHTS, values: [at] },
  ];
}

function readKnown([sessions, rights]: Record<string, unknown>[][]): Known | null {
  const session = sessions?.[0];
  if (!session) return null;
  const right = rights?.[0];
  return {
    sessionId: session.id as string,
    accountId: session.account_id as string,
    proof: session.proof as Proof,
    lastSeenAt: session.last_seen_at as Date,
    rehearsalOf: (right?.rehearsal_of as string | null | undefined) ?? null,
    actor: right
      ? {
          accountId: session.account_id as string,
          personId: right.person_id as string,
          organisationId: session.organisation_id as string,
          grants: right.grants as Grant[],
          isManager: right.is_manager as boolean,
          isReviewer: right.is_reviewer as boolean,
        }
      : null,
  };
}

const ACCOUNT = {
  types: ['uuid'],
  sql: 'select id, email, locale from identity.accounts where id = $1',
};
const MEMBERSHIPS = {
  types: ['uuid'],
  sql: `select organisation_id as "organisationId", person_id as "personId", organisation_name as "organisationName"
    from identity.memberships where account_id = $1 and ended_at is null and rehearsal_of is null order by organisation_name`,
};
const PLACE = {
  types: ['uuid', 'uuid'],
  sql: `select json_build_object('displayName', p.display_name, 'locale', p.locale, 'timeZone', p.time_zone) as person,
      json_build_object('name', o.name, 'brandColour', o.brand_colour, 'timeZone', o.time_zone, 'locale', o.locale, 'demo', o.demo,
        'rehearsal', (select json_build_object('homeId', r.home_organisation_id, 'homeProgramId', r.home_program_id,
            'homeCohortId', r.home_cohort_id, 'programId', r.program_id, 'cohortId', r.cohort_id,
            'day', (r.first_day + r.days_passed)::text,
            'seat', case when not exists (select from rehearsal_visitors v
              where v.organisation_id = p.organisation_id and v.person_id = p.id) then p.display_name end)
          from rehearsal_rooms r where r.organisation_id = o.organisation_id)) as organisation
    from people p join organisations o on o.organisation_id = p.organisation_id
    where p.organisation_id = $1 and p.id = $2`,
};

/** What the interface needs to know about the signed-in account; one round trip. Grain: one account. */
export async function readSession(
  db: Database,
  known: Pick<Known, 'accountId' | 'proof' | 'actor'> | null,
): Promise<Session> {
  if (!known) return { account: null, memberships: [], actor: null, person: null, organisation: null };
  const { accountId, actor } = known;
  const [accounts = [], memberships = [], places = []] = await db.script(
    { accountId, ...(actor ? { organisationId: actor.organisationId } : {}) },
    [
      { ...ACCOUNT, values: [accountId] },
      { ...MEMBERSHIPS, values: [accountId] },
      ...(actor ? [{ ...PLACE, values: [actor.organisationId, actor.personId] }] : []),
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
