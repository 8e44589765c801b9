import { Injectable } from '@nestjs/common';
import { standardQuestions } from '@ithaca/contracts/programs';
import type { EnrolmentForm } from '@ithaca/contracts/programs';
import { formChanges, formFaults } from '@ithaca/domain/enrolment-form';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format } from '@ithaca/domain/vocabulary';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { Program } from '../program.entity.ts';
import { appendVersion } from '../program-versions.ts';
import { needsPublication } from './forms.queries.ts';

/** The enrolment form: changed freely until somebody has answered, from then on by publishing versions. */
@Injectable()
export class FormsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes a changed form over into a locked program: at once, or as a draft when people have answered the present one. */
  async keep(program: Program, form: EnrolmentForm): Promise<void> {
    assertSound(form, program.format);
    if (!(await needsPublication(this.db, program))) {
      program.form = form;
      program.formDraft = null;
      return;
    }
    program.formDraft = isSame(program.form, form) ? null : form;
  }

  /** Makes the draft the form everybody sees; refuses `form.nothing-to-publish` when there is none. */
  publish(actor: Actor, programId: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const program = await this.#lock(actor, programId, version);
      const { form, formDraft } = program;
      if (!formDraft) throw new Refusal('form.nothing-to-publish');
      assertSound(formDraft, program.format);
      program.form = formDraft;
      program.formDraft = null;
      program.formVersion += 1;
      await appendVersion(
        this.db,
        actor,
        program,
        { part: 'form', number: program.formVersion, content: formDraft },
        form,
        this.clock.now(),
      );
      await this.#save(program);
    });
  }

  discard(actor: Actor, programId: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const program = await this.#lock(actor, programId, version);
      program.formDraft = null;
      await this.#save(program);
    });
  }

  async #lock({ organisationId }: Actor, id: string, version: number): Promise<Program> {
    const program = await this.db.manager.findOne(Program, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!program) throw new Refusal('record.not-found');
    if (program.version !== version) throw new Refusal('record.changed', { version: program.version });
    return program;
  }

  async #save(program: Program): Promise<void> {
    program.version += 1;
    await this.db.manager.save(program);
  }
}

function isSame(one: EnrolmentForm, other: EnrolmentForm): boolean {
  const { added, removed, changed, order } = formChanges(one.questions, other.questions);
  return added.length + removed.length + changed.length === 0 && !order;
}

function assertSound(form: EnrolmentForm, format: Format): void {
  const faults = formFaults(form.questions, standardQuestions);
  const offers = form.questions.findIndex(({ key, kind }) => kind === 'standard' && key === 'offers');
  if (offers >= 0 && format !== 'peer')
    faults.push({ index: offers, field: 'key', message: 'Only peers both want skills and give some.' });
  if (faults.length > 0)
    throw new ProtocolProblem('request.fields', {
      fields: faults.map(({ index, field, message }) => ({
        path: `body.form.questions.${index}.${field}`,
        message,
      })),
    });
}
