import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { getSides, lockSides, othersToTell, selfOf } from '../meetings/sides.queries.ts';
import type { Sides } from '../meetings/sides.queries.ts';
import { Message } from './message.entity.ts';
import { getMessage } from './messages.queries.ts';

/** One mail tells of all that is written in the half hour after it. */
const QUIET_MINUTES = 30;

/** What the sides of a pairing write to one another. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  send(actor: Actor, pairingId: string, body: string) {
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
      await this.#tell(actor, sides);
      return getMessage(this.db, actor, id);
    });
  }

  markRead(actor: Actor, pairingId: string): Promise<void> {
    return this.db.write(actor, async () => {
      await getSides(this.db, actor, pairingId);
      await this.db.execute(
        `insert into message_reads (organisation_id, pairing_id, person_id, read_at) values ($1, $2, $3, $4)
         on conflict on constraint message_reads_pk do update set read_at = greatest(message_reads.read_at, excluded.read_at)`,
        [actor.organisationId, pairingId, actor.personId, this.clock.now()],
      );
    });
  }

  /** Says that there is something to read, never what. The pairing is locked, so two messages cannot both find the half hour quiet. */
  async #tell(actor: Actor, sides: Sides): Promise<void> {
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
      });
    }
  }
}
