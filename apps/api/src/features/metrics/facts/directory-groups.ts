import type { Day } from '@ithaca/metrics/days';

import { tenureBandOf } from './workforce.queries.ts';
import type { Place } from './workforce.queries.ts';

/** The group of those of whom the directory, or they themselves, say nothing. */
export const NOT_STATED = 'not-stated';
const GRADES_IN_BAND = 3;

/** What of the directory people are told apart by; a group's key is read by the screen. */
export const directoryGroups = {
  department: ({ department }: Place) => department || NOT_STATED,
  site: ({ site }: Place) => site || NOT_STATED,
  grade: ({ grade }: Place) => gradeBandOf(grade) ?? NOT_STATED,
  tenure: (person: Place, day: Day) => tenureBandOf(person, day) ?? NOT_STATED,
};
type DirectoryField = keyof typeof directoryGroups;
export const isDirectoryField = (key: string): key is DirectoryField => Object.hasOwn(directoryGroups, key);

/** Three grades are one band, told by its first and last. */
export function gradeBandOf(grade: number | null): string | null {
  if (grade === null) return null;
  const last = Math.ceil(grade / GRADES_IN_BAND) * GRADES_IN_BAND;
  return `${last - GRADES_IN_BAND + 1}-${last}`;
}
