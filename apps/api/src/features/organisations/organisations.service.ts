import { Injectable } from '@nestjs/common';
import type { organisationRoutes } from '@ithaca/contracts/organisations';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { noteFacts } from '../../platform/audit/audit.ts';
import { Database } from '../../platform/database/database.ts';
import { Organisation } from './organisation.entity.ts';

type Change = InputOf<typeof organisationRoutes.update>['body'];

/** What an owner changes about the organisation. */
@Injectable()
export class OrganisationsService {
  constructor(private readonly db: Database) {}

  async update(actor: Actor, change: Change, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const organisation = await this.db.manager.findOne(Organisation, {
        where: { organisationId: actor.organisationId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!organisation) throw new Refusal('record.not-found');
      if (organisation.version !== version)
        throw new Refusal('record.changed', { version: organisation.version });
      const renamed = change.name !== undefined && change.name !== organisation.name;
      organisation.name = change.name ?? organisation.name;
      organisation.timeZone = change.timeZone ?? organisation.timeZone;
      organisation.locale = change.locale ?? organisation.locale;
      organisation.remindersPerWeek = change.remindersPerWeek ?? organisation.remindersPerWeek;
      organisation.meetingLink = change.meetingLink ?? organisation.meetingLink;
      const opens = change.openReportLinks ?? organisation.openReportLinks;
      // Who let strangers read reports, and who no longer: to be found in the record without comparing.
      if (opens !== organisation.openReportLinks) noteFacts(actor, { openReportLinks: opens });
      organisation.openReportLinks = opens;
      organisation.brandColour = change.brandColour?.toLowerCase() ?? organisation.brandColour;
      organisation.version += 1;
      await this.db.manager.save(organisation);
      // Memberships carry the name, because somebody who chooses an organisation is in none yet.
      if (renamed)
        await this.db.execute(
          'update identity.memberships set organisation_name = $2 where organisation_id = $1',
          [actor.organisationId, organisation.name],
        );
    });
  }
}
