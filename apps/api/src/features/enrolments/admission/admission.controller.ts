import { Controller } from '@nestjs/common';
import { admissionRoutes as routes } from '@ithaca/contracts/admission';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import {
  getAdmission,
  getApproval,
  getLottery,
  listApprovals,
  listWaiting,
  readTeam,
} from './admission.queries.ts';
import { AdmissionService } from './admission.service.ts';
import { ApprovalsService } from './approvals.service.ts';
import { LotteryService } from './lottery.service.ts';

@Controller()
export class AdmissionController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly admission: AdmissionService,
    private readonly approvals: ApprovalsService,
    private readonly lottery: LotteryService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getAdmission(this.db, this.clock, actor, params.cohortId);
  }

  @Endpoint(routes.set)
  async set(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.set>) {
    await this.admission.set(actor, params.cohortId, version, body);
    return getAdmission(this.db, this.clock, actor, params.cohortId);
  }

  @Endpoint(routes.listWaiting)
  listWaiting(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listWaiting>) {
    return listWaiting(this.db, actor, params.cohortId, query);
  }

  @Endpoint(routes.listApprovals)
  listApprovals(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listApprovals>) {
    return listApprovals(this.db, this.clock, actor, params.cohortId, query);
  }

  @Endpoint(routes.decideMany)
  decideMany(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.decideMany>) {
    return this.approvals.decideMany(actor, params.cohortId, body.approvalIds, body);
  }

  @Endpoint(routes.decide)
  async decide(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.decide>) {
    await this.approvals.decide(actor, params.approvalId, body);
    return getApproval(this.db, this.clock, actor, params.approvalId);
  }

  @Endpoint(routes.getLottery)
  getLottery(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getLottery>) {
    return getLottery(this.db, actor, params.cohortId);
  }

  @Endpoint(routes.draw)
  async draw(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.draw>) {
    await this.lottery.draw(actor, params.cohortId);
    return getLottery(this.db, actor, params.cohortId);
  }

  @Endpoint(routes.readTeam)
  readTeam(@Caller() actor: Actor) {
    return readTeam(this.db, this.clock, actor);
  }
}
