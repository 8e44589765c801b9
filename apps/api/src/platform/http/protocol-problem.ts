import type { protocolProblems } from '@ithaca/contracts/problem';

export type ProtocolCode = keyof typeof protocolProblems;

/** A fault of the request itself (or of our ability to answer now); becomes problem+json in the filter. */
export class ProtocolProblem extends Error {
  readonly code: ProtocolCode;
  readonly facts: Record<string, unknown>;
  readonly fields: { path: string; message: string }[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProtocolCode,
    more: {
      facts?: Record<string, unknown>;
      fields?: { path: string; message: string }[];
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(code);
    this.code = code;
    this.facts = more.facts ?? {};
    this.fields = more.fields;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}
