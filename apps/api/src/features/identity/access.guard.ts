import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { RouteDeclaration } from '@ithaca/contracts/route';
import { can, refusalOf } from '@ithaca/domain/permissions';
import type { Permission } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit, subjectOf } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ROUTE } from '../../platform/http/endpoint.ts';
import type { VisitRequest } from '../../platform/http/endpoint.ts';
import { parsePart } from '../../platform/http/parse.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { assertSameSite } from '../../platform/http/same-site.ts';
import { findScope } from './scope.queries.ts';
import { SessionCookie } from './session-cookie.ts';
import { findKnown } from './session.queries.ts';
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
    const route = Reflect.getMetadata(ROUTE, context.getHandler()) as
      (RouteDeclaration & { id: string }) | undefined;
    if (!route) throw new Refusal('access.denied');
    const request = context.switchToHttp().getRequest<VisitRequest>();
    const { visit } = request;
    if (route.method !== 'GET') assertSameSite(request);

    const tokenHash = this.cookie.readHash(request);
    const known = tokenHash === null ? null : await findKnown(this.db, tokenHash, this.clock.now());
    if (known) {
      visit.accountId = known.accountId;
      visit.sessionId = known.sessionId;
      visit.proof = known.proof;
      if (known.actor) visit.actor = known.actor;
      await this.sessions.touch(known);
    }
    if (route.access === 'public') return true;
    if (!known) throw new ProtocolProblem('session.required');
    if (route.access === 'account') return true;
    const { actor } = known;
    if (!actor) throw new ProtocolProblem('organisation.required');

    const params = (parsePart(route.params, request.params, 'params') ?? {}) as Record<string, unknown>;
    visit.params = route.params ? params : undefined;
    const permission: Permission = route.access;
    const scope = await findScope(this.db, actor.organisationId, params);
    if (!scope) throw new Refusal('record.not-found');
    visit.scope = scope;
    if (can(actor, permission, scope)) return true;

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
