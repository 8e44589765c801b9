import { Injectable } from '@nestjs/common';
import type { Blackout } from '@ithaca/contracts/enrolments';
import type { Journey } from '@ithaca/contracts/journey';
import type { EnrolmentForm } from '@ithaca/contracts/programs';
import type { Admission } from '@ithaca/domain/admission';
import type { CircleRules } from '@ithaca/domain/circle';
import type { CohortState } from '@ithaca/domain/cohort';
import type { EligibilityFacts, EligibilityRule } from '@ithaca/domain/eligibility-rule';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Locale, Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import type { Doer } from '../../platform/audit/audit.ts';
import { Database } from '../../platform/database/database.ts';
import { Enrolment } from './enrolment.entity.ts';

/** What the rules of enrolling need to know about a cohort. */
export interface CohortContext {
  organisationId: string;
  cohortId: string;
  programId: string;
  state: CohortState;
  enrolmentOpensOn: string;
  enrolmentClosesOn: string;
  startsOn: string;
  endsOn: string;
  programName: string;
  purpose: string;
  form: EnrolmentForm;
  formVersion: number;
  journey: Journey;
  eligibility: EligibilityRule;
  format: Format;
  /** Sizes of its circles, where the policy names them. */
  circle: CircleRules | null;
  /** The organisation's time zone. */
  timeZone: string;
  admission: Admission;
  /** Its lottery is drawn. */
  isDrawn: boolean;
}

/** … and about the person who asks. */
export interface EnrolmentContext extends CohortContext {
  person: EligibilityFacts & {
    displayName: string;
    email: string | null;
    locale: Locale;
    timeZone: string;
    languages: string[];
  };
}

export interface StageEntry {
  cohortId: string;
  personIds: readonly string[];
  role: Side | null;
  stage: 'invited' | 'registered' | 'waitlisted' | 'in-pool' | 'withdrawn' | 'declined';
  at: Date;
}

@Injectable()
export class EnrolmentsRepository {
  constructor(private readonly db: Database) {}

  /** The cohort for a person, held so that it cannot leave its state before this unit of work ends. Drafts and the archive are unknown to people. */
  async getContext(organisationId: string, cohortId: string, personId: string): Promise<EnrolmentContext> {
    const context = await this.db.first<EnrolmentContext>(
      `select ${COHORT},
         json_build_object('displayName', p.display_name, 'email', p.email, 'locale', p.locale, 'timeZone', p.time_zone,
           'languages', p.languages, 'department', p.department, 'site', p.site, 'grade', p.grade, 'hiredOn', p.hired_on,
           'leftOn', p.left_on, 'jobTitle', p.job_title, 'attributes', p.attributes) as person
       from ${COHORT_FROM}
       join people p on p.organisation_id = c.organisation_id and p.id = $3
       where c.organisation_id = $1 and c.id = $2 and c.state not in ('draft', 'archived')
       for share of c`,
      [organisationId, cohortId, personId],
    );
    if (!context) throw new Refusal('record.not-found');
    return context;
  }

  /** Holds the cohort and waits until nobody else changes who has a seat in it. */
  async lockAdmission(organisationId: string, cohortId: string): Promise<CohortContext> {
    const find = () =>
      this.db.first<CohortContext>(
        `select ${COHORT} from ${COHORT_FROM} where c.organisation_id = $1 and c.id = $2 for share of c`,
        [organisationId, cohortId],
      );
    if (!(await find())) throw new Refusal('record.not-found');
    await this.#waitForSeats(cohortId);
    // What the one before has committed is seen only by a statement that begins now.
    const context = await find();
    if (!context) throw new Refusal('record.not-found');
    return context;
  }

