import type { PairingState } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';

import type { Pairing, PairingMember } from './pairing.entity.ts';

export function requireVersion(pairing: Pairing, version: number): void {
  if (pairing.version !== version) throw new Refusal('record.changed', { version: pairing.version });
}

/** An agreement belongs to a pairing that both have accepted and that is not over. */
export function requireRunning(state: PairingState): void {
  if (state !== 'active' && state !== 'paused')
    throw new Refusal('pairing.wrong-state', { from: state, possible: ['active', 'paused'] });
}

export function sideOf(members: readonly PairingMember[], personId: string): PairingMember {
  const own = members.find((member) => member.personId === personId);
  if (!own) throw new Refusal('record.not-found');
  return own;
}
