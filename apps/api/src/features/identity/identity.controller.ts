import { Controller, Req, Res } from '@nestjs/common';
import { identityRoutes as routes } from '@ithaca/contracts/identity';
import type { InputOf } from '@ithaca/contracts/route';
import type { Request, Response } from 'express';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { InvitationsService } from './invitations.service.ts';
import { SessionCookie } from './session-cookie.ts';
import { findKnown, readSession } from './session.queries.ts';
import { SessionsService } from './sessions.service.ts';
import { LINK_MINUTES, SignInService } from './sign-in.service.ts';

interface Opened {
  token: string;
  tokenHash: string;
  expiresAt: Date;
}

@Controller()
export class IdentityController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cookie: SessionCookie,
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly invitations: InvitationsService,
  ) {}

  @Endpoint(routes.session)
  session(@CurrentVisit() { accountId, proof, actor }: Visit) {
    return readSession(this.db, accountId && proof ? { accountId, proof, actor: actor ?? null } : null);
  }

  @Endpoint(routes.signIn)
  async signIn(
    @Input() { body }: InputOf<typeof routes.signIn>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.#enter(
      response,
      await this.signIns.withPassword(body.email, body.password, addressOf(request), agentOf(request)),
    );
  }

  @Endpoint(routes.requestLink)
  async requestLink(
    @Input() { body }: InputOf<typeof routes.requestLink>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { browserToken } = await this.signIns.requestLink(body.email, body.path, addressOf(request));
    this.cookie.setBrowser(response, browserToken);
    return { sentTo: body.email, minutes: LINK_MINUTES };
  }

  @Endpoint(routes.consumeLink)
  async consumeLink(
    @Input() { body }: InputOf<typeof routes.consumeLink>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const opened = await this.signIns.withLink(
      body.token,
      this.cookie.readBrowserHash(request),
      addressOf(request),
      agentOf(request),
    );
    return { session: await this.#enter(response, opened), path: opened.path };
  }

  @Endpoint(routes.signOut)
  async signOut(@CurrentVisit() visit: Visit, @Res({ passthrough: true }) response: Response) {
    const { accountId, sessionId } = signedIn(visit);
    await this.sessions.end(accountId, sessionId);
    this.cookie.clear(response);
  }

  @Endpoint(routes.switchOrganisation)
  async switchOrganisation(
    @Input() { body }: InputOf<typeof routes.switchOrganisation>,
    @CurrentVisit() visit: Visit,
    @Req() request: Request,
  ) {
    const { accountId, sessionId } = signedIn(visit);
    await this.sessions.switchTo(accountId, sessionId, body.organisationId);
    return this.#sessionOf(this.cookie.readHash(request));
  }

  @Endpoint(routes.listSessions)
  async listSessions(@CurrentVisit() visit: Visit) {
    const { accountId, sessionId } = signedIn(visit);
    return { items: await this.sessions.list(accountId, sessionId) };
  }

  @Endpoint(routes.endSession)
  endSession(@Input() { params }: InputOf<typeof routes.endSession>, @CurrentVisit() visit: Visit) {
    return this.sessions.end(signedIn(visit).accountId, params.sessionId);
  }

  @Endpoint(routes.setPassword)
  setPassword(@Input() { body }: InputOf<typeof routes.setPassword>, @CurrentVisit() visit: Visit) {
    const { accountId, sessionId } = signedIn(visit);
    return this.signIns.setPassword(accountId, sessionId, body.current, body.next);
  }

  @Endpoint(routes.lookAtInvitation)
  lookAtInvitation(@Input() { body }: InputOf<typeof routes.lookAtInvitation>, @Req() request: Request) {
    return this.invitations.look(body.token, addressOf(request));
  }

  @Endpoint(routes.acceptInvitation)
  async acceptInvitation(
    @Input() { body }: InputOf<typeof routes.acceptInvitation>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { session, path } = await this.invitations.accept(body.token, addressOf(request), agentOf(request));
    return { session: session ? await this.#enter(response, session) : await this.#sessionOf(null), path };
  }

  async #enter(response: Response, opened: Opened) {
    this.cookie.set(response, opened.token, opened.expiresAt);
    return this.#sessionOf(opened.tokenHash);
  }

  async #sessionOf(tokenHash: string | null) {
    return readSession(
      this.db,
      tokenHash === null ? null : await findKnown(this.db, tokenHash, this.clock.now()),
    );
  }
}

function signedIn(visit: Visit): { accountId: string; sessionId: string } {
  if (!visit.accountId || !visit.sessionId) throw new ProtocolProblem('session.required');
  return { accountId: visit.accountId, sessionId: visit.sessionId };
}

const addressOf = (request: Request) => request.ip ?? '';
const agentOf = (request: Request) => request.get('user-agent') ?? '';