  #waitForSeats(cohortId: string) {
    return this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`admission:${cohortId}`]);
  }

  /**
   * Locks an enrolment, its cohort first: whoever moves a cohort on holds it before the enrolments, so the two never
   * wait for one another. Refuses `record.changed` when the version is another one.
   */
  async lock(
    actor: Actor,
    id: string,
    version: number,
  ): Promise<{ enrolment: Enrolment; context: EnrolmentContext }> {
    const place = await this.db.first<{ cohortId: string; personId: string }>(
      'select cohort_id as "cohortId", person_id as "personId" from enrolments where organisation_id = $1 and id = $2',
      [actor.organisationId, id],
    );
    if (!place) throw new Refusal('record.not-found');
    const context = await this.getContext(actor.organisationId, place.cohortId, place.personId);
    const enrolment = await this.#lockRow(actor.organisationId, id);
    if (enrolment.version !== version) throw new Refusal('record.changed', { version: enrolment.version });
    return { enrolment, context };
  }

  /** The same for whoever changes seats, whatever the version: the admission lock comes between cohort and enrolment. */
  async lockLatest(
    organisationId: string,
    id: string,
  ): Promise<{ enrolment: Enrolment; context: EnrolmentContext }> {
    const place = await this.db.first<{ cohortId: string; personId: string }>(
      'select cohort_id as "cohortId", person_id as "personId" from enrolments where organisation_id = $1 and id = $2',
      [organisationId, id],
    );
    if (!place) throw new Refusal('record.not-found');
    await this.lockAdmission(organisationId, place.cohortId);
    const context = await this.getContext(organisationId, place.cohortId, place.personId);
    return { enrolment: await this.#lockRow(organisationId, id), context };
  }

  async #lockRow(organisationId: string, id: string): Promise<Enrolment> {
    const enrolment = await this.db.manager.findOne(Enrolment, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!enrolment) throw new Refusal('record.not-found');
    return enrolment;
  }

  /** Begins a draft unless this person has an enrolment on that side; locks and answers whichever is there. */
  async beginOrFind(draft: Enrolment): Promise<Enrolment> {
    const { organisationId, cohortId, personId, role } = draft;
    // Two windows may begin at the same moment: the second waits here and finds the first one's draft.
    await this.db.manager
      .createQueryBuilder()
      .insert()
      .into(Enrolment)
      .values(draft)
      .orIgnore()
      .updateEntity(false)
      .execute();
    const enrolment = await this.db.manager.findOne(Enrolment, {
      where: { organisationId, cohortId, personId, role },
      lock: { mode: 'pessimistic_write' },
    });
    if (!enrolment) throw new Refusal('record.not-found');
    return enrolment;
  }

  async save(enrolment: Enrolment, at: Date): Promise<void> {
    enrolment.version += 1;
    enrolment.updatedAt = at;
    await this.db.manager.save(enrolment);
  }

  /** Keeps what was answered under the version of the form that the enrolment still names, before it names another. */
  async keepEarlierAnswers(enrolment: Enrolment): Promise<void> {
    await this.db.execute(
      `insert into earlier_answers (organisation_id, id, enrolment_id, form_version, answers, given_at)
       values ($1, $2, $3, $4, $5::jsonb, $6) on conflict do nothing`,
      [
        enrolment.organisationId,
        uuidv7(),
        enrolment.id,
        enrolment.formVersion ?? 1,
        JSON.stringify(enrolment.answers),
        enrolment.updatedAt,
      ],
    );
  }

  /** Replaces the days on which a person cannot meet. */
  async setBlackouts(
    organisationId: string,
    personId: string,
    blackouts: readonly Blackout[],
  ): Promise<void> {
    await this.db.execute('delete from blackouts where organisation_id = $1 and person_id = $2', [
      organisationId,
      personId,
    ]);
    await this.db.execute(
      `insert into blackouts (organisation_id, id, person_id, from_on, until_on)
       select $1, away.id, $2, away.from_on, away.until_on from unnest($3::uuid[], $4::date[], $5::date[]) as away (id, from_on, until_on)`,
      [
        organisationId,
        personId,
        blackouts.map(() => uuidv7()),
        blackouts.map(({ fromOn }) => fromOn),
        blackouts.map(({ untilOn }) => untilOn),
      ],
    );
  }

  /** Is a pairing open that this enrolment takes part in? */
  async hasOpenPairing(enrolment: Enrolment): Promise<boolean> {
    const row = await this.db.first(
      'select 1 from pairing_members where organisation_id = $1 and enrolment_id = $2 and open limit 1',
      [enrolment.organisationId, enrolment.id],
    );
    return row !== undefined;
  }

  /** Refuses `record.not-found` unless all ids name people of this organisation. */
  async assertPeople(organisationId: string, ids: readonly string[], field: string): Promise<void> {
    if (ids.length === 0) return;
    const rows = await this.db.query<{ id: string }>(
      'select id from people where organisation_id = $1 and id = any ($2::uuid[])',
      [organisationId, ids],
    );
    const known = new Set(rows.map((row) => row.id));
    const unknown = ids.filter((id) => !known.has(id.toLowerCase()));
    if (unknown.length > 0) throw new Refusal('record.not-found', { field, ids: unknown });
  }

  /** Appends that these people reached a stage. */
  async appendStage(actor: Doer, entry: StageEntry): Promise<void> {
    await this.db.execute(
      `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at, actor_id)
       select $1, reached.id, $4, reached.person_id, $5, $6, $7, $8
       from unnest($2::uuid[], $3::uuid[]) as reached (id, person_id)`,
      [
        actor.organisationId,
        entry.personIds.map(() => uuidv7()),
        entry.personIds,
        entry.cohortId,
        entry.role,
        entry.stage,
        entry.at,
        actor.personId,
      ],
    );
  }
}

const COHORT = `c.organisation_id as "organisationId", c.id as "cohortId", c.program_id as "programId", c.state, c.enrolment_opens_on::text as "enrolmentOpensOn",
  c.enrolment_closes_on::text as "enrolmentClosesOn", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn",
  g.name as "programName", g.purpose, g.form, g.form_version as "formVersion", g.journey, g.eligibility, g.format, g.policy -> 'circle' as circle, o.time_zone as "timeZone",
  json_build_object('approval', c.approval, 'seats', c.seats, 'order', c.admission_order, 'offerDays', c.offer_days) as admission,
  exists (select from lotteries l where l.organisation_id = c.organisation_id and l.cohort_id = c.id and l.drawn_at is not null) as "isDrawn"`;
const COHORT_FROM = `cohorts c
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  join organisations o on o.organisation_id = c.organisation_id`;
