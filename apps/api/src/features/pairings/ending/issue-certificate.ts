import { randomInt } from 'node:crypto';

import { CODE_LENGTH, CODE_SIGNS } from '@ithaca/domain/certificate';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../../../platform/database/database.ts';
import { hashToken } from '../../../platform/secrets.ts';

/** Issues one side's certificate of a pairing, once. Callers hold the pairing's lock and know that it is earned. */
export async function issueCertificate(
  db: Database,
  organisationId: string,
  { pairingId, personId }: { pairingId: string; personId: string },
  at: Date,
): Promise<void> {
  const id = uuidv7();
  const code = Array.from({ length: CODE_LENGTH }, () => CODE_SIGNS[randomInt(CODE_SIGNS.length)]).join('');
  const { rowCount } = await db.execute(
    `insert into certificates (organisation_id, id, pairing_id, person_id, code, issued_at)
     select $1, $2, $3, $4, $5, $6 where not exists (select from certificates
       where organisation_id = $1 and pairing_id = $3 and person_id = $4)`,
    [organisationId, id, pairingId, personId, code, at],
  );
  if (rowCount > 0)
    await db.execute(
      'insert into identity.certificate_codes (token_hash, organisation_id, certificate_id) values ($1, $2, $3)',
      [hashToken(code), organisationId, id],
    );
}
