import { Readable } from 'node:stream';

import { Injectable, StreamableFile } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { statusOf } from '@ithaca/contracts/problem';
import type { InputOf, RouteDeclaration } from '@ithaca/contracts/route';
import type { Actor, Permission, Scope } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Response } from 'express';
import { from, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';

import { appendAudit, notedFacts, notedScope, subjectOf } from '../audit/audit.ts';
import { Announcements } from '../announcements.ts';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { isRead, ROUTE } from './endpoint.ts';
import type { NamedRoute, Visit, VisitRequest } from './endpoint.ts';
import { claim, fingerprintOf, readIdempotencyKey, settle } from './idempotency.ts';
import type { IdempotentCall } from './idempotency.ts';
import { parsePart } from './parse.ts';
import { ProtocolProblem } from './protocol-problem.ts';
import { stripTo } from './strip.ts';
import { Uploads } from './uploads.ts';
import { Written } from './written-reply.ts';

/**
 * Around every handler: parses the request, opens the one unit of work of the request (READ ONLY for GET and for
 * questions sent by POST, where it goes on in the guard's), answers repeated creations from the record, appends the audit
 * row of a write or of its denial, and strips the reply to its schema.
 */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  readonly #uploads = new Uploads();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = Reflect.getMetadata(ROUTE, context.getHandler()) as NamedRoute | undefined;
    if (!route) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<VisitRequest>();
    // Whatever is wrong with the request, what the guard has opened for it ends here.
    return from(
      this.#answer(route, request, http.getResponse<Response>(), next)
        .finally(() => request.visit.rest?.end())
        .catch(async (failure: unknown) => {
          if (isDenial(route, failure)) await this.#noteDenial(route, request.visit, failure);
          throw failure;
        }),
    );
  }

  async #answer(
    route: NamedRoute,
    request: VisitRequest,
    response: Response,
    next: CallHandler,
  ): Promise<unknown> {
    const { visit } = request;
    const input = readInput(route, request);
    const { upload } = route;
    if (upload !== undefined) {
      const sender = visit.actor?.personId ?? '';
      Object.assign(input, { body: await this.#uploads.read(sender, upload, request, response) });
    }
    visit.input = input;
    const { actor } = visit;
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    // Routes before an organisation is known, and those that go from one to another, open their own units of work.
    if (!actor || route.access === 'public' || route.access === 'account' || route.opensOwnWork)
      return strip(route, response, await handle());
    if (isRead(route)) return strip(route, response, await (visit.rest ?? this.db).read(actor, handle));

    const call: IdempotentCall | null = route.creates
      ? {
          route: route.id,
          key: readIdempotencyKey(request.get('idempotency-key')),
          fingerprint: fingerprintOf(input),
        }
      : null;
    return this.db.write(actor, async () => {
      const earlier = call && (await claim(this.db, actor, call));
      if (earlier) {
        response.setHeader('Idempotency-Replayed', 'true');
        return withTag(response, earlier.response);
      }
      const reply = strip(route, response, await handle());
      if (route.passing) return reply;
      await appendAudit(
        this.db,
        actor,
        visit.scope?.programId ? visit.scope : (notedScope(actor) ?? visit.scope),
        {
          action: route.id,
          outcome: 'done',
          ...subjectOf(visit.params),
          facts: notedFacts(actor),
          at: this.clock.now(),
          requestId: visit.requestId,
        },
      );
      await this.#announce(route, actor, visit.scope);
      if (call) await settle(this.db, actor, call, route.status ?? 200, reply);
      return reply;
    });
  }

  /** In a unit of work of its own: that of the request is rolled back. */
  async #noteDenial(route: NamedRoute, { actor, params, requestId, scope }: Visit, { code }: Refusal) {
    if (!actor) return;
    await this.db.write(actor, () =>
      appendAudit(this.db, actor, scope, {
        action: route.id,
        outcome: 'denied',
        ...subjectOf(params),
        facts: { code },
        at: this.clock.now(),
        requestId,
      }),
    );
  }

  async #announce(route: NamedRoute, actor: Actor, scope: Scope | undefined): Promise<void> {
    if (!scope?.programId || !TOLD.has(route.access)) return;
    await this.announcements.send({
      organisationId: actor.organisationId,
      programId: scope.programId,
      what: route.id.split('.')[0] ?? '',
      by: actor.personId,
    });
  }
}

/** The permissions of those who work on a program together: what they do is told to whoever has it open. */
const TOLD: ReadonlySet<string> = new Set<Permission>([
  'program.coordinate',
  'matching.review',
  'pairing.coordinate',
]);

/**
 * Refused because of who asks, which the guard could not know: a rule of the program, somebody else's record. What a read
 * withholds because few stand behind it denies nobody anything.
 */
const isDenial = (route: NamedRoute, failure: unknown): failure is Refusal =>
  failure instanceof Refusal &&
  (failure.code === 'access.denied' || (!isRead(route) && statusOf(failure.code) === 403));

function readInput(route: NamedRoute, request: VisitRequest): InputOf<RouteDeclaration> {
  const mustBeJson = request.method !== 'GET' && !route.upload && !route.takesAnyBody;
  if (mustBeJson && hasBody(request) && !request.is('application/json'))
    throw new ProtocolProblem('request.media-type', { facts: { accepted: 'application/json' } });
  return {
    params: (request.visit.params ?? parsePart(route.params, request.params, 'params')) as undefined,
    query: parsePart(route.query, request.query, 'query') as undefined,
    body: (route.upload ? undefined : parsePart(route.body, request.body ?? {}, 'body')) as undefined,
    version: route.versioned ? readVersion(request.get('if-match')) : 0,
  };
}

/** Of a known length, or sent in pieces. */
function hasBody({ headers }: VisitRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function readVersion(header: string | undefined): number {
  const match = /^"?(\d{1,9})"?$/.exec(header ?? '');
  if (!match) throw new ProtocolProblem('version.missing');
  return Number(match[1]);
}

/** What a handler of a route that produces a file answers: its bytes, or what yields them while they are sent, with their number. */
type FileReply = { fileName: string; mediaType: string } & (
  { bytes: Uint8Array; length?: undefined } | { bytes: AsyncIterable<Uint8Array>; length: number }
);

function strip(route: NamedRoute, response: Response, reply: unknown): unknown {
  if (route.produces === 'file') {
    const { fileName, mediaType, bytes, length } = reply as FileReply;
    response.attachment(fileName);
    // Whatever it holds, and however somebody gets a browser to open it: nothing in it runs or loads anything.
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox; frame-ancestors 'none'");
    if (length === undefined) return new StreamableFile(bytes, { type: mediaType });
    const pieces = Readable.from(bytes, { objectMode: false });
    // Cut off, not ended: half a file must not be taken for a whole one.
    return new StreamableFile(pieces, { type: mediaType, length }).setErrorHandler((_, answer) =>
      answer.destroy?.(),
    );
  }
  // The handler has begun to write it, and goes on after this request's unit of work.
  if (route.produces === 'text/event-stream') return undefined;
  if (route.produces) {
    response.type(
      route.produces === 'application/json-file' ? 'application/json' : `${route.produces}; charset=utf-8`,
    );
    return reply;
  }
  if (!route.reply) return undefined;
  if (reply instanceof Written) {
    response.type('application/json');
    return reply.text;
  }
  return withTag(response, stripTo(route.reply, reply));
}

function withTag(response: Response, reply: unknown): unknown {
  if (reply !== null && typeof reply === 'object' && 'version' in reply && typeof reply.version === 'number')
    response.setHeader('ETag', `"${reply.version}"`);
  return reply;
}
