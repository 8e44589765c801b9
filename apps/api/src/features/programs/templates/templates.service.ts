import { Injectable } from '@nestjs/common';
import type { programTemplateRoutes } from '@ithaca/contracts/program-templates';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { TEMPLATE_LIMITS } from '@ithaca/domain/program';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Program } from '../program.entity.ts';
import { takeResources } from '../program-resources.ts';
import { shapeOf } from '../program-shape.ts';
import type { ProgramShape } from '../program-shape.ts';

type Keeping = InputOf<typeof programTemplateRoutes.create>['body'];
type Change = InputOf<typeof programTemplateRoutes.update>['body'];

/** Templates of the organisation's own: programs without people and dates, kept to start from again. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  create(actor: Actor, wanted: Keeping): Promise<string> {
    return this.db.write(actor, async () => {
      const content = await this.#contentOf(actor, wanted.programId, 'programId');
      // Holds the organisation, so that two at once cannot both be the last one.
      await this.db.query('select 1 from organisations where organisation_id = $1 for no key update', [
        actor.organisationId,
      ]);
      const known = await this.db.first<{ count: number }>(
        'select count(*)::int as count from program_templates where organisation_id = $1',
        [actor.organisationId],
      );
      if ((known?.count ?? 0) >= TEMPLATE_LIMITS.most) throw new Refusal('template.too-many');
      const id = uuidv7();
      await this.db.execute(
        `insert into program_templates (organisation_id, id, name, description, content, coordinator_minutes_per_week, made_from, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          actor.organisationId,
          id,
          wanted.name,
          wanted.description,
          JSON.stringify(content),
          wanted.coordinatorMinutesPerWeek,
          wanted.programId,
          actor.personId,
          this.clock.now(),
        ],
      );
      await this.#keepResources(actor, wanted.programId, id);
      noteFacts(actor, { templateId: id, programId: wanted.programId });
      return id;
    });
  }

  update(actor: Actor, templateId: string, version: number, change: Change): Promise<void> {
    return this.db.write(actor, async () => {
      const content = change.contentOf ? await this.#contentOf(actor, change.contentOf, 'contentOf') : null;
      const template = await this.db.first<{ version: number; state: string }>(
        'select version, state from program_templates where organisation_id = $1 and id = $2 for no key update',
        [actor.organisationId, templateId],
      );
      if (!template) throw new Refusal('record.not-found');
      if (template.version !== version) throw new Refusal('record.changed', { version: template.version });
      await this.db.execute(
        `update program_templates set name = coalesce($3, name), description = coalesce($4, description),
           coordinator_minutes_per_week = coalesce($5, coordinator_minutes_per_week), state = coalesce($6, state),
           content = coalesce($7::jsonb, content), made_from = coalesce($8, made_from), version = version + 1
         where organisation_id = $1 and id = $2`,
        [
          actor.organisationId,
          templateId,
          change.name ?? null,
          change.description ?? null,
          change.coordinatorMinutesPerWeek ?? null,
          change.state ?? null,
          content && JSON.stringify(content),
          change.contentOf ?? null,
        ],
      );
      if (change.state && change.state !== template.state) noteFacts(actor, { state: change.state });
      if (change.contentOf) await this.#keepResources(actor, change.contentOf, templateId);
      if (change.contentOf) noteFacts(actor, { programId: change.contentOf });
    });
  }

  #keepResources({ organisationId }: Actor, programId: string, templateId: string): Promise<void> {
    return takeResources(
      this.db,
      organisationId,
      { table: 'program_resources', id: programId },
      { table: 'template_resources', id: templateId },
    );
  }

  async #contentOf({ organisationId }: Actor, programId: string, field: string): Promise<ProgramShape> {
    const program = await this.db.manager.findOne(Program, { where: { organisationId, id: programId } });
    if (!program) throw new Refusal('record.not-found', { field });
    return shapeOf(program);
  }
}
