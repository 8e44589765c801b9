import { Injectable } from '@nestjs/common';
import { SURVEY_DAYS } from '@ithaca/domain/survey';
import type { SurveyMoment } from '@ithaca/domain/survey';
import { v7 as uuidv7 } from 'uuid';

import { Clock, dayIn } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Post } from '../../../platform/mail/post.ts';
import { localeOf } from '../../pairings/letters.service.ts';
import { readPlan } from '../../programs/surveys/survey-plans.queries.ts';
import { SurveyPlansService } from '../../programs/surveys/survey-plans.service.ts';
import { listCandidates, listLiveCohorts, listReminded } from './candidates.queries.ts';
import type { Candidate, LiveCohort, Reader } from './candidates.queries.ts';

/** People asked in one transaction: few enough that writing their mails holds no lock for long. */
const AT_ONCE = 50;

/** Puts a program's surveys to people when their moment has come: once, in the morning where they live, and not too often. */
@Injectable()
export class SurveyAsksService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly plans: SurveyPlansService,
  ) {}

  /** Asks whoever is due; asking twice asks once. */
  async ask(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const cohorts = await this.db.read({ organisationId }, () => listLiveCohorts(this.db, organisationId));
    for (const cohort of cohorts) {
      const due = await this.db.read({ organisationId }, async () => {
        const { surveys } = await readPlan(this.db, organisationId, cohort.programId);
        return listCandidates(this.db, organisationId, cohort, surveys, now);
      });
      for (let start = 0; start < due.length; start += AT_ONCE) {
        const some = new Set(due.slice(start, start + AT_ONCE).map(({ personId }) => personId));
        await this.db.write({ organisationId }, () => this.#askSome(organisationId, cohort, some, now));
      }
    }
  }

  /** Looks once more under the plan that is held: what was read before may have changed. */
  async #askSome(
    organisationId: string,
    cohort: LiveCohort,
    some: ReadonlySet<string>,
    now: Date,
  ): Promise<void> {
    const plan = await this.plans.holdForAsking(organisationId, cohort.programId);
    const due = await listCandidates(this.db, organisationId, cohort, plan.surveys, now);
    for (const person of due.filter(({ personId }) => some.has(personId))) {
      const isAnonymous = plan.surveys.find(({ moment }) => moment === person.moment)?.isAnonymous ?? false;
      await this.#askOne(organisationId, cohort, { ...person, number: plan.number, isAnonymous }, now);
    }
  }

  async #askOne(
    organisationId: string,
    cohort: LiveCohort,
    person: Candidate & { number: number; isAnonymous: boolean },
    now: Date,
  ): Promise<void> {
    const id = uuidv7();
    const dueAt = new Date(now.getTime() + SURVEY_DAYS.open * 86_400_000);
    const { rowCount } = await this.db.execute(
      `insert into survey_asks (organisation_id, id, cohort_id, person_id, role, moment, pairing_id, plan_number, is_anonymous, asked_at, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        organisationId,
        id,
        cohort.id,
        person.personId,
        person.role,
        person.moment,
        person.pairingId,
        person.number,
        person.isAnonymous,
        now,
        dueAt,
      ],
    );
    if (rowCount !== 1) return;
    const mailId = await this.#write(organisationId, { ...person, askId: id, dueAt }, false);
    if (mailId !== null)
      await this.db.execute('update survey_asks set mail_id = $3 where organisation_id = $1 and id = $2', [
        organisationId,
        id,
        mailId,
      ]);
  }

  /** Reminds those who have not answered; doing it again at once reminds nobody. */
  async remind(organisationId: string): Promise<void> {
    const now = this.clock.now();
    await this.db.write({ organisationId }, async () => {
      const zone = await this.db.first<{ timeZone: string }>(
        'select time_zone as "timeZone" from organisations where organisation_id = $1',
        [organisationId],
      );
      const today = dayIn(now, zone?.timeZone ?? 'UTC');
      for (const person of await listReminded(this.db, organisationId, { now, today })) {
        await this.#write(organisationId, person, true);
        await this.db.execute(
          'update survey_asks set reminders = reminders + 1, reminded_at = $3 where organisation_id = $1 and id = $2',
          [organisationId, person.askId, now],
        );
      }
    });
  }

  async #write(
    organisationId: string,
    person: Reader & { askId: string; moment: SurveyMoment; dueAt: Date },
    isAgain: boolean,
  ): Promise<string | null> {
    if (person.email === null) return null;
    const locale = localeOf(person.locale);
    return this.post.send(organisationId, {
      kind: 'survey-asked',
      personId: person.personId,
      programId: person.programId,
      to: person.email,
      locale,
      facts: {
        name: person.givenName,
        program: person.programName,
        partner: new Intl.ListFormat(locale).format(person.partnerNames),
        moment: person.moment,
        again: isAgain ? 'yes' : 'no',
        dueOn: new Intl.DateTimeFormat(locale, { timeZone: person.timeZone, dateStyle: 'long' }).format(
          person.dueAt,
        ),
      },
      path: `/surveys/${person.askId}`,
      act: { act: 'answer-survey', subjectId: person.askId, until: person.dueAt },
    });
  }
}
