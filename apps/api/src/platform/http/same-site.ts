import type { Request } from 'express';

import { ProtocolProblem } from './protocol-problem.ts';

/**
 * Cross-site request forgery: browsers say where a writing request comes from, and pages cannot forge that. Callers that
 * are no browser send neither header and carry no cookie they did not put there themselves.
 */
export function assertSameSite(request: Request): void {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new ProtocolProblem('request.cross-site');
  }
  const origin = request.get('origin');
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.get('host'))
    throw new ProtocolProblem('request.cross-site');
}
