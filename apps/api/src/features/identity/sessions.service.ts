import { Injectable } from '@nestjs/common';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import type { Known, Proof } from './session.queries.ts';

const ABSOLUTE_DAYS = 30;
const TOUCH_AFTER_MS = 5 * 60_000;

/** Opaque sessions kept on the server: a row per browser, only the hash of its cookie stored. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** A new session in the named organisation, or in the account's first one. Answers the cookie's secret. */
  async open(
    accountId: string,
    proof: Proof,
    userAgent: string,
    organisationId?: string,
  ): Promise<{ token: string; tokenHash: string; expiresAt: Date }> {
    const token = newToken();
    const tokenHash = hashToken(token);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + ABSOLUTE_DAYS * 86_400_000);
    await this.db.identify({ accountId }, async () => {
      const place = await this.db.first<{ organisation_id: string; person_id: string }>(
        `select organisation_id, person_id from identity.memberships
         where account_id = $1 and ended_at is null and rehearsal_of is null and ($2::uuid is null or organisation_id = $2) order by created_at, organisation_id limit 1`,
        [accountId, organisationId ?? null],
      );
      await this.db.execute(
        `insert into identity.sessions (id, token_hash, account_id, organisation_id, person_id, proof, user_agent, created_at, last_seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
        [
          uuidv7(),
          tokenHash,
          accountId,
          place?.organisation_id ?? null,
          place?.person_id ?? null,
          proof,
          userAgent.slice(0, 200),
          now,
          expiresAt,
        ],
      );
    });
    return { token, tokenHash, expiresAt };
  }

  /** Whether it is time to note that the session is in use: at most every five minutes. */
  isStale(known: Known): boolean {
    return this.clock.now().getTime() - known.lastSeenAt.getTime() >= TOUCH_AFTER_MS;
  }

  async touch(known: Known): Promise<void> {
    const now = this.clock.now();
    await this.db.identify({ accountId: known.accountId }, () =>
      this.db.execute('update identity.sessions set last_seen_at = $2 where id = $1', [known.sessionId, now]),
    );
  }

  async list(accountId: string, currentId: string) {
    return this.db.identify({ accountId }, async () => {
      const rows = await this.db.query<{ id: string; userAgent: string; createdAt: Date; lastSeenAt: Date }>(
        `select id, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt" from identity.sessions
         where account_id = $1 and expires_at > $2 order by last_seen_at desc`,
        [accountId, this.clock.now()],
      );
      return rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        current: row.id === currentId,
      }));
    });
  }

  async end(accountId: string, sessionId: string): Promise<void> {
    const { rowCount } = await this.db.identify({ accountId }, () =>
      this.db.execute('delete from identity.sessions where account_id = $1 and id = $2', [
        accountId,
        sessionId,
      ]),
    );
    if (rowCount === 0) throw new Refusal('record.not-found');
  }

  async endOthers(accountId: string, sessionId: string): Promise<void> {
    await this.db.identify({ accountId }, () =>
      this.db.execute('delete from identity.sessions where account_id = $1 and id <> $2', [
        accountId,
        sessionId,
      ]),
    );
  }

  /** Goes into the room of a rehearsal, or takes another seat in it: to the person whom the account's membership there names. */
  async goToRoom(accountId: string, sessionId: string, roomId: string): Promise<void> {
    await this.db.identify({ accountId }, async () => {
      const { rowCount } = await this.db.execute(
        `update identity.sessions s set organisation_id = m.organisation_id, person_id = m.person_id
         from identity.memberships m
         where s.id = $2 and s.account_id = $1 and m.account_id = $1 and m.organisation_id = $3 and m.rehearsal_of is not null`,
        [accountId, sessionId, roomId],
      );
      if (rowCount === 0) throw new Refusal('membership.none');
    });
  }

  /** Acts in another organisation of the account; an invitation's session stays where the invitation was for. */
  async switchTo(accountId: string, sessionId: string, organisationId: string): Promise<void> {
    await this.db.identify({ accountId }, async () => {
      const { rowCount } = await this.db.execute(
        `update identity.sessions s set organisation_id = m.organisation_id, person_id = m.person_id
         from identity.memberships m
         where s.id = $2 and s.account_id = $1 and m.account_id = $1 and m.organisation_id = $3 and m.ended_at is null and m.rehearsal_of is null
           and (s.proof <> 'invitation' or s.organisation_id = m.organisation_id)`,
        [accountId, sessionId, organisationId],
      );
      if (rowCount === 0) throw new Refusal('membership.none');
    });
  }
}
