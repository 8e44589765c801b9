import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { can, refusalOf } from '@ithaca/domain/permissions';
import type { Actor, Permission } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit, subjectOf } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { OpenRead } from '../../platform/database/database.ts';
import type { Call } from '../../platform/database/prepared-statements.ts';
import { isRead, ROUTE } from '../../platform/http/endpoint.ts';
import type { NamedRoute, VisitRequest } from '../../platform/http/endpoint.ts';
import { parsePart } from '../../platform/http/parse.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { assertSameSite } from '../../platform/http/same-site.ts';
import { mayStay } from './rehearsal-visits.queries.ts';
import { readScope, scopeCall } from './scope.queries.ts';
import { SessionCookie } from './session-cookie.ts';
import { findKnownAndScope } from './session.queries.ts';
import type { Known } from './session.queries.ts';
import { SessionsService } from './sessions.service.ts';

/** Before every handler: who asks, what do they ask about, and does the route table allow it? Anything unclear is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cookie: SessionCookie,
    private readonly sessions: SessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = Reflect.getMetadata(ROUTE, context.getHandler()) as NamedRoute | undefined;
    if (!route) throw new Refusal('access.denied');
    const request = context.switchToHttp().getRequest<VisitRequest>();
    const { visit } = request;
    if (route.method !== 'GET') assertSameSite(request);

    const asked = askedFor(route, request);
    const tokenHash = this.cookie.readHash(request);
    if (GOING_ON.has(route.produces) && tokenHash !== null)
      visit.askAgain = () => this.#askAgain(tokenHash, asked);
    const { known, scopeRow, rest } =
      tokenHash === null
        ? NOBODY
        : await findKnownAndScope(this.db, tokenHash, this.clock.now(), {
            scope: asked.call,
            open: asked.permission !== null && isRead(route),
          });
    if (!rest) return this.#decide(route, request, known, asked, scopeRow);
    // The answer to a permitted read goes on in the transaction that found out who asks; whatever else happens, it ends.
    request.res?.once('close', () => void rest.end());
    try {
      const allowed = await this.#decide(route, request, known, asked, scopeRow, rest);
      visit.rest = rest;
      return allowed;
    } catch (error) {
      await rest.end();
      throw error;
    }
  }

  /** The look-up of a request once more, for an answer that goes on after it. */
  async #askAgain(
    tokenHash: string,
    { permission, call }: Asked,
  ): Promise<{ actor: Actor; rest: OpenRead } | null> {
    const { known, scopeRow, rest } = await findKnownAndScope(this.db, tokenHash, this.clock.now(), {
      scope: call,
      open: true,
    });
    const scope = call ? readScope(scopeRow) : {};
    if (rest && known?.actor && permission !== null && scope && can(known.actor, permission, scope)) {
      if (known.rehearsalOf === null) return { actor: known.actor, rest };
      await rest.end();
      if (await mayStay(this.db, known, this.clock.now())) return { actor: known.actor, rest };
    }
    await rest?.end();
    return null;
  }

  async #decide(
    route: NamedRoute,
    { visit }: VisitRequest,
    known: Known | null,
    { permission, params, fault, call }: Asked,
    scopeRow: Record<string, unknown> | undefined,
    rest?: OpenRead,
  ): Promise<boolean> {
    if (known) {
      // Before anything is asked in the room of a rehearsal: a second connection is never asked for while one is held.
      if (known.rehearsalOf !== null) await rest?.end();
      if (known.actor && !(await mayStay(this.db, known, this.clock.now()))) known.actor = null;
      visit.accountId = known.accountId;
      visit.sessionId = known.sessionId;
      visit.proof = known.proof;
      if (known.actor) visit.actor = known.actor;
      // A second connection is never asked for while one is held: many such requests would wait for one another.
      if (this.sessions.isStale(known)) {
        await rest?.end();
        await this.sessions.touch(known);
      }
    }
    if (route.access === 'public') return true;
    if (!known) throw new ProtocolProblem('session.required');
    if (permission === null) return true;
    const { actor } = known;
    if (!actor) throw new ProtocolProblem('organisation.required');
    if (fault !== undefined) throw fault;

    visit.params = route.params ? params : undefined;
    const scope = call ? readScope(scopeRow) : {};
    if (!scope) throw new Refusal('record.not-found');
    visit.scope = scope;
    if (can(actor, permission, scope)) return true;

    await rest?.end();
    await this.db.write(actor, () =>
      appendAudit(this.db, actor, scope, {
        action: route.id,
        outcome: 'denied',
        ...subjectOf(params),
        at: this.clock.now(),
        requestId: visit.requestId,
      }),
    );
    // A hidden record answers exactly as one that does not exist.
    throw refusalOf(permission) === 'hidden'
      ? new Refusal('record.not-found')
      : new Refusal('access.denied', { permission });
  }
}

/** Answers that may go on after the request's own transaction. */
const GOING_ON: ReadonlySet<NamedRoute['produces']> = new Set(['text/event-stream', 'file'] as const);
const NOBODY = { known: null, scopeRow: undefined, rest: null };

interface Asked {
  permission: Permission | null;
  params: Record<string, unknown>;
  /** What is wrong with the ids of the path: said only to somebody who is signed in. */
  fault?: unknown;
  call: Call | null;
}

function askedFor(route: NamedRoute, request: VisitRequest): Asked {
  if (route.access === 'public' || route.access === 'account')
    return { permission: null, params: {}, call: null };
  const permission: Permission = route.access;
  try {
    const params = (parsePart(route.params, request.params, 'params') ?? {}) as Record<string, unknown>;
    return { permission, params, call: scopeCall(params) };
  } catch (fault) {
    return { permission, params: {}, fault, call: null };
  }
}
