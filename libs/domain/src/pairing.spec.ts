import { describe, expect, it } from '@jest/globals';

import {
  acceptPairing,
  declinePairing,
  enrolmentAfterPairing,
  movePairing,
  pairingAfterCohort,
} from './pairing.ts';

const at = new Date('2026-03-02T09:00:00Z');
const member = (personId: string, acceptedAt: Date | null = null) => ({
  personId,
  acceptedAt,
  declinedAt: null,
});

describe('answering an offered pairing', () => {
  it('stays offered until the last side accepts', () => {
    expect(acceptPairing('offered', [member('mentor'), member('mentee')], 'mentor')).toBe('offered');
    expect(acceptPairing('offered', [member('mentor', at), member('mentee')], 'mentee')).toBe('active');
  });

  it('is declined by either side, even after the other accepted', () => {
    expect(declinePairing('offered', [member('mentor', at), member('mentee')], 'mentee')).toBe('declined');
  });

  it('cannot be answered twice, nor by somebody else', () => {
    const members = [member('mentor', at), member('mentee')];
    expect(() => acceptPairing('offered', members, 'mentor')).toThrow('pairing.already-answered');
    expect(() => declinePairing('offered', members, 'mentor')).toThrow('pairing.already-answered');
    expect(() => declinePairing('offered', members, 'stranger')).toThrow('record.not-found');
  });

  it('cannot be declined once it runs', () => {
    expect(() => declinePairing('active', [member('mentor')], 'mentor')).toThrow('pairing.wrong-state');
    expect(() => movePairing('ended', 'active')).toThrow('pairing.wrong-state');
  });
});

describe('a pairing whose cohort comes to its close', () => {
  it('lapses when it was only offered, and has until the closing is done when it runs', () => {
    expect(pairingAfterCohort('offered', 'running', false)).toBeNull();
    expect(pairingAfterCohort('offered', 'closing', false)).toBe('ended');
    expect(pairingAfterCohort('active', 'closing', false)).toBeNull();
    expect(pairingAfterCohort('active', 'closed', false)).toBe('completed');
    expect(pairingAfterCohort('active', 'closed', true)).toBeNull();
    expect(pairingAfterCohort('paused', 'closed', false)).toBe('completed');
    expect(pairingAfterCohort('declined', 'closed', false)).toBeNull();
  });
});

describe('an enrolment after its pairing', () => {
  const enrolment = {
    state: 'matched',
    otherOpenPairings: 0,
    cohortState: 'running',
    hasLeft: false,
  } as const;

  it('is completed with the pairing, and back in the pool when it ended early or was declined', () => {
    expect(enrolmentAfterPairing('completed', enrolment)).toBe('completed');
    expect(enrolmentAfterPairing('ended', enrolment)).toBe('in-pool');
    expect(enrolmentAfterPairing('declined', { ...enrolment, state: 'in-pool' })).toBeNull();
  });

  it('stays while the mentor has another open pairing, and once somebody has withdrawn', () => {
    expect(enrolmentAfterPairing('completed', { ...enrolment, otherOpenPairings: 1 })).toBeNull();
    expect(enrolmentAfterPairing('ended', { ...enrolment, state: 'withdrawn' })).toBeNull();
  });

  it('is withdrawn for somebody who left, and when the cohort is over', () => {
    expect(enrolmentAfterPairing('ended', { ...enrolment, hasLeft: true })).toBe('withdrawn');
    expect(enrolmentAfterPairing('ended', { ...enrolment, cohortState: 'closing' })).toBe('withdrawn');
  });
});
