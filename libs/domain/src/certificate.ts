import type { PairingState } from './pairing.ts';
import { Refusal } from './refusal.ts';

/** Letters and digits that nobody mistakes for one another (Crockford's base 32). */
export const CODE_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits: more than anybody can try. */
export const CODE_LENGTH = 16;

/** Whether a side of a pairing has earned a certificate: it was completed, and met at least once. */
export const isCertifiable = (state: PairingState, heldMeetings: number): boolean =>
  state === 'completed' && heldMeetings > 0;

/** Refuses a certificate (`certificate.not-earned`) of a pairing that is not completed or never met. */
export function assertCertifiable(state: PairingState, heldMeetings: number): void {
  if (!isCertifiable(state, heldMeetings))
    throw new Refusal('certificate.not-earned', { state, heldMeetings });
}

/** A code as people copy it from paper, in its one spelling: dashes, spaces and look-alikes do not matter. */
export const normaliseCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/** A code in groups of four, as it is printed. */
export const spellCode = (code: string): string => (code.match(/.{1,4}/g) ?? []).join('-');
