import { Injectable } from '@nestjs/common';
import type { GoalPlan } from '@ithaca/contracts/goal-plans';
import type { programRoutes } from '@ithaca/contracts/programs';
import type { InputOf } from '@ithaca/contracts/route';
import type { CohortState } from '@ithaca/domain/cohort';
import { conditionsOf, countConditions, RULE_LIMITS } from '@ithaca/domain/eligibility-rule';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { goalPlansOf } from '@ithaca/domain/goal-plan';
import type { Actor } from '@ithaca/domain/permissions';
import { freeSlug, moveProgram, slugOf } from '@ithaca/domain/program';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { FormsService } from './form/forms.service.ts';
import { Program } from './program.entity.ts';
import { blankShape, shapeOf, standardShape } from './program-shape.ts';
import type { ProgramShape } from './program-shape.ts';
import { takeResources } from './program-resources.ts';
import type { Shelf } from './program-resources.ts';
import { keepVersion } from './program-versions.ts';
import { findOpenTemplate } from './templates/templates.queries.ts';

type Creation = InputOf<typeof programRoutes.create>['body'];
type Change = InputOf<typeof programRoutes.update>['body'];
@Injectable()
export class ProgramsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly forms: FormsService,
  ) {}

  /** Creates a program from a template, as a copy of another one, or blank; answers its id. */
  create(actor: Actor, wanted: Creation): Promise<string> {
    return this.db.write(actor, async () => {
      const origin = await this.#origin(actor, wanted);
      const program = this.db.manager.create(Program, {
        ...origin,
        purpose: wanted.purpose ?? origin.purpose,
        organisationId: actor.organisationId,
        id: uuidv7(),
        slug: await this.#freeSlug(actor.organisationId, wanted.name),
        name: wanted.name,
        state: 'draft',
        formVersion: 1,
        formDraft: null,
        eligibilityVersion: 1,
        goalPlansVersion: 1,
        createdBy: actor.personId,
        createdAt: this.clock.now(),
        version: 1,
      });
      await this.db.manager.insert(Program, program);
      if (wanted.copyOf !== undefined) {
        await this.#copySurveys(program, wanted.copyOf);
        await this.#copyMailTexts(program, wanted.copyOf);
        await this.#fillShelf(program, { table: 'program_resources', id: wanted.copyOf });
      }
      if (wanted.templateId !== undefined)
        await this.#fillShelf(program, { table: 'template_resources', id: wanted.templateId });
      return program.id;
    });
  }

  update(actor: Actor, programId: string, version: number, change: Change): Promise<void> {
    return this.db.write(actor, async () => {
      const program = await this.#lock(actor.organisationId, programId);
      if (program.version !== version) throw new Refusal('record.changed', { version: program.version });
      if (change.state && change.state !== program.state)
        program.state = moveProgram(program.state, change.state, await this.#cohortStates(program));
      program.name = change.name ?? program.name;
      program.purpose = change.purpose ?? program.purpose;
      if (change.eligibility) await this.#keepRule(actor, program, change.eligibility);
      if (change.form) await this.forms.keep(program, change.form);
      program.journey = change.journey ?? program.journey;
      if (change.goalPlans) await this.#keepGoalPlans(actor, program, change.goalPlans);
      program.nudges = change.nudges ?? program.nudges;
      program.pairingMode = change.pairingMode ?? program.pairingMode;
      program.answerDays = change.answerDays ?? program.answerDays;
      program.version += 1;
      await this.db.manager.save(program);
    });
  }

  /** The rule of a program that was launched keeps its versions: who enrolled under which is a matter of record. */
  async #keepRule(actor: Actor, program: Program, rule: EligibilityRule): Promise<void> {
    if (countConditions(rule) > RULE_LIMITS.conditions)
      throw new ProtocolProblem('request.fields', {
        fields: [
          { path: 'body.eligibility.where', message: `At most ${RULE_LIMITS.conditions} conditions.` },
        ],
      });
    const before = program.eligibility;
    program.eligibility = rule;
    if (JSON.stringify(conditionsOf(before)) === JSON.stringify(conditionsOf(rule))) return;
    if (!(await this.#isLaunched(program))) return;
    program.eligibilityVersion = await keepVersion(
      this.db,
      actor,
      program,
      { part: 'eligibility', number: program.eligibilityVersion, content: rule },
      before,
      this.clock.now(),
    );
  }

  /** Goals to start from keep their versions like the rule: a goal shows what it was made from at the time. */
  async #keepGoalPlans(actor: Actor, program: Program, plans: GoalPlan[]): Promise<void> {
    const { organisationId, templateKey } = program;
    const before = goalPlansOf(program.goalPlans, templateKey, await this.#locale(organisationId));
    if (JSON.stringify(before) === JSON.stringify(plans)) return;
    program.goalPlans = plans;
    if (!(await this.#isLaunched(program))) return;
    program.goalPlansVersion = await keepVersion(
      this.db,
      actor,
      program,
      { part: 'goals', number: program.goalPlansVersion, content: plans },
      before,
      this.clock.now(),
    );
  }

  /** What the program begins with; `templateId` where it is one of the organisation's own templates. */
  async #origin(
    { organisationId }: Actor,
    { templateKey, templateId, copyOf }: Creation,
  ): Promise<ProgramShape & { templateId: string | null }> {
    if ([templateKey, templateId, copyOf].filter((one) => one !== undefined).length > 1)
      throw new ProtocolProblem('request.fields', {
        fields: [
          {
            path: copyOf === undefined ? 'body.templateId' : 'body.copyOf',
            message: 'Start from one template or from one program, not from both.',
          },
        ],
      });
    if (templateId !== undefined)
      return { ...(await findOpenTemplate(this.db, organisationId, templateId)), templateId };
    if (copyOf !== undefined) {
      const original = await this.db.manager.findOne(Program, { where: { organisationId, id: copyOf } });
      if (!original) throw new Refusal('record.not-found', { field: 'copyOf' });
      return { ...shapeOf(original), templateId: null };
    }
    if (templateKey === undefined) return { ...blankShape(), templateId: null };
    return { ...standardShape(templateKey, await this.#locale(organisationId)), templateId: null };
  }

  async #locale(organisationId: string): Promise<Locale> {
    const organisation = await this.db.first<{ locale: Locale }>(
      'select locale from organisations where organisation_id = $1',
      [organisationId],
    );
    return organisation?.locale ?? 'en';
  }

  /** The program begins with the library of the program it is a copy of, or that its template keeps. */
  #fillShelf({ organisationId, id }: Program, from: Shelf): Promise<void> {
    return takeResources(this.db, organisationId, from, { table: 'program_resources', id });
  }

  /** The copy asks what the original asks now; its history begins with that. */
  async #copySurveys(
    { organisationId, id, createdBy, createdAt }: Program,
    originalId: string,
  ): Promise<void> {
    await this.db.execute(
      `insert into survey_plans (organisation_id, program_id, number, content, saved_by, saved_at)
       select organisation_id, $3, 1, content, $4, $5 from survey_plans
       where organisation_id = $1 and program_id = $2 order by number desc limit 1`,
      [organisationId, originalId, id, createdBy, createdAt],
    );
  }

  /** The copy words its mails as the original does now. */
  async #copyMailTexts(
    { organisationId, id, createdBy, createdAt }: Program,
    originalId: string,
  ): Promise<void> {
    await this.db.execute(
      `insert into mail_texts (organisation_id, program_id, kind, locale, subject, body, button, changed_by, changed_at)
       select organisation_id, $3, kind, locale, subject, body, button, $4, $5 from mail_texts
       where organisation_id = $1 and program_id = $2 and subject is not null`,
      [organisationId, originalId, id, createdBy, createdAt],
    );
  }

  async #freeSlug(organisationId: string, name: string): Promise<string> {
    // Holds the organisation, so that two programs created at once do not choose the same address.
    await this.db.query('select 1 from organisations where organisation_id = $1 for no key update', [
      organisationId,
    ]);
    const slug = slugOf(name);
    const taken = await this.db.query<{ slug: string }>(
      'select slug from programs where organisation_id = $1 and starts_with(slug, $2)',
      [organisationId, slug],
    );
    return freeSlug(
      slug,
      taken.map((row) => row.slug),
    );
  }

  async #lock(organisationId: string, id: string): Promise<Program> {
    const program = await this.db.manager.findOne(Program, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!program) throw new Refusal('record.not-found');
    return program;
  }

  async #isLaunched(program: Program): Promise<boolean> {
    return (await this.#cohortStates(program)).some((state) => state !== 'draft');
  }

  async #cohortStates(program: Program): Promise<CohortState[]> {
    const rows = await this.db.query<{ state: CohortState }>(
      'select state from cohorts where organisation_id = $1 and program_id = $2',
      [program.organisationId, program.id],
    );
    return rows.map((row) => row.state);
  }
}
