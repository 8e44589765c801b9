import { GOAL_PLAN_LIMITS } from '@ithaca/domain/goal-plan';
import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { instant, line, optionalLine, optionalParagraph } from './text.ts';

const dayOfPlan = z.nullable(z.int().check(z.minimum(0), z.maximum(GOAL_PLAN_LIMITS.days)));

/** A goal to start from: an example, or with steps a plan. Days count from the day on which the goal is set. */
export const goalPlan = z.strictObject({
  title: line(200),
  measure: optionalParagraph(600),
  /** Days until it is due; null: its owner says. */
  days: dayOfPlan,
  steps: z
    .array(z.strictObject({ title: line(200), day: dayOfPlan }))
    .check(z.maxLength(GOAL_PLAN_LIMITS.steps)),
  /** The same in other languages; what is left empty stays as above. */
  texts: z.optional(
    z.partialRecord(
      z.enum(locales),
      z.strictObject({
        title: z._default(optionalLine(200), ''),
        measure: z._default(optionalParagraph(600), ''),
        steps: z._default(z.array(optionalLine(200)).check(z.maxLength(GOAL_PLAN_LIMITS.steps)), []),
      }),
    ),
  ),
});
export type GoalPlan = z.infer<typeof goalPlan>;

export const goalPlans = z.array(goalPlan).check(z.maxLength(GOAL_PLAN_LIMITS.plans));

export const goalPlansVersion = z.object({
  number: z.int(),
  plans: z.array(goalPlan),
  savedAt: instant,
  savedByName: z.string(),
});
