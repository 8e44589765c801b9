import { goalStates, MOST_MILESTONES } from '@ithaca/domain/goal';
import * as z from 'zod/mini';

import { goalPlan } from './goal-plans.ts';
import { action } from './meetings.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant, line, optionalParagraph, paragraph } from './text.ts';

export const goal = z.object({
  id,
  pairingId: id,
  ownerId: id,
  title: z.string(),
  measure: z.string(),
  dueOn: z.nullable(z.string()),
  state: z.enum(goalStates),
  /** Share of milestones done, 0–1; null without milestones. */
  progress: z.nullable(z.number()),
  milestones: z.array(
    z.object({ id, title: z.string(), dueOn: z.nullable(z.string()), doneAt: z.nullable(instant) }),
  ),
  /** What the pairing agreed to do for it, open ones first. */
  actions: z.array(action),
  /** Who says that it is reached, and who of the other side confirmed it. */
  claim: z.nullable(
    z.object({
      personId: id,
      displayName: z.string(),
      at: instant,
      confirmed: z.nullable(z.object({ displayName: z.string(), at: instant })),
    }),
  ),
  notes: z.array(z.object({ id, authorName: z.string(), body: z.string(), writtenAt: instant })),
  updatedAt: instant,
  version: z.int(),
});
export type Goal = z.infer<typeof goal>;

const goalParams = z.strictObject({ goalId: id });
const pairingParams = z.strictObject({ pairingId: id });

export const goalRoutes = defineRoutes('goals', {
  list: {
    method: 'GET',
    path: '/api/pairings/:pairingId/goals',
    summary: 'Goals of a pairing',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: z.object({ items: z.array(goal) }),
  },
  add: {
    method: 'POST',
    path: '/api/pairings/:pairingId/goals',
    summary: 'Set a goal with a measure and steps',
    access: 'pairing.take-part',
    params: pairingParams,
    body: z.strictObject({
      title: line(200),
      measure: optionalParagraph(600),
      dueOn: z.nullable(day),
      /** Of a circle, when its mentor writes: whose goal it is. */
      ownerId: z.optional(id),
      milestones: z
        .array(z.strictObject({ title: line(200), dueOn: z.nullable(day) }))
        .check(z.maxLength(MOST_MILESTONES)),
    }),
    reply: goal,
    status: 201,
    creates: true,
  },
  update: {
    method: 'PATCH',
    path: '/api/goals/:goalId',
    summary:
      'Change a goal, its steps or its state: one side claims that it is reached, the other confirms (`reached`)',
    access: 'pairing.take-part',
    params: goalParams,
    body: z.strictObject({
      title: z.optional(line(200)),
      measure: z.optional(optionalParagraph(600)),
      dueOn: z.optional(z.nullable(day)),
      state: z.optional(z.enum(goalStates)),
      /** All of its steps in their order: those with an id stay with their tick, those left out go. */
      milestones: z.optional(
        z
          .array(z.strictObject({ id: z.optional(id), title: line(200), dueOn: z.nullable(day) }))
          .check(z.maxLength(MOST_MILESTONES)),
      ),
    }),
    reply: goal,
    versioned: true,
  },
  setMilestoneDone: {
    method: 'PUT',
    path: '/api/goals/:goalId/milestones/:milestoneId',
    summary: 'Tick a milestone or open it again',
    access: 'pairing.take-part',
    params: z.strictObject({ goalId: id, milestoneId: id }),
    body: z.strictObject({ done: z.boolean() }),
    reply: goal,
  },
  addMilestone: {
    method: 'POST',
    path: '/api/goals/:goalId/milestones',
    summary: 'Add a step to a goal',
    access: 'pairing.take-part',
    params: goalParams,
    body: z.strictObject({ title: line(200), dueOn: z.nullable(day) }),
    reply: goal,
    status: 201,
    creates: true,
  },
  ask: {
    method: 'POST',
    path: '/api/goals/:goalId/questions',
    summary: 'Ask back instead of confirming: the goal is open again, the question is kept as a note',
    access: 'pairing.take-part',
    params: goalParams,
    body: z.strictObject({ body: paragraph(2000) }),
    reply: goal,
    status: 201,
    creates: true,
  },
  listPlans: {
    method: 'GET',
    path: '/api/pairings/:pairingId/goal-plans',
    summary: 'What the pairing’s program offers to start a goal from',
    access: 'pairing.take-part',
    params: pairingParams,
    reply: z.object({ items: z.array(goalPlan) }),
  },
  addNote: {
    method: 'POST',
    path: '/api/goals/:goalId/notes',
    summary: 'Note progress',
    access: 'pairing.take-part',
    params: goalParams,
    body: z.strictObject({ body: paragraph(2000) }),
    reply: goal,
    status: 201,
    creates: true,
  },
});
