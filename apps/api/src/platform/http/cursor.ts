import { ProtocolProblem } from './protocol-problem.ts';

/** A place in a list: the sort values of the last item, the id last. Opaque to callers, base64url of JSON. */
export type CursorValues = readonly (string | number | null)[];

export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The values of a cursor, or a problem when it is not one of ours; `length` is the number of sort columns. */
export function decodeCursor(cursor: string | undefined, length: number): CursorValues | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => value === null || typeof value === 'string' || typeof value === 'number')
    )
      return values as CursorValues;
  } catch {
    // Falls through: the cursor is not ours.
  }
  throw new ProtocolProblem('cursor.malformed');
}

/** Cuts a page out of `limit + 1` rows: the extra row only tells that there is more. */
export function pageFrom<T>(
  rows: T[],
  limit: number,
  cursorOf: (row: T) => CursorValues,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null };
}
