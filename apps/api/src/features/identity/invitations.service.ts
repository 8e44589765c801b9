import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale, Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { RateLimits } from './rate-limits.service.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { SessionsService } from './sessions.service.ts';

const INVITATION_DAYS = 21;

interface Found {
  organisationId: string;
  invitationId: string;
}

/** Invitations: a secret in a mail that proves the mailbox of one person of one organisation. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly sessions: SessionsService,
  ) {}

  /** Records an invitation in the caller's unit of work and answers the path for the mail's button. */
  async create(
    actor: Actor,
    personId: string,
    cohort: { id: string; role: Side | null } | null,
  ): Promise<{ invitationId: string; path: string }> {
    const [recorded] = await this.record(actor, [personId], cohort, this.clock.now());
    if (!recorded) throw new Refusal('invitation.nobody', { reason: 'already-invited' });
    return {
      invitationId: recorded.invitationId,
      path: await this.issue(actor.organisationId, recorded.invitationId),
    };
  }

  /**
   * Records invitations of many people in one statement, without a secret yet: `issue` makes it when the mail is
   * written. Whoever is invited to the cohort already is left out; answers those recorded.
   */
  async record(
    actor: Pick<Actor, 'organisationId' | 'personId'>,
    personIds: readonly string[],
    cohort: { id: string; role: Side | null } | null,
    invitedAt: Date,
  ): Promise<{ invitationId: string; personId: string }[]> {
    return this.db.query<{ invitationId: string; personId: string }>(
      `insert into invitations (organisation_id, id, person_id, cohort_id, role, invited_by, invited_at, expires_at)
       select $1, invited.id, invited.person_id, $4, $5, $6, $7, $8
       from unnest($2::uuid[], $3::uuid[]) as invited (id, person_id)
       on conflict (organisation_id, cohort_id, person_id) where cohort_id is not null do nothing
       returning id as "invitationId", person_id as "personId"`,
      [
        actor.organisationId,
        personIds.map(() => uuidv7()),
        personIds,
        cohort?.id ?? null,
        cohort?.role ?? null,
        actor.personId,
        invitedAt,
        new Date(invitedAt.getTime() + INVITATION_DAYS * 86_400_000),
      ],
    );
  }

  /** Makes the secret of a recorded invitation in the caller's unit of work and answers the path for the mail's button. */
  async issue(organisationId: string, invitationId: string): Promise<string> {
    const token = newToken();
    await this.db.execute(
      `insert into identity.invitation_tokens (token_hash, organisation_id, invitation_id, expires_at)
       select $1, organisation_id, id, expires_at from invitations where organisation_id = $2 and id = $3`,
      [hashToken(token), organisationId, invitationId],
    );
    return `/invite/${token}`;
  }

  /** Lets an invitation run its time once more, with a further secret; answers the path for the mail's button. */
  async renew(organisationId: string, invitationId: string): Promise<string> {
    await this.db.execute(
      "update invitations set state = 'sent', expires_at = $3 where organisation_id = $1 and id = $2",
      [organisationId, invitationId, new Date(this.clock.now().getTime() + INVITATION_DAYS * 86_400_000)],
    );
    return this.issue(organisationId, invitationId);
  }

  /** What an invitation is for. Changes nothing, so a mail scanner may look as often as it likes. */
  async look(token: string, address: string) {
    const found = await this.#find(token, address);
    return this.db.read({ organisationId: found.organisationId }, async () => {
      const row = await this.db.first<Row>(ROW, [found.organisationId, found.invitationId]);
      if (!row) throw new Refusal('invitation.expired');
      return {
        state: stateOf(row, this.clock.now()),
        organisationName: row.organisation_name,
        invitedBy: row.inviter,
        personName: row.display_name,
        email: row.email ?? '',
        cohort:
          row.cohort_id === null
            ? null
            : {
                id: row.cohort_id,
                name: row.cohort_name,
                programName: row.program_name,
                purpose: row.purpose,
                role: row.role,
                hoursPerMonth: row.journey.hoursPerMonth,
                startsOn: row.starts_on,
                endsOn: row.ends_on,
                enrolmentClosesOn: row.enrolment_closes_on,
              },
      };
    });
  }

  /**
   * Accepts an invitation. An address without an account gets one, signed in to this organisation alone; an address that
   * has one joins, and signs in the usual way, because holding an invitation must not open an account of other organisations.
   */
  async accept(token: string, address: string, userAgent: string) {
    const found = await this.#find(token, address);
    const now = this.clock.now();
    const joined = await this.db.write({ organisationId: found.organisationId }, async () => {
      const row = await this.db.first<Row>(`${ROW} for update of i`, [
        found.organisationId,
        found.invitationId,
      ]);
      if (!row) throw new Refusal('invitation.expired');
      if (row.is_rehearsed) throw new Refusal('rehearsal.no-account');
      const state = stateOf(row, now);
      if (state === 'withdrawn') throw new Refusal('invitation.withdrawn');
      if (state !== 'open' || row.email === null) throw new Refusal('invitation.expired');
      const email = row.email.toLowerCase();
      await this.db.name({ email });
      const existing = await this.db.first<{ id: string }>(
        'select id from identity.accounts where email = $1',
        [email],
      );
      const accountId = existing?.id ?? uuidv7();
      if (!existing)
        await this.db.execute(
          'insert into identity.accounts (id, email, locale, created_at) values ($1, $2, $3, $4)',
          [accountId, email, row.locale, now],
        );
      await this.db.execute(
        `insert into identity.memberships (account_id, organisation_id, person_id, organisation_name, created_at) values ($1, $2, $3, $4, $5)
         on conflict (organisation_id, person_id) do nothing`,
        [accountId, found.organisationId, row.person_id, row.organisation_name, now],
      );
      await this.db.execute(
        "update invitations set state = 'accepted', accepted_at = $3 where organisation_id = $1 and id = $2",
        [found.organisationId, found.invitationId, now],
      );
      return {
        accountId,
        isNew: !existing,
        path: row.cohort_id === null ? '/' : `/programs/${row.cohort_id}`,
      };
    });
    const session = joined.isNew
      ? await this.sessions.open(joined.accountId, 'invitation', userAgent, found.organisationId)
      : null;
    return { session, path: joined.isNew ? joined.path : `/sign-in?to=${encodeURIComponent(joined.path)}` };
  }

  async #find(token: string, address: string): Promise<Found> {
    await this.limits.take({ 'token-address': address });
    const tokenHash = hashToken(token);
    const found = await this.db.identify({ tokenHash }, () =>
      this.db.first<Found>(
        'select organisation_id as "organisationId", invitation_id as "invitationId" from identity.invitation_tokens where token_hash = $1',
        [tokenHash],
      ),
    );
    if (!found) throw new Refusal('invitation.expired');
    return found;
  }
}

