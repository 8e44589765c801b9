import { Injectable } from '@nestjs/common';
import type { messageRoutes } from '@ithaca/contracts/messages';
import type { InputOf } from '@ithaca/contracts/route';
import { assertDoing } from '@ithaca/domain/pairing';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Files } from '../../platform/files/files.ts';
import { Post } from '../../platform/mail/post.ts';
import { getSides, lockSides, othersToTell, selfOf } from '../meetings/sides.queries.ts';
import type { Sides } from '../meetings/sides.queries.ts';
import { Message } from './message.entity.ts';
import { assertAttached, getMessage } from './messages.queries.ts';

/** One mail tells of all that is written in the half hour after it. */
const QUIET_MINUTES = 30;
/** How long a mail can be answered without signing in. */
const ANSWER_DAYS = 14;

/** What the sides of a pairing write to one another. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly files: Files,
  ) {
    files.usedIn('message_files');
  }

  send(actor: Party, pairingId: string, { body, fileIds = [] }: InputOf<typeof messageRoutes.send>['body']) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'plan');
      const id = uuidv7();
      await this.db.manager.insert(Message, {
        organisationId: actor.organisationId,
        id,
        pairingId,
        authorId: actor.personId,
        body,
        sentAt: this.clock.now(),
      });
      await this.#attach(actor, id, fileIds);
      await this.#tell(actor, sides, id);
      return getMessage(this.db, actor, id);
    });
  }

  /** Writes back to a message, from its mail: the pairing is the message's own. */
  answer(actor: Party, messageId: string, body: string) {
    return this.db.write(actor, async () => {
      const message = await this.db.manager.findOneBy(Message, {
        organisationId: actor.organisationId,
        id: messageId,
      });
      if (!message) throw new Refusal('record.not-found');
      return this.send(actor, message.pairingId, { body });
    });
  }

  /** Keeps a file for a message that is still being written. */
  upload(actor: Party, pairingId: string, name: string, bytes: Uint8Array) {
    return this.db.write(actor, async () => {
      assertDoing((await getSides(this.db, actor, pairingId)).state, 'plan');
      return this.files.keep(actor, { name, bytes });
    });
  }

  discard(actor: Party, fileId: string): Promise<void> {
    return this.db.write(actor, () => this.files.discard(actor, fileId));
  }

  async readFile(actor: Party, pairingId: string, fileId: string) {
    await assertAttached(this.db, actor, pairingId, fileId);
    return this.files.read(actor.organisationId, fileId);
  }

  showReading(actor: Party, isShown: boolean): Promise<void> {
    return this.db.write(actor, async () => {
      await this.db.execute('update people set shows_reading = $3 where organisation_id = $1 and id = $2', [
        actor.organisationId,
        actor.personId,
        isShown,
      ]);
    });
  }

  markRead(actor: Party, pairingId: string): Promise<void> {
    return this.db.write(actor, async () => {
      await getSides(this.db, actor, pairingId);
      await this.db.execute(
        `insert into message_reads (organisation_id, pairing_id, person_id, read_at) values ($1, $2, $3, $4)
         on conflict on constraint message_reads_pk do update set read_at = greatest(message_reads.read_at, excluded.read_at)`,
        [actor.organisationId, pairingId, actor.personId, this.clock.now()],
      );
    });
  }

  async #attach(actor: Party, messageId: string, fileIds: readonly string[]): Promise<void> {
    if (fileIds.length === 0) return;
    await this.files.assertUnused(actor, fileIds);
    await this.db.execute(
      `insert into message_files (organisation_id, message_id, file_id, position)
       select $1, $2, id, position from unnest($3::uuid[]) with ordinality as chosen (id, position)`,
      [actor.organisationId, messageId, fileIds],
    );
  }

  /** Says that there is something to read, never what. The pairing is locked, so two messages cannot both find the half hour quiet. */
  async #tell(actor: Party, sides: Sides, messageId: string): Promise<void> {
    const path = `/pairings/${sides.pairingId}/messages`;
    const since = new Date(this.clock.now().getTime() - QUIET_MINUTES * 60_000);
    for (const reader of othersToTell(sides, actor.personId, this.clock)) {
      const told = await this.db.first(
        `select from mails where organisation_id = $1 and person_id = $2 and created_at > $3 and kind = 'message-received' and path = $4 limit 1`,
        [actor.organisationId, reader.personId, since, path],
      );
      if (told) continue;
      await this.post.send(actor.organisationId, {
        kind: 'message-received',
        personId: reader.personId,
        programId: sides.programId,
        to: reader.email,
        locale: reader.locale,
        facts: { name: reader.givenName, partner: selfOf(sides, actor).displayName },
        path,
        act: {
          act: 'answer-message',
          subjectId: messageId,
          until: new Date(this.clock.now().getTime() + ANSWER_DAYS * 86_400_000),
        },
      });
    }
  }
}
