import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { declineReasons, endReasons, pairingStates } from '@ithaca/domain/pairing';
import { formats, sides } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { exportBody, exportFile } from './exports.ts';
import { pageOf, pageQuery } from './page.ts';
import { defineRoutes } from './route.ts';
import { id, instant, optionalLine, optionalParagraph } from './text.ts';

export const agreement = z.strictObject({
  cadenceDays: z.int().check(z.minimum(1), z.maximum(92)),
  /** How long a meeting usually lasts. */
  minutes: z.int().check(z.minimum(MEETING_MINUTES.least), z.maximum(MEETING_MINUTES.most)),
  channel: optionalLine(120),
  expectations: optionalParagraph(2000),
  boundaries: optionalParagraph(2000),
  // As long as a program's own agreement text, which it starts from.
  confidentiality: optionalParagraph(4000),
});
export type Agreement = z.infer<typeof agreement>;

/** One version of what a pairing settled, as its sides read it. */
export const agreementVersion = z.object({
  /** 1 is what the program proposed. */
  number: z.int(),
  terms: agreement,
  /** Null: the program. */
  proposedBy: z.nullable(z.object({ personId: id, displayName: z.string() })),
  proposedAt: instant,
  signatures: z.array(z.object({ personId: id, displayName: z.string(), signedAt: instant })),
  /** `holds`: all have signed, and no later version has been signed by all; `open`: waits for signatures. */
  standing: z.enum(['open', 'holds', 'past']),
});
export type AgreementVersion = z.infer<typeof agreementVersion>;

export const pairingMember = z.object({
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  role: z.enum(sides),
  timeZone: z.string(),
  acceptedAt: z.nullable(instant),
  signedAt: z.nullable(instant),
});

export const healths = ['new', 'on-rhythm', 'slipping', 'stalled', 'paused', 'ended'] as const;
export const health = z.enum(healths);

export const pairing = z.object({
  id,
  cohortId: id,
  cohortName: z.string(),
  programId: id,
  programName: z.string(),
  format: z.enum(formats),
  /** Of a circle: the fewest mentees with whom it begins; null for a pair. */
  smallest: z.nullable(z.int()),
  /** Of an offered circle, to its mentor and its coordinators: with how many mentees it may begin now; null while it may not. */
  mayBeginWith: z.nullable(z.int()),
  state: z.enum(pairingStates),
  members: z.array(pairingMember),
  /** The reader's own side; null for a coordinator, who then sees no agreement and no reasons of the sides' own. */
  myRole: z.nullable(z.enum(sides)),
  /** Reasons in plain words for the sides: evidence codes with facts, best first; never a score. */
  reasons: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
  agreement: z.nullable(agreement),
  /** Who wrote the agreement as it stands (null: the program), when, and which earlier version holds until all have signed. */
  agreementVersion: z.nullable(
    z.object({
      number: z.int(),
      proposedBy: z.nullable(id),
      proposedAt: instant,
      heldNumber: z.nullable(z.int()),
    }),
  ),
  health,
  publishedAt: instant,
  startedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  endsOn: z.string(),
  nextMeeting: z.nullable(z.object({ id, startsAt: instant, durationMinutes: z.int(), title: z.string() })),
  lastHeldAt: z.nullable(instant),
  heldMeetings: z.int(),
  /** Flash mentoring is one meeting, and this pairing has it: planned, held, or past and not answered for. */
  hasItsOneMeeting: z.boolean(),
  openGoals: z.int(),
  unreadMessages: z.int(),
  version: z.int(),
});
export type Pairing = z.infer<typeof pairing>;

export const pairingItem = z.object({
  id,
  state: z.enum(pairingStates),
  format: z.enum(formats),
  health,
  /** Empty between peers. */
  mentorName: z.string(),
  menteeNames: z.array(z.string()),
  /** The two of a pairing of peers; empty otherwise. */
  peerNames: z.array(z.string()),
  /** With how many mentees an offered circle may begin now; null while it may not. */
  mayBeginWith: z.nullable(z.int()),
  heldMeetings: z.int(),
  lastHeldAt: z.nullable(instant),
  nextMeetingAt: z.nullable(instant),
  signals: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
  startedAt: z.nullable(instant),
  /** The category a side gave when it declined or ended, never who it was; for the program's coordinators only. */
  exitReason: z.nullable(z.enum([...endReasons, ...declineReasons])),
});
export type PairingItem = z.infer<typeof pairingItem>;

/** A pairing in the list of its cohort. */
export const listedPairing = z.object({
  ...pairingItem.shape,
  /** The latest round of questions: how many it asked and how many answered, never who or what; null before the first. */
  checkIn: z.nullable(z.object({ askedAt: instant, asked: z.int(), answered: z.int() })),
});
export type ListedPairing = z.infer<typeof listedPairing>;

/** What a cohort's pairings can be sorted by: the mentor's name, meetings held, the last and the next meeting. */
export const pairingSorts = ['pair', 'held', 'last', 'next'] as const;
export type PairingSort = (typeof pairingSorts)[number];

