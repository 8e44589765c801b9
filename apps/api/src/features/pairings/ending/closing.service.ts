import { Injectable } from '@nestjs/common';
import type { ClosingItem } from '@ithaca/domain/cohort';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Post } from '../../../platform/mail/post.ts';
import { dayInWords } from '../../../platform/mail/words.ts';
import { CORRESPONDENT, localeOf } from '../letters.service.ts';
import type { Correspondent } from '../letters.service.ts';
import { closingDebtors } from './closing.queries.ts';

/** Somebody by whom something is open, and where it can be done. */
type Debtor = Correspondent & { path: string; programId: string; program: string; endsOn: string };

const AGAIN_AFTER_DAYS = 7;

/** What a coordinator does with all that is open at once, before a cohort closes. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly post: Post,
  ) {}

  /** One mail to each person by whom it is open, with the way there; answers how many. Asked again within a week, only those who are new. */
  remind(actor: Actor, cohortId: string, item: ClosingItem): Promise<number> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      await this.#requireOpen(organisationId, cohortId);
      const now = this.clock.now();
      const debtors = await this.db.query<Debtor>(
        `select distinct on (p.id, d.path) ${CORRESPONDENT}, d.role, d.path, g.id as "programId", g.name as program, c.ends_on::text as "endsOn"
         from (${closingDebtors[item]}) d
         join people p on p.organisation_id = $1 and p.id = d.person_id
         join cohorts c on c.organisation_id = $1 and c.id = $2
         join programs g on g.organisation_id = $1 and g.id = c.program_id
         where p.email is not null and (p.left_on is null or p.left_on > $3::date)
           and not exists (select from mails s where s.organisation_id = $1 and s.person_id = p.id and s.kind = 'closing-asked'
             and s.path = d.path and s.facts ->> 'item' = $4 and s.created_at > $5)
         order by p.id, d.path`,
        [
          organisationId,
          cohortId,
          this.clock.today('UTC'),
          item,
          new Date(now.getTime() - AGAIN_AFTER_DAYS * 86_400_000),
        ],
      );
      for (const reader of debtors) {
        const locale = localeOf(reader.locale);
        if (reader.email !== null)
          await this.post.send(organisationId, {
            kind: 'closing-asked',
            personId: reader.personId,
            programId: reader.programId,
            to: reader.email,
            locale,
            facts: {
              name: reader.givenName,
              program: reader.program,
              item,
              until: dayInWords(reader.endsOn, locale),
            },
            path: reader.path,
          });
      }
      const people = new Set(debtors.map(({ personId }) => personId)).size;
      noteFacts(actor, { item, people });
      return people;
    });
  }

  /** Calls off what is planned for after the end, but for pairings that go on; people's calendars are told by a job. */
  callOff(actor: Actor, cohortId: string): Promise<number> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      await this.#requireOpen(organisationId, cohortId);
      const now = this.clock.now();
      // The pairings first: everybody who plans a meeting holds the lock of its pairing.
      await this.db.query(
        `select 1 from pairings where organisation_id = $1 and cohort_id = $2 and state in ('active', 'paused') order by id for no key update`,
        [organisationId, cohortId],
      );
      const called = await this.db.query<{ pairingId: string }>(
        `update meetings m set state = 'cancelled', ended_at = $3, version = m.version + 1, sequence = m.sequence + 1
         from pairings p, cohorts c, organisations o
         where m.organisation_id = $1 and m.cohort_id = $2 and m.state = 'planned' and m.starts_at > $3
           and p.organisation_id = $1 and p.id = m.pairing_id and c.organisation_id = $1 and c.id = $2 and o.organisation_id = $1
           and (m.starts_at at time zone o.time_zone)::date > greatest(c.ends_on, p.extended_to)
         returning m.pairing_id as "pairingId"`,
        [organisationId, cohortId, now],
      );
      for (const pairingId of new Set(called.map((one) => one.pairingId)))
        await this.jobs.enqueue('withdraw-invitations', {
          organisationId,
          pairingId,
          endedAt: now.toISOString(),
        });
      noteFacts(actor, { meetings: called.length });
      return called.length;
    });
  }

  async #requireOpen(organisationId: string, cohortId: string): Promise<void> {
    const cohort = await this.db.first<{ state: string }>(
      'select state from cohorts where organisation_id = $1 and id = $2 for no key update',
      [organisationId, cohortId],
    );
    if (!cohort) throw new Refusal('record.not-found');
    if (cohort.state !== 'running' && cohort.state !== 'closing')
      throw new Refusal('cohort.wrong-state', { state: cohort.state, possible: ['running', 'closing'] });
  }
}
