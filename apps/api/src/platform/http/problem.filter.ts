import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { statusOf } from '@ithaca/contracts/problem';
import type { Problem, ProblemCode } from '@ithaca/contracts/problem';
import { allRoutes } from '@ithaca/contracts/routes';
import { Refusal } from '@ithaca/domain/refusal';
import type { Response } from 'express';
import type { Logger } from 'pino';

import type { VisitRequest } from './endpoint.ts';
import { constraintProblems } from './constraint-problems.ts';
import { ProtocolProblem } from './protocol-problem.ts';
import { titles } from './problem-titles.ts';

interface Found {
  code: ProblemCode;
  facts?: Record<string, unknown>;
  fields?: { path: string; message: string }[] | undefined;
  retryAfterSeconds?: number | undefined;
  /** The methods that the address does answer. */
  allowed?: readonly string[];
}

/** PostgreSQL is there but cannot serve now: conflict that outlived its retries, statement or lock timeout, shutting down, too many connections, read-only, disk full. */
const BUSY_STATES = new Set([
  '40001',
  '40P01',
  '57014',
  '55P03',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '53200',
  '25006',
  '08006',
  '08003',
  '08001',
]);
/** Text that is no number, date, time zone or id, or one out of range, although the schema let it pass: a cursor somebody has written by hand. */
const UNREADABLE_STATES = new Set(['22P02', '22003', '22007', '22008', '22009', '22023']);
const BUSY_ERRNOS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const BUSY_MESSAGES =
  /timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|was already released|runner already released/;

/** One place turns every failure into problem+json (RFC 9457); what nobody foresaw is logged and says only its request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<VisitRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = request.visit?.requestId ?? '';
    const found = misdirected(error, request) ?? identify(error);
    if (found.code === 'service.failed') this.logger.error({ err: error, requestId }, 'unforeseen failure');
    if (found.code === 'service.busy') this.logger.warn({ err: error, requestId }, 'answered busy');
    if (response.headersSent) {
      response.end();
      return;
    }
    const status = statusOf(found.code);
    const body: Problem = {
      type: `/api/docs#${found.code}`,
      title: titles[found.code],
      status,
      instance: request.path,
      code: found.code,
      requestId,
      ...(found.facts && Object.keys(found.facts).length > 0 ? { facts: found.facts } : {}),
      ...(found.fields ? { fields: found.fields } : {}),
    };
    const retryAfter = found.retryAfterSeconds ?? (found.code === 'service.busy' ? 2 : undefined);
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    if (found.allowed) response.setHeader('Allow', found.allowed.join(', '));
    response.status(status).type('application/problem+json').send(JSON.stringify(body));
  }
}

const knownPaths = allRoutes.map(({ path, method }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`, 'i'),
}));

/** No handler took the request: is it the address that nobody knows, or only the method? */
function misdirected(error: unknown, request: VisitRequest): Found | null {
  if (!(error instanceof HttpException) || error.getStatus() !== 404) return null;
  const allowed = knownPaths
    .filter(({ pattern }) => pattern.test(request.path))
    .map(({ method }) => method as string);
  return allowed.length > 0 ? { code: 'method.not-allowed', allowed } : { code: 'route.not-found' };
}

function identify(error: unknown): Found {
  if (error instanceof Refusal) return { code: error.code, facts: error.facts };
  if (error instanceof ProtocolProblem) return error;
  if (error instanceof HttpException) return identifyHttp(error.getStatus());
  const {
    code = '',
    constraint,
    type,
    status,
    message = '',
  } = (error ?? {}) as {
    code?: string;
    constraint?: string;
    type?: string;
    status?: number;
    message?: string;
  };
  if (constraint !== undefined && constraint in constraintProblems)
    return { code: constraintProblems[constraint] as ProblemCode };
  if (BUSY_STATES.has(code) || BUSY_ERRNOS.has(code) || BUSY_MESSAGES.test(message))
    return { code: 'service.busy' };
  // PostgreSQL could not store the text: NUL or an encoding it does not know.
  if (code === '22021' || code === '22P05') return { code: 'request.malformed' };
  if (UNREADABLE_STATES.has(code)) return { code: 'request.malformed' };
  // A reference to something that is not there, or is another organisation's.
  if (code === '23503') return { code: 'record.not-found' };
  // Express body parsers.
  if (type === 'entity.too.large') return { code: 'request.too-large' };
  if (type !== undefined && status !== undefined && status >= 400 && status < 500)
    return identifyHttp(status);
  if (error instanceof URIError) return { code: 'request.malformed' };
  return { code: 'service.failed' };
}

function identifyHttp(status: number): Found {
  switch (status) {
    case 404:
      return { code: 'route.not-found' };
    case 405:
      return { code: 'method.not-allowed' };
    case 413:
      return { code: 'request.too-large' };
    case 415:
      return { code: 'request.media-type' };
    case 503:
      return { code: 'service.busy' };
    default:
      return { code: status < 500 ? 'request.malformed' : 'service.failed' };
  }
}
