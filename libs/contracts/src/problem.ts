import { refusals } from '@ithaca/domain/refusal';
import type { RefusalCode } from '@ithaca/domain/refusal';
import * as z from 'zod/mini';

const statusOfKind = { conflict: 409, forbidden: 403, missing: 404, unprocessable: 422, stale: 412 } as const;

/** Problems of the protocol itself, beside the rules' refusals of `libs/domain/refusal.ts`. */
export const protocolProblems = {
  'request.malformed': 400,
  'request.fields': 400,
  'request.too-large': 413,
  'request.media-type': 415,
  'request.cross-site': 403,
  'session.required': 401,
  'organisation.required': 403,
  'route.not-found': 404,
  'method.not-allowed': 405,
  'idempotency-key.missing': 400,
  'idempotency-key.other-request': 422,
  'idempotency-key.running': 409,
  'version.missing': 428,
  'rate.limited': 429,
  'cursor.malformed': 400,
  'service.busy': 503,
  'service.failed': 500,
} as const;

export type ProblemCode = RefusalCode | keyof typeof protocolProblems;

/** The HTTP status of a problem code. */
export function statusOf(code: ProblemCode): number {
  return code in protocolProblems
    ? protocolProblems[code as keyof typeof protocolProblems]
    : statusOfKind[refusals[code as RefusalCode]];
}

/** problem+json (RFC 9457) with our stable code, the facts behind it, and for field errors where each one is. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  code: z.string(),
  requestId: z.string(),
  facts: z.optional(z.record(z.string(), z.unknown())),
  fields: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof problem>;
