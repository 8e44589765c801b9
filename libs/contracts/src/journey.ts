import { EXTENSION_WEEKS } from '@ithaca/domain/extension';
import { GUIDE_LIMITS } from '@ithaca/domain/session-guide';
import { locales } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import { line, optionalLine, optionalParagraph } from './text.ts';

const guideAgenda = <T extends z.core.$ZodType>(point: T) =>
  z.array(point).check(z.maxLength(GUIDE_LIMITS.agenda));

/** A point on the way that every pairing should reach, with a guide for the meeting at it. */
export const milestone = z.strictObject({
  title: line(120),
  dayOfCohort: z.int().check(z.minimum(0), z.maximum(1100)),
  /** A few marks of Markdown: paragraphs, lists, strong and stressed words. */
  guide: optionalParagraph(GUIDE_LIMITS.text),
  /** How long to take for it; absent or null: as long as a usual meeting. */
  minutes: z.optional(z.nullable(z.int().check(z.minimum(5), z.maximum(GUIDE_LIMITS.minutes)))),
  /** Points for the agenda, to be taken over. */
  agenda: z.optional(guideAgenda(line(GUIDE_LIMITS.point))),
  /** The same in other languages; what is left empty stays as above. */
  texts: z.optional(
    z.partialRecord(
      z.enum(locales),
      z.strictObject({
        title: z._default(optionalLine(120), ''),
        guide: z._default(optionalParagraph(GUIDE_LIMITS.text), ''),
        agenda: z._default(guideAgenda(optionalLine(GUIDE_LIMITS.point)), []),
      }),
    ),
  ),
});
export type Milestone = z.infer<typeof milestone>;

export const journey = z.strictObject({
  cadenceDays: z.int().check(z.minimum(1), z.maximum(92)),
  meetingMinutes: z.int().check(z.minimum(10), z.maximum(480)),
  lengthDays: z.int().check(z.minimum(7), z.maximum(1100)),
  hoursPerMonth: z.number().check(z.minimum(0), z.maximum(80)),
  /** How many weeks after a cohort's end its pairings may agree to go on; 0: none. Absent: as usual. */
  extensionWeeks: z.optional(z.int().check(z.minimum(0), z.maximum(EXTENSION_WEEKS.most))),
  milestones: z.array(milestone).check(z.maxLength(40)),
  /** What the program proposes as its pairings' agreement: confidentiality, and where it says so the rest. */
  agreement: optionalParagraph(4000),
  channel: z.optional(optionalLine(120)),
  expectations: z.optional(optionalParagraph(2000)),
  boundaries: z.optional(optionalParagraph(2000)),
});
export type Journey = z.infer<typeof journey>;
