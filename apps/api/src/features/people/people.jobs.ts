import { Injectable } from '@nestjs/common';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { DeclarationsService } from './declarations/declarations.service.ts';
import { JobSpellsService } from './job-spells/job-spells.service.ts';
import { endAccess, findToday, lockDirectory } from './directory.ts';

@Injectable()
export class PeopleJobs {
  constructor(
    jobs: Jobs,
    private readonly db: Database,
    private readonly clock: Clock,
    declarations: DeclarationsService,
    private readonly spells: JobSpellsService,
  ) {
    jobs.sweep('count-declarations', '23 4 * * *', (organisationId) => declarations.count(organisationId));
    jobs.sweep('end-expired-roles', '11 * * * *', (organisationId) => this.endRoles(organisationId));
    jobs.sweep('begin-planned-jobs', '9 * * * *', (organisationId) => this.beginJobs(organisationId));
    jobs.sweep('end-access-of-leavers', '7 * * * *', (organisationId) => this.endAccess(organisationId));
  }

  /** Roles whose last day is over: they open nothing any more by that moment, this writes it down. */
  async endRoles(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const ended = await this.db.query<{ id: string }>(
        'update grants set ended_at = expires_at where organisation_id = $1 and ended_at is null and expires_at <= $2 returning id',
        [organisationId, now],
      );
      for (const { id } of ended)
        await appendAudit(this.db, { organisationId, personId: null }, undefined, {
          action: 'access.expire',
          outcome: 'done',
          subjectType: 'grant',
          subjectId: id,
          at: now,
        });
    });
  }

  /** Those whose planned job starts today; what the directory says follows. */
  async beginJobs(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      for (const { personId } of await this.spells.beginPlanned(organisationId))
        await appendAudit(this.db, { organisationId, personId: null }, undefined, {
          action: 'job-spells.begin',
          outcome: 'done',
          subjectType: 'person',
          subjectId: personId,
          at: this.clock.now(),
        });
    });
  }

  /** Those whose planned last day has come; signing in is closed to them by that day already, this clears what is left. */
  async endAccess(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      await lockDirectory(this.db, organisationId);
      const leavers = await this.db.query<{ id: string }>(
        `select p.id from people p join identity.memberships m on m.organisation_id = p.organisation_id and m.person_id = p.id
         where p.organisation_id = $1 and m.ended_at is null and p.left_on <= $2`,
        [organisationId, await findToday(this.db, organisationId, now)],
      );
      if (leavers.length > 0)
        await endAccess(
          this.db,
          organisationId,
          leavers.map((leaver) => leaver.id),
          now,
        );
      for (const { id } of leavers)
        await appendAudit(this.db, { organisationId, personId: null }, undefined, {
          action: 'people.end-access',
          outcome: 'done',
          subjectType: 'person',
          subjectId: id,
          at: now,
        });
    });
  }
}
