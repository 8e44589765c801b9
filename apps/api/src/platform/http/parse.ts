import * as z from 'zod/mini';

import { ProtocolProblem } from './protocol-problem.ts';

type Schema = z.core.$ZodType;

/** Parses one part of a request; a fault names each field with its place (`body.startsOn`) and what to do. */
export function parsePart(
  schema: Schema | undefined,
  value: unknown,
  part: 'params' | 'query' | 'body',
): unknown {
  if (!schema) return undefined;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new ProtocolProblem('request.fields', {
    fields: result.error.issues.slice(0, 50).map((issue) => ({
      path: [part, ...issue.path].map(String).join('.'),
      message: issue.message,
    })),
  });
}