/** Columns of a cohort's pairings as a file. */
export const pairingColumns = [
  'mentor',
  'mentees',
  'state',
  'health',
  'startedAt',
  'heldMeetings',
  'lastHeldAt',
  'nextMeetingAt',
  'checkIn',
] as const;
const pairingFilters = {
  state: z.optional(z.enum(pairingStates)),
  health: z.optional(health),
};
const pairingOrder = {
  sort: z._default(z.enum(pairingSorts), 'pair'),
  direction: z._default(z.enum(['asc', 'desc']), 'asc'),
};

const pairingParams = z.strictObject({ pairingId: id });

export const pairingRoutes = defineRoutes('pairings', {
  listMine: {
    method: 'GET',
    path: '/api/my/pairings',
    summary: 'My pairings, open ones first',
    access: 'member.act',
    reply: z.object({ items: z.array(pairing) }),
  },
  list: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/pairings',
    summary: 'How each pairing of a cohort is doing: states, dates and signals, never content',
    access: 'program.read',
    params: z.strictObject({ cohortId: id }),
    query: z.strictObject({
      ...pageQuery,
      ...pairingFilters,
      /** Only those worth a look: off their rhythm, or with a signal. */
      attention: z.optional(z.stringbool()),
      ...pairingOrder,
    }),
    reply: pageOf(listedPairing),
  },
  export: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/pairings/exports',
    summary: 'The pairings of a cohort as a file, filtered and ordered as on the screen; never content',
    access: 'program.coordinate',
    params: z.strictObject({ cohortId: id }),
    body: exportBody(
      pairingColumns,
      z.strictObject({ ...pairingFilters, attention: z.optional(z.boolean()), ...pairingOrder }),
    ),
    reply: exportFile,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/pairings/:pairingId',
    summary: 'One pairing',
    access: 'pairing.read',
    params: pairingParams,
    reply: pairing,
  },
  accept: {
    method: 'POST',
    path: '/api/pairings/:pairingId/acceptance',
    summary:
      'Accept: a pair becomes active when both have, a circle with its mentor and the smallest number of mentees',
    access: 'pairing.answer',
    params: pairingParams,
    reply: pairing,
    status: 200,
  },
  decline: {
    method: 'POST',
    path: '/api/pairings/:pairingId/refusal',
    summary:
      'Decline privately; both go back to the pool, and the other side is told neither who nor why. A circle goes on',
    access: 'pairing.answer',
    params: pairingParams,
    body: z.strictObject({ reason: z.optional(z.enum(declineReasons)) }),
    reply: pairing,
    status: 200,
  },
  begin: {
    method: 'POST',
    path: '/api/pairings/:pairingId/beginning',
    summary: 'Begin a circle as its mentor with those who have said yes; the others keep their seat',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: pairing,
    status: 200,
  },
  setAgreement: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/agreement',
    summary: 'Settle or amend the agreement; the writer signs, the other side signs again',
    access: 'pairing.take-part',
    params: pairingParams,
    body: agreement,
    reply: pairing,
    versioned: true,
  },
  listAgreements: {
    method: 'GET',
    path: '/api/pairings/:pairingId/agreements',
    summary: 'Every version of the agreement, newest first: who proposed it when, and who signed it',
    access: 'pairing.take-part',
    params: pairingParams,
    query: z.strictObject(pageQuery),
    reply: pageOf(agreementVersion),
  },
  sign: {
    method: 'POST',
    path: '/api/pairings/:pairingId/signature',
    summary: 'Sign the version of the agreement that one has read; several may sign at the same moment',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({ number: z.int().check(z.positive()) }),
    reply: pairing,
    status: 200,
  },
  pause: {
    method: 'POST',
    path: '/api/pairings/:pairingId/pause',
    summary: 'Pause the pairing',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: pairing,
    status: 200,
    versioned: true,
  },
  resume: {
    method: 'POST',
    path: '/api/pairings/:pairingId/resumption',
    summary: 'Go on after a pause',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: pairing,
    status: 200,
    versioned: true,
  },
  end: {
    method: 'POST',
    path: '/api/pairings/:pairingId/end',
    summary:
      'End or complete the pairing, without blame; a mentee of a circle leaves it and the others go on',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({ outcome: z.enum(['completed', 'ended']), reason: z.enum(endReasons) }),
    reply: pairing,
    status: 200,
    versioned: true,
  },
  takeOut: {
    method: 'POST',
    path: '/api/pairings/:pairingId/departures',
    summary: 'Take one mentee out of a circle as its coordinator; the others go on',
    access: 'pairing.coordinate',
    params: pairingParams,
    body: z.strictObject({ personId: id, reason: z.enum(endReasons) }),
    reply: pairingItem,
    status: 200,
  },
  beginForCoordinator: {
    method: 'POST',
    path: '/api/pairings/:pairingId/start',
    summary: 'Begin a circle as its coordinator with those who have said yes; the others keep their seat',
    access: 'pairing.coordinate',
    params: pairingParams,
    reply: pairingItem,
    status: 200,
  },
  endForCoordinator: {
    method: 'POST',
    path: '/api/pairings/:pairingId/closing',
    summary: 'End a pairing as its coordinator, without fault of either side',
    access: 'pairing.coordinate',
    params: pairingParams,
    body: z.strictObject({ reason: z.enum(endReasons) }),
    reply: pairingItem,
    status: 200,
  },
});
