import { ASSESSMENT_LIMITS, assessmentPhases } from '@ithaca/domain/self-assessment';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id, instant, line, optionalParagraph } from './text.ts';

const assessedSkill = z.strictObject({ skill: line(80), now: z.int().check(z.minimum(1), z.maximum(5)) });
const skills = z.array(assessedSkill).check(
  z.minLength(1),
  z.maxLength(ASSESSMENT_LIMITS.skills),
  z.refine((all) => new Set(all.map(({ skill }) => skill)).size === all.length, {
    error: 'Each skill once.',
  }),
);

/** How somebody saw their own skills at one of the two moments. */
export const selfAssessment = z.object({
  skills: z.array(z.object({ skill: z.string(), now: z.int() })),
  note: z.string(),
  givenAt: instant,
  updatedAt: instant,
  version: z.int(),
});
export type SelfAssessment = z.infer<typeof selfAssessment>;

export const selfAssessments = z.object({
  /** Null for whoever guides: only the mentee assesses. */
  mine: z.nullable(
    z.object({
      /** The skills named in the enrolment, to begin with. */
      suggested: z.array(z.string()),
      open: z.nullable(z.enum(assessmentPhases)),
      start: z.nullable(selfAssessment),
      end: z.nullable(selfAssessment),
      isShared: z.boolean(),
    }),
  ),
  /** What mentees of this pairing chose to share with whoever guides them. */
  shared: z.array(
    z.object({
      personId: id,
      displayName: z.string(),
      start: z.nullable(selfAssessment),
      end: z.nullable(selfAssessment),
    }),
  ),
});
export type SelfAssessments = z.infer<typeof selfAssessments>;

const params = z.strictObject({ pairingId: id });

export const selfAssessmentRoutes = defineRoutes('self-assessments', {
  get: {
    method: 'GET',
    path: '/api/pairings/:pairingId/self-assessment',
    summary: 'How I see my own skills at start and end, or what my mentees share with me of it',
    access: 'pairing.take-part',
    params,
    reply: selfAssessments,
  },
  save: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/self-assessment',
    summary: 'Assess my own skills at the moment that is open; If-Match is 0 for the first time',
    access: 'pairing.take-part',
    params,
    body: z.strictObject({
      phase: z.enum(assessmentPhases),
      skills,
      note: optionalParagraph(ASSESSMENT_LIMITS.note),
    }),
    reply: selfAssessments,
    versioned: true,
  },
  share: {
    method: 'PUT',
    path: '/api/pairings/:pairingId/self-assessment/sharing',
    summary: 'Share what I assessed with my mentor, or take that back',
    access: 'pairing.take-part',
    params,
    body: z.strictObject({ isShared: z.boolean() }),
    reply: selfAssessments,
  },
});
