import type { GrantableRole } from './permissions.ts';

/**
 * What a declaration may be used for. `equal-access`: matching checks that groups get mentors alike; `report`: sums in
 * reports. Nothing else: never a score, never a person's export, never a search.
 */
export const declarationPurposes = ['equal-access', 'report'] as const;
export type DeclarationPurpose = (typeof declarationPurposes)[number];

/** Who may be named as reader of the sums. */
export const sumReaders = ['owner', 'coordinator', 'auditor'] as const satisfies readonly GrantableRole[];

/** Sums of what people declare about themselves need at least so many people in each group that is shown. */
export const SMALLEST_DECLARED_GROUP = 10;

/** Sums are counted anew at most this often, and only when at least ten declarations were made, changed or withdrawn. */
export const DAYS_BETWEEN_COUNTS = 28;

/**
 * Whether new sums may be released: the difference to the last ones is then itself a group of ten. `countedOn` is the day
 * of the last release (null: never), `changes` what was declared, changed or withdrawn since, `today` a day.
 */
export function mayCountAgain(countedOn: string | null, changes: number, today: string): boolean {
  if (changes < SMALLEST_DECLARED_GROUP) return false;
  if (countedOn === null) return true;
  return Date.parse(today) - Date.parse(countedOn) >= DAYS_BETWEEN_COUNTS * 86_400_000;
}
