import * as z from 'zod/mini';

/** The parsed value, or what is wrong with it. A file of its own, so that the library comes with the first check. */
export function check<T>(
  schema: z.core.$ZodType,
  values: T,
): { data: T | null; issues: readonly z.core.$ZodIssue[] } {
  const result = z.safeParse(schema, values);
  return result.success
    ? { data: result.data as T, issues: [] }
    : { data: null, issues: result.error.issues };
}
