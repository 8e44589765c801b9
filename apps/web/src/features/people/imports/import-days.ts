import type { dateOrders } from '@ithaca/contracts/imports';

export type DateOrder = (typeof dateOrders)[number];

const written = /^(\d{1,4})[./\-\s]\s?(\d{1,2})[./\-\s]\s?(\d{1,4})/;

/**
 * The day that a cell means in an order, as YYYY-MM-DD; null where it fits none. Two-digit years are of the century that
 * keeps them in the past. To show somebody what their choice does; the API reads the file by the same rule.
 */
export function dayInOrder(cell: string, order: DateOrder, today: string): string | null {
  const [, first = '', second = '', third = ''] = written.exec(cell.trim()) ?? [];
  if (first === '') return null;
  // A year of four digits in front is never anything else.
  if (order === 'year-month-day' || first.length === 4) return dayOf(first, second, third);
  const [day, month] = order === 'day-month-year' ? [first, second] : [second, first];
  if (third.length === 4) return dayOf(third, month, day);
  const recent = dayOf(`20${third}`, month, day);
  return recent !== null && recent <= today ? recent : dayOf(`19${third}`, month, day);
}

/** The sample that tells the orders apart best, read in each of them. */
export function readingsOf(
  samples: readonly string[],
  orders: readonly DateOrder[],
  today: string,
): { sample: string; readings: { order: DateOrder; day: string | null }[] } | null {
  const tried = samples.map((sample) => {
    const readings = orders.map((order) => ({ order, day: dayInOrder(sample, order, today) }));
    return { sample, readings, kinds: new Set(readings.map(({ day }) => day)).size };
  });
  return tried.toSorted((one, other) => other.kinds - one.kinds)[0] ?? null;
}

/** The sample of the longest ago, read in an order: what two-digit years come to. */
export function oldestOf(
  samples: readonly string[],
  order: DateOrder,
  today: string,
): { sample: string; day: string } | null {
  const days = samples.flatMap((sample) => {
    const day = dayInOrder(sample, order, today);
    return day === null ? [] : [{ sample, day }];
  });
  return days.toSorted((one, other) => (one.day < other.day ? -1 : 1))[0] ?? null;
}

function dayOf(year: string, month: string, day: string): string | null {
  if (year.length !== 4) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}