interface Row {
  person_id: string;
  display_name: string;
  email: string | null;
  locale: Locale;
  state: 'sent' | 'accepted' | 'withdrawn';
  expires_at: Date;
  role: Side | null;
  organisation_name: string;
  is_rehearsed: boolean;
  inviter: string;
  cohort_id: string | null;
  cohort_name: string;
  program_name: string;
  purpose: string;
  journey: { hoursPerMonth: number };
  starts_on: string;
  ends_on: string;
  enrolment_closes_on: string;
}

const ROW = `select i.person_id, p.display_name, p.email, p.locale, i.state, i.expires_at, i.role, o.name as organisation_name,
    o.rehearsal_of is not null as is_rehearsed,
    inviter.display_name as inviter, i.cohort_id, c.name as cohort_name, g.name as program_name, g.purpose, g.journey,
    c.starts_on::text, c.ends_on::text, c.enrolment_closes_on::text
  from invitations i
  join organisations o on o.organisation_id = i.organisation_id
  join people p on p.organisation_id = i.organisation_id and p.id = i.person_id
  join people inviter on inviter.organisation_id = i.organisation_id and inviter.id = i.invited_by
  left join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id
  left join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  where i.organisation_id = $1 and i.id = $2`;

function stateOf(row: Row, now: Date): 'open' | 'accepted' | 'withdrawn' | 'expired' {
  if (row.state !== 'sent') return row.state;
  return row.expires_at <= now ? 'expired' : 'open';
}
