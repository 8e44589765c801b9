import { Injectable } from '@nestjs/common';
import type { Actor, GrantableRole } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { InvitationsService } from './invitations.service.ts';

const GRANTS = `select g.id, g.person_id as "personId", p.display_name as "personName", g.role, g.program_id as "programId",
    r.name as "programName", g.granted_at as "grantedAt", g.expires_at as "expiresAt"
  from grants g join people p on p.organisation_id = g.organisation_id and p.id = g.person_id
  left join programs r on r.organisation_id = g.organisation_id and r.id = g.program_id
  where g.organisation_id = $1 and g.ended_at is null and (g.expires_at is null or g.expires_at > $2)`;

/** Whose last day has come, by the organisation's calendar; a day ahead leaves somebody here until then. */
const HAS_LEFT = (now: string) =>
  `coalesce(p.left_on <= (${now}::timestamptz at time zone o.time_zone)::date, false)`;

interface GrantRow {
  id: string;
  personId: string;
  personName: string;
  role: GrantableRole;
  programId: string | null;
  programName: string | null;
  grantedAt: Date;
  expiresAt: Date | null;
}

/** Roles and access of people: who may run, own or audit, and who is asked to sign in. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly invitations: InvitationsService,
  ) {}

  async list(actor: Actor) {
    const rows = await this.db.query<GrantRow>(`${GRANTS} order by g.role desc, p.display_name, g.id`, [
      actor.organisationId,
      this.clock.now(),
    ]);
    return rows.map(shape);
  }

  async grant(
    actor: Actor,
    wanted: {
      personId: string;
      role: GrantableRole;
      programId: string | null;
      lastsUntil?: string | undefined;
    },
  ) {
    return this.db.write(actor, async () => {
      const person = await this.db.first<{ left: boolean; today: string }>(
        `select ${HAS_LEFT('$3')} as left, ($3::timestamptz at time zone o.time_zone)::date::text as today from people p join organisations o on o.organisation_id = p.organisation_id
         where p.organisation_id = $1 and p.id = $2`,
        [actor.organisationId, wanted.personId, this.clock.now()],
      );
      if (!person) throw new Refusal('record.not-found');
      if (person.left) throw new Refusal('person.not-employed');
      if (wanted.lastsUntil !== undefined && wanted.lastsUntil < person.today)
        throw new Refusal('grant.over-already', { today: person.today });
      const id = uuidv7();
      await this.db.execute(
        `insert into grants (organisation_id, id, person_id, role, program_id, granted_by, granted_at, expires_at)
         select $1, $2, $3, $4, $5, $6, $7, (($8::date + 1)::timestamp at time zone time_zone) from organisations where organisation_id = $1`,
        [
          actor.organisationId,
          id,
          wanted.personId,
          wanted.role,
          wanted.role === 'coordinator' ? wanted.programId : null,
          actor.personId,
          this.clock.now(),
          wanted.lastsUntil ?? null,
        ],
      );
      const row = await this.db.first<GrantRow>(`${GRANTS} and g.id = $3`, [
        actor.organisationId,
        this.clock.now(),
        id,
      ]);
      if (!row) throw new Refusal('record.not-found');
      return shape(row);
    });
  }

  async revoke(actor: Actor, grantId: string): Promise<void> {
    await this.db.write(actor, async () => {
      // Locks every owner's grant, so that two owners cannot remove one another at the same moment.
      const owners = await this.db.query<{ id: string; lasts: boolean }>(
        `select id, expires_at is null as lasts from grants
         where organisation_id = $1 and role = 'owner' and ended_at is null and (expires_at is null or expires_at > $2) for update`,
        [actor.organisationId, this.clock.now()],
      );
      // An owner whose role ends by itself is none to rely on.
      const isOwner = owners.some(({ id }) => id === grantId);
      if (isOwner && !owners.some(({ id, lasts }) => id !== grantId && lasts))
        throw new Refusal('grant.last-owner');
      const { rowCount } = await this.db.execute(
        'update grants set ended_at = $3 where organisation_id = $1 and id = $2 and ended_at is null',
        [actor.organisationId, grantId, this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
    });
  }

  /** Mails somebody of the directory a way in, with a line from the inviter when there is one. */
  async invite(actor: Actor, personId: string, note: string): Promise<{ invitationId: string }> {
    return this.db.write(actor, async () => {
      const person = await this.db.first<{
        email: string | null;
        display_name: string;
        locale: Locale;
        inviter: string;
      }>(
        `select p.email, p.display_name, p.locale, i.display_name as inviter from people p
         join people i on i.organisation_id = p.organisation_id and i.id = $3
         join organisations o on o.organisation_id = p.organisation_id
         where p.organisation_id = $1 and p.id = $2 and not ${HAS_LEFT('$4')}`,
        [actor.organisationId, personId, actor.personId, this.clock.now()],
      );
      if (!person) throw new Refusal('record.not-found');
      if (person.email === null) throw new Refusal('invitation.nobody', { reason: 'no-email' });
      const { invitationId, path } = await this.invitations.create(actor, personId, null);
      await this.post.send(actor.organisationId, {
        kind: 'organisation-invitation',
        personId,
        programId: null,
        to: person.email,
        locale: person.locale,
        facts: { name: person.display_name, inviter: person.inviter, ...noteFacts(note) },
        path,
        inInbox: false,
      });
      return { invitationId };
    });
  }
}

/** Characters that show nothing and can make a line read otherwise than it is written: direction marks, joints, blanks of no width. */
const INVISIBLE = /[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** A line by the inviter's own hand, as plain text in its own direction inside the mail's. */
function noteFacts(note: string) {
  const plain = note.replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim();
  return { hasNote: plain === '' ? 'no' : 'yes', note: `\u2068${plain}\u2069` };
}

const shape = (row: GrantRow) => ({
  ...row,
  grantedAt: row.grantedAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
