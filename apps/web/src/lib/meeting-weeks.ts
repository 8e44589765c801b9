type Week = { weekStartsOn: string };
export type WeekColumn = Week & { value: number | null; target: number | null };

/** More columns than this are read as months of four weeks. */
const mostColumns = 44;

/** Four weeks in one where there are too many to tell apart; what holds a withheld week is withheld. */
export function mergeWeeks(weeks: readonly WeekColumn[]): WeekColumn[] {
  if (weeks.length <= mostColumns) return [...weeks];
  const add = (one: number | null, other: number | null) =>
    one === null || other === null ? null : one + other;
  return weeks
    .filter((_, index) => index % 4 === 0)
    .map((first, index) => {
      const group = weeks.slice(index * 4, index * 4 + 4);
      return group.slice(1).reduce<WeekColumn>(
        (sum, week) => ({
          ...sum,
          value: add(sum.value, week.value),
          target: add(sum.target, week.target),
        }),
        first,
      );
    });
}
