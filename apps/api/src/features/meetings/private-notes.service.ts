import { Injectable } from '@nestjs/common';
import type { PrivateNote } from '@ithaca/contracts/meetings';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Keyring } from '../../platform/keyring/keyring.ts';
import type { Sealed } from '../../platform/keyring/keyring.ts';
import { noteAbout } from '../../platform/keyring/seal-notes.ts';
import { lockSides } from './sides.queries.ts';

/** Where a note is: beside one meeting, or beside the pairing as a whole. */
interface NotePlace {
  pairingId: string;
  meetingId: string | null;
}

/**
 * What somebody notes for themselves alone, of a meeting or of a pairing. Sealed before it is stored; read here and nowhere
 * else, by its author and nobody else (the table's own policy says so as well).
 */
@Injectable()
export class PrivateNotesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
  ) {}

  readOfPairing(actor: Actor, pairingId: string): Promise<PrivateNote> {
    return this.#read(actor, { pairingId, meetingId: null });
  }

  async readOfMeeting(actor: Actor, meetingId: string): Promise<PrivateNote> {
    return this.#read(actor, { pairingId: await this.#pairingOf(actor, meetingId), meetingId });
  }

  writeOfPairing(actor: Actor, pairingId: string, body: string): Promise<void> {
    return this.db.write(actor, () => this.#write(actor, { pairingId, meetingId: null }, body));
  }

  writeOfMeeting(actor: Actor, meetingId: string, body: string): Promise<void> {
    return this.db.write(actor, async () =>
      this.#write(actor, { pairingId: await this.#pairingOf(actor, meetingId), meetingId }, body),
    );
  }

  async #read(actor: Actor, place: NotePlace): Promise<PrivateNote> {
    const row = await this.db.first<Sealed & { updatedAt: Date }>(
      `select key_number as "keyNumber", sealed, updated_at as "updatedAt" from private_notes
       where organisation_id = $1 and author_id = $2 and pairing_id = $3 and meeting_id is not distinct from $4`,
      [actor.organisationId, actor.personId, place.pairingId, place.meetingId],
    );
    if (!row) return { body: '', updatedAt: null };
    const about = noteAbout({ authorId: actor.personId, ...place });
    return {
      body: await this.keyring.unseal(actor.organisationId, row, about),
      updatedAt: row.updatedAt.toISOString(),
    };
  }

  async #write(actor: Actor, place: NotePlace, body: string): Promise<void> {
    await lockSides(this.db, actor, place.pairingId, 'note');
    const own = [actor.organisationId, actor.personId, place.pairingId, place.meetingId];
    if (body.trim() === '') {
      await this.db.execute(
        'delete from private_notes where organisation_id = $1 and author_id = $2 and pairing_id = $3 and meeting_id is not distinct from $4',
        own,
      );
      return;
    }
    const about = noteAbout({ authorId: actor.personId, ...place });
    const { keyNumber, sealed } = await this.keyring.seal(actor.organisationId, body, about);
    await this.db.execute(
      `insert into private_notes (organisation_id, author_id, pairing_id, meeting_id, id, key_number, sealed, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint private_notes_unique do update
         set key_number = excluded.key_number, sealed = excluded.sealed, updated_at = excluded.updated_at`,
      [...own, uuidv7(), keyNumber, sealed, this.clock.now()],
    );
  }

  async #pairingOf(actor: Actor, meetingId: string): Promise<string> {
    const found = await this.db.first<{ pairingId: string }>(
      'select pairing_id as "pairingId" from meetings where organisation_id = $1 and id = $2',
      [actor.organisationId, meetingId],
    );
    if (!found) throw new Refusal('record.not-found');
    return found.pairingId;
  }
}
