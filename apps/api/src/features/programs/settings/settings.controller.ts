import { Controller } from '@nestjs/common';
import { programSettingRoutes as routes } from '@ithaca/contracts/program-settings';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { listActivity } from './activity.queries.ts';
import { listRoleViews } from './role-views.ts';
import { countTouched, findFormat, listCoordinators } from './settings.queries.ts';

@Controller()
export class SettingsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.listCoordinators)
  async listCoordinators(
    @Caller() { organisationId }: Actor,
    @Input() { params }: InputOf<typeof routes.listCoordinators>,
  ) {
    return { items: await listCoordinators(this.db, this.clock, organisationId, params.programId) };
  }

  @Endpoint(routes.listRoleViews)
  async listRoleViews(
    @Caller() { organisationId }: Actor,
    @Input() { params }: InputOf<typeof routes.listRoleViews>,
  ) {
    const format = await findFormat(this.db, organisationId, params.programId);
    return { items: listRoleViews(params.programId, format) };
  }

  @Endpoint(routes.touched)
  touched(@Caller() { organisationId }: Actor, @Input() { params, query }: InputOf<typeof routes.touched>) {
    return countTouched(this.db, organisationId, params.programId, query);
  }

  @Endpoint(routes.listActivity)
  listActivity(
    @Caller() { organisationId }: Actor,
    @Input() { params, query }: InputOf<typeof routes.listActivity>,
  ) {
    return listActivity(this.db, organisationId, params.programId, query);
  }
}
