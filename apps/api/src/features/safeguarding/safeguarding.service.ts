import { Injectable } from '@nestjs/common';
import type { safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import type { InputOf } from '@ithaca/contracts/route';
import type { ConcernOutcome } from '@ithaca/domain/concern';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit, noteFacts } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Files } from '../../platform/files/files.ts';
import { Post } from '../../platform/mail/post.ts';
import { getSides } from '../meetings/sides.queries.ts';
import { localeOf } from '../pairings/letters.service.ts';
import {
  assertOfConcern,
  getConcern,
  listReaders,
  listReviewers,
  readConcern,
} from './safeguarding.queries.ts';

type Said = InputOf<typeof safeguardingRoutes.raise>['body'];

/** Messages that somebody reports, and the few named people who look at them. */
@Injectable()
export class SafeguardingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly files: Files,
  ) {}

  nameReviewers(actor: Party, personIds: readonly string[]): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const now = this.clock.now();
      await this.db.execute(
        'delete from safeguarding_reviewers where organisation_id = $1 and person_id <> all ($2)',
        [organisationId, personIds],
      );
      await this.db.execute(
        `insert into safeguarding_reviewers (organisation_id, person_id, named_by, named_at)
         select distinct $1::uuid, id, $3::uuid, $4::timestamptz from unnest($2::uuid[]) as id on conflict do nothing`,
        [organisationId, personIds, actor.personId, now],
      );
      if ((await listReviewers(this.db, this.clock, organisationId)).length !== new Set(personIds).size)
        throw new Refusal('person.not-employed');
      noteFacts(actor, { personIds });
    });
  }

  /** Tells those who may read it that there is something to look at, and nobody else anything. */
  raise(actor: Party, pairingId: string, messageId: string, { reason, note }: Said): Promise<void> {
    const { organisationId, personId } = actor;
    return this.db.write(actor, async () => {
      await getSides(this.db, actor, pairingId);
      const message = await this.db.first(
        'select from messages where organisation_id = $1 and id = $2 and pairing_id = $3 and author_id <> $4',
        [organisationId, messageId, pairingId, personId],
      );
      if (!message) throw new Refusal('record.not-found');
      const readers = await listReaders(this.db, this.clock, organisationId, pairingId);
      if (readers.length === 0) throw new Refusal('concern.no-reviewer');
      const id = uuidv7();
      const now = this.clock.now();
      const raised = await this.db.execute(
        `insert into concerns (organisation_id, id, message_id, raised_by, reason, note, raised_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (organisation_id, message_id, raised_by) do nothing`,
        [organisationId, id, messageId, personId, reason, note, now],
      );
      if (raised.rowCount === 0) return;
      const readerIds = readers.map((reader) => reader.personId);
      await this.db.execute(
        'insert into concern_readers (organisation_id, concern_id, person_id) select $1, $2, unnest($3::uuid[])',
        [organisationId, id, readerIds],
      );
      await appendAudit(this.db, { organisationId, personId: null }, undefined, {
        action: 'concerns.raise',
        outcome: 'done',
        subjectType: 'concern',
        subjectId: id,
        at: now,
      });
      for (const readerId of readerIds)
        await this.#write('concern-raised', organisationId, readerId, `/concerns/${id}`);
    });
  }

  look(actor: Party, concernId: string) {
    return this.db.write(actor, () => readConcern(this.db, actor, concernId));
  }

  lookAtFile(actor: Party, concernId: string, fileId: string) {
    return this.db.write(actor, async () => {
      await assertOfConcern(this.db, actor, concernId, fileId);
      return this.files.read(actor.organisationId, fileId);
    });
  }

  /** Closes it, which ends everybody's access, and tells the one who reported it. */
  close(actor: Party, concernId: string, outcome: ConcernOutcome) {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const [closed] = await this.db.query<{ raisedBy: string; pairingId: string }>(
        `update concerns c set closed_at = $3, closed_by = $4, outcome = $5 from messages m
         where c.organisation_id = $1 and c.id = $2 and c.closed_at is null and m.organisation_id = c.organisation_id and m.id = c.message_id
         returning c.raised_by as "raisedBy", m.pairing_id as "pairingId"`,
        [organisationId, concernId, this.clock.now(), actor.personId, outcome],
      );
      if (!closed) throw new Refusal('record.not-found');
      const { raisedBy, pairingId } = closed;
      noteFacts(actor, { outcome });
      await this.#write('concern-closed', organisationId, raisedBy, `/pairings/${pairingId}/messages`);
      return getConcern(this.db, actor, concernId);
    });
  }

  /** A mail that names nobody and says nothing of what was written. */
  async #write(
    kind: 'concern-raised' | 'concern-closed',
    organisationId: string,
    personId: string,
    path: string,
  ): Promise<void> {
    const person = await this.db.first<{ email: string | null; name: string; locale: string }>(
      `select email, coalesce(nullif(given_name, ''), display_name) as name, locale from people where organisation_id = $1 and id = $2`,
      [organisationId, personId],
    );
    if (!person?.email) return;
    await this.post.send(organisationId, {
      kind,
      // Not a program's: its coordinators see what is sent in its name.
      programId: null,
      personId,
      to: person.email,
      locale: localeOf(person.locale),
      facts: { name: person.name },
      path,
    });
  }
}
