import { isSettled } from '@ithaca/domain/agreement';

import type { Database } from '../../platform/database/database.ts';
import type { Pairing, PairingMember } from './pairing.entity.ts';

/** When the last signature that was needed came, null while one is missing. */
export function settledAt(members: readonly PairingMember[]): Date | null {
  const taking = members.map((member) => ({ ...member, takesPart: member.open && member.inside }));
  if (!isSettled(taking)) return null;
  return new Date(
    Math.max(...taking.filter(({ takesPart }) => takesPart).map(({ signedAt }) => signedAt?.getTime() ?? 0)),
  );
}

/**
 * Closes the version that stands once everybody who takes part has signed it: by a signature, or because the last one who
 * had not has left. The rhythm that a pairing is measured by is one that all of it have agreed to. Callers save the pairing.
 */
export async function settleAgreement(
  db: Database,
  pairing: Pairing,
  members: readonly PairingMember[],
): Promise<void> {
  const settled = settledAt(members);
  if (settled === null) return;
  pairing.cadenceDays = pairing.agreement.cadenceDays ?? pairing.cadenceDays;
  await db.execute(
    `update agreement_versions set settled_at = coalesce(settled_at, $3)
     where organisation_id = $1 and pairing_id = $2
       and number = (select max(number) from agreement_versions where organisation_id = $1 and pairing_id = $2)`,
    [pairing.organisationId, pairing.id, settled],
  );
}
