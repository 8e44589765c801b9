import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;
export type Load = () => Promise<z.core.$ZodType>;

/**
 * Checks values by the request schema of a route, so that a form and the API refuse the same things. The schema comes
 * when the first check needs it; where it does not come, the API alone checks. `data` is the parsed value, null when
 * something is wrong with it.
 */
export async function checkBy<T>(
  load: Load,
  values: T,
): Promise<{ data: T | null; issues: readonly Issue[] }> {
  const loaded = await Promise.all([import('./check-schema.ts'), load()]).catch(() => null);
  if (!loaded) return { data: values, issues: [] };
  const [{ check }, schema] = loaded;
  return check(schema, values);
}
