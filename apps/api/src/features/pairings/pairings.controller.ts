import { Controller } from '@nestjs/common';
import { pairingRoutes as routes } from '@ithaca/contracts/pairings';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Exports, findPlace } from '../../platform/exports/exports.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { listAgreements } from './agreements.queries.ts';
import { AgreementsService } from './agreements.service.ts';
import { pairingsExport } from './pairings-export.queries.ts';
import { getPairing, getPairingItem, listMyPairings, listPairings } from './pairings.queries.ts';
import { PairingsService } from './pairings.service.ts';

@Controller()
export class PairingsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly pairings: PairingsService,
    private readonly agreements: AgreementsService,
    private readonly exports: Exports,
  ) {
    exports.declare(pairingsExport(db, clock));
  }

  @Endpoint(routes.listMine)
  async listMine(@Caller() actor: Actor) {
    return { items: await listMyPairings(this.db, actor, this.clock) };
  }

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listPairings(this.db, actor, this.clock, params.cohortId, query);
  }

  @Endpoint(routes.export)
  async export(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.export>) {
    return this.exports.make(actor, 'pairings', body, await findPlace(this.db, actor, params.cohortId));
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.accept)
  async accept(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.accept>) {
    await this.pairings.accept(actor, params.pairingId);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.decline)
  async decline(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.decline>) {
    await this.pairings.decline(actor, params.pairingId, body.reason);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.begin)
  async begin(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.begin>) {
    await this.pairings.begin(actor, params.pairingId);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.setAgreement)
  async setAgreement(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.setAgreement>,
  ) {
    await this.agreements.propose(actor, params.pairingId, version, body);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.listAgreements)
  listAgreements(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listAgreements>) {
    return listAgreements(this.db, actor, params.pairingId, query);
  }

  @Endpoint(routes.sign)
  async sign(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.sign>) {
    await this.agreements.sign(actor, params.pairingId, body.number);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.pause)
  async pause(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.pause>) {
    await this.pairings.pause(actor, params.pairingId, version);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.resume)
  async resume(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.resume>) {
    await this.pairings.resume(actor, params.pairingId, version);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.end)
  async end(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.end>) {
    await this.pairings.end(actor, params.pairingId, version, body.outcome, body.reason);
    return getPairing(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.takeOut)
  async takeOut(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.takeOut>) {
    await this.pairings.takeOut(actor, params.pairingId, body.personId, body.reason);
    return getPairingItem(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.beginForCoordinator)
  async beginForCoordinator(
    @Caller() actor: Actor,
    @Input() { params }: InputOf<typeof routes.beginForCoordinator>,
  ) {
    await this.pairings.beginForCoordinator(actor, params.pairingId);
    return getPairingItem(this.db, actor, this.clock, params.pairingId);
  }

  @Endpoint(routes.endForCoordinator)
  async endForCoordinator(
    @Caller() actor: Actor,
    @Input() { params, body }: InputOf<typeof routes.endForCoordinator>,
  ) {
    await this.pairings.endForCoordinator(actor, params.pairingId, body.reason);
    return getPairingItem(this.db, actor, this.clock, params.pairingId);
  }
}
