import { Controller } from '@nestjs/common';
import { runRoutes as routes } from '@ithaca/contracts/matching-runs';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getRun } from '../matching.queries.ts';
import { ReplaysService } from './replays.service.ts';
import { getCertificateFile, getProblemFile, getResultFile, listReplays } from './run-records.queries.ts';
import { RunsService } from './runs.service.ts';

/** A matching run as such: stopping it, replaying it, taking it away to verify. */
@Controller()
export class RunsController {
  constructor(
    private readonly db: Database,
    private readonly runs: RunsService,
    private readonly replays: ReplaysService,
  ) {}

  @Endpoint(routes.cancel)
  async cancel(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.cancel>) {
    await this.runs.cancel(actor, params.runId);
    return getRun(this.db, actor, params.runId);
  }

  @Endpoint(routes.replay)
  async replay(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.replay>) {
    const id = await this.replays.start(actor, params.runId);
    const found = (await listReplays(this.db, actor, params.runId)).find((one) => one.id === id);
    if (!found) throw new Refusal('record.not-found');
    return found;
  }

  @Endpoint(routes.listReplays)
  async listReplays(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listReplays>) {
    await getRun(this.db, actor, params.runId);
    return { items: await listReplays(this.db, actor, params.runId) };
  }

  @Endpoint(routes.problemFile)
  problemFile(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.problemFile>) {
    return getProblemFile(this.db, actor, params.runId);
  }

  @Endpoint(routes.resultFile)
  resultFile(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.resultFile>) {
    return getResultFile(this.db, actor, params.runId);
  }

  @Endpoint(routes.certificateFile)
  certificateFile(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.certificateFile>) {
    return getCertificateFile(this.db, actor, params.runId);
  }
}
