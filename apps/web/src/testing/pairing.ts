import type { Goal } from '@ithaca/contracts/goals';
import type { Meeting } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { sessionOf } from './session.ts';

const id = (n: number) => `0190b000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const pairingId = id(1);
export const meetingId = id(2);
const me = sessionOf().actor?.personId ?? '';

/** Noor Haddad, mentee, and Jun Sato in Tokyo, mentor: active, signed by both. */
export function pairingOf(changes: Partial<Pairing> = {}): Pairing {
  const member = {
    jobTitle: 'Engineer',
    department: 'Product',
    acceptedAt: '2026-09-01T08:00:00Z',
    signedAt: '2026-09-02T08:00:00Z',
  };
  return {
    id: pairingId,
    cohortId: id(3),
    cohortName: 'Spring',
    programId: id(4),
    programName: 'Career growth',
    format: 'one-to-one',
    smallest: null,
    mayBeginWith: null,
    state: 'active',
    members: [
      { ...member, personId: id(5), displayName: 'Jun Sato', role: 'mentor', timeZone: 'Asia/Tokyo' },
      { ...member, personId: me, displayName: 'Noor Haddad', role: 'mentee', timeZone: 'Europe/Berlin' },
    ],
    myRole: 'mentee',
    reasons: [{ code: 'skills', facts: { covered: ['Negotiation'], lacking: [] } }],
    agreement: {
      cadenceDays: 14,
      minutes: 45,
      channel: 'Video',
      expectations: '',
      boundaries: '',
      confidentiality: '',
    },
    agreementVersion: { number: 1, proposedBy: null, proposedAt: '2026-08-30T08:00:00Z', heldNumber: null },
    health: 'on-rhythm',
    publishedAt: '2026-08-30T08:00:00Z',
    startedAt: '2026-09-01T08:00:00Z',
    endedAt: null,
    endsOn: '2027-03-01',
    nextMeeting: null,
    lastHeldAt: null,
    hasItsOneMeeting: false,
    heldMeetings: 3,
    openGoals: 1,
    unreadMessages: 0,
    version: 4,
    ...changes,
  };
}

export function meetingOf(changes: Partial<Meeting> = {}): Meeting {
  return {
    id: meetingId,
    pairingId,
    state: 'planned',
    title: 'Feedback',
    startsAt: '2099-01-12T13:00:00.000Z',
    durationMinutes: 45,
    timeZone: 'Europe/Berlin',
    link: '',
    evidence: 'unanswered',
    myAnswer: null,
    series: null,
    version: 1,
    agenda: [{ text: 'The talk', done: false }],
    notes: '',
    cancelReason: '',
    actions: [],
    members: pairingOf().members.map((member) => ({ ...member, reply: null, answer: null })),
    ...changes,
  };
}

export function goalOf(n: number, changes: Partial<Goal> = {}): Goal {
  return {
    id: id(100 + n),
    pairingId,
    ownerId: me,
    title: `Goal ${n}`,
    measure: '',
    dueOn: null,
    state: 'open',
    progress: null,
    milestones: [],
    actions: [],
    claim: null,
    notes: [],
    updatedAt: '2026-10-01T08:00:00Z',
    version: 1,
    ...changes,
  };
}
