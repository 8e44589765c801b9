import type { Client } from 'pg';

import type { MasterKeys } from './master-keys.ts';
import { newKey, seal } from './sealing.ts';

interface PlainNote {
  id: string;
  organisationId: string;
  about: string;
  body: string;
}

/** Where a note belongs, which its seal is bound to. */
export const noteAbout = (note: { authorId: string; pairingId: string; meetingId: string | null }) =>
  `note ${note.authorId} ${note.pairingId} ${note.meetingId ?? 'pairing'}`;

/** The step of migration 0022: seals the notes that were written before notes were sealed, as the owner of the tables. */
export async function sealNotes(owner: Client, openKeys: () => Promise<MasterKeys>): Promise<void> {
  const { rows } = await owner.query<{
    id: string;
    organisationId: string;
    authorId: string;
    pairingId: string;
    meetingId: string;
    body: string;
  }>(
    `select id, organisation_id as "organisationId", author_id as "authorId", pairing_id as "pairingId", meeting_id as "meetingId", body
     from private_notes`,
  );
  if (rows.length === 0) return;
  const { newest } = await openKeys();
  await owner.query('insert into identity.master_keys (id) values ($1)', [newest.id]);
  const notes = rows.map((row): PlainNote => ({ ...row, about: noteAbout(row) }));
  for (const [organisationId, own] of Map.groupBy(notes, (note) => note.organisationId)) {
    const key = newKey();
    await owner.query(
      'insert into identity.data_keys (organisation_id, number, master_key_id, wrapped) values ($1, 1, $2, $3)',
      [organisationId, newest.id, seal(newest.key, key, `data key ${organisationId} 1`)],
    );
    for (const { id, body, about } of own)
      await owner.query(
        'update private_notes set key_number = 1, sealed = $3 where organisation_id = $1 and id = $2',
        [organisationId, id, seal(key, Buffer.from(body, 'utf8'), about)],
      );
  }
}
