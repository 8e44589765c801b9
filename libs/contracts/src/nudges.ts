import { NUDGE_DAYS, nudgeRules } from '@ithaca/domain/nudge';
import type { NudgeRule } from '@ithaca/domain/nudge';
import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { defineRoutes } from './route.ts';
import { id } from './text.ts';

const nudgeSetting = z.strictObject({
  on: z.boolean(),
  afterDays: z.int().check(z.minimum(NUDGE_DAYS.least), z.maximum(NUDGE_DAYS.most)),
});

/** What a program decides about each reminder of its pairings. */
export const nudgeSettings = z.strictObject(
  Object.fromEntries(nudgeRules.map((rule) => [rule, nudgeSetting])) as Record<
    NudgeRule,
    typeof nudgeSetting
  >,
);

const programParams = z.strictObject({ programId: id });

export const nudgeRoutes = defineRoutes('nudges', {
  list: {
    method: 'GET',
    path: '/api/programs/:programId/nudges',
    summary:
      'The reminders of a program: how many people each would reach today, and how many it reached lately',
    access: 'program.read',
    params: programParams,
    reply: z.object({
      items: z.array(
        z.object({
          rule: z.enum(nudgeRules),
          /** People for whom it is due today and who have not had it; on or off. */
          dueToday: z.int(),
          sentLast30Days: z.int(),
        }),
      ),
      /** How many reminders one person is mailed in seven days. */
      remindersPerWeek: z.int(),
    }),
  },
  preview: {
    method: 'GET',
    path: '/api/programs/:programId/nudges/:rule/preview',
    summary:
      'A reminder as it is mailed, to somebody of a pairing that runs or, before there is one, to invented people',
    access: 'program.coordinate',
    params: z.strictObject({ programId: id, rule: z.enum(nudgeRules) }),
    query: z.strictObject({ locale: z.enum(locales) }),
    reply: z.object({ reader: z.string(), subject: z.string(), text: z.string() }),
  },
});
