import { Injectable } from '@nestjs/common';
import type { EnrolmentForm, MatchingPolicy } from '@ithaca/contracts/programs';
import { policyChanges } from '@ithaca/domain/matching-policy';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { withOwnRules } from '../own-rules.ts';
import { PolicyScenario, PolicyVersion } from './policy-version.entity.ts';

/** More would be no comparison any more. */
const MOST_SCENARIOS = 12;

interface ProgramRow {
  policy: MatchingPolicy;
  form: EnrolmentForm;
  policyVersion: number;
  createdBy: string;
  createdAt: Date;
}

type Saved = Omit<PolicyVersion, 'organisationId' | 'id' | 'programId'>;

/** A program's matching policy: each one saved stays as a version; scenarios are kept beside it. */
@Injectable()
export class PolicyVersionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Saves the policy as the next version; one that means the same as the present one makes none. */
  save(
    actor: Actor,
    programId: string,
    version: number,
    { policy, note }: { policy: MatchingPolicy; note?: string | undefined },
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const program = await this.#lock(actor.organisationId, programId, version);
      const saved = withOwnRules(policy, program.form);
      await this.#append(actor, programId, program, saved, { note: note || null, returnedTo: null });
    });
  }

  /** Brings an earlier version back as the next one: nothing in between is lost. */
  returnTo(actor: Actor, programId: string, version: number, number: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const program = await this.#lock(organisationId, programId, version);
      if (number === program.policyVersion) return;
      const earlier = await this.db.manager.findOne(PolicyVersion, {
        where: { organisationId, programId, number },
      });
      if (!earlier) throw new Refusal('record.not-found', { field: 'number' });
      await this.#append(actor, programId, program, earlier.policy, { note: null, returnedTo: number });
    });
  }

  /** Keeps a policy to compare; answers its id. */
  keepScenario(
    actor: Actor,
    programId: string,
    wanted: { name: string; policy: MatchingPolicy },
  ): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // The program's lock makes the count hold until the scenario exists.
      const { form } = await this.#lock(organisationId, programId);
      const policy = withOwnRules(wanted.policy, form);
      const kept = await this.db.manager.countBy(PolicyScenario, { organisationId, programId });
      if (kept >= MOST_SCENARIOS) throw new Refusal('policy.too-many-scenarios', { most: MOST_SCENARIOS });
      const id = uuidv7();
      await this.db.manager.insert(PolicyScenario, {
        organisationId,
        id,
        programId,
        ...wanted,
        policy,
        createdBy: actor.personId,
        createdAt: this.clock.now(),
      });
      return id;
    });
  }

  dropScenario(actor: Actor, programId: string, scenarioId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const where = { organisationId: actor.organisationId, programId, id: scenarioId };
      const { affected } = await this.db.manager.delete(PolicyScenario, where);
      if (affected === 0) throw new Refusal('record.not-found');
    });
  }

  async #append(
    actor: Actor,
    programId: string,
    program: ProgramRow,
    policy: MatchingPolicy,
    why: { note: string | null; returnedTo: number | null },
  ): Promise<void> {
    const changes = policyChanges(program.policy, policy);
    if (changes.length === 0) return;
    const { organisationId } = actor;
    if ((await this.db.manager.countBy(PolicyVersion, { organisationId, programId })) === 0)
      await this.#insert(organisationId, programId, {
        number: program.policyVersion,
        policy: program.policy,
        changes: [],
        note: null,
        returnedTo: null,
        savedBy: program.createdBy,
        savedAt: program.createdAt,
      });
    const number = program.policyVersion + 1;
    await this.#insert(organisationId, programId, {
      number,
      policy,
      changes,
      ...why,
      savedBy: actor.personId,
      savedAt: this.clock.now(),
    });
    await this.db.execute(
      'update programs set policy = $3, policy_version = $4 where organisation_id = $1 and id = $2',
      [organisationId, programId, JSON.stringify(policy), number],
    );
  }

  async #insert(
    organisationId: string,
    programId: string,
    { number, policy, changes, note, returnedTo, savedBy, savedAt }: Saved,
  ): Promise<void> {
    await this.db.execute(
      `insert into policy_versions (organisation_id, id, program_id, number, policy, changes, note, returned_to, saved_by, saved_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        organisationId,
        uuidv7(),
        programId,
        number,
        JSON.stringify(policy),
        JSON.stringify(changes),
        note,
        returnedTo,
        savedBy,
        savedAt,
      ],
    );
  }

  async #lock(organisationId: string, programId: string, version?: number): Promise<ProgramRow> {
    const program = await this.db.first<ProgramRow>(
      `select policy, form, policy_version as "policyVersion", created_by as "createdBy", created_at as "createdAt"
       from programs where organisation_id = $1 and id = $2 for no key update`,
      [organisationId, programId],
    );
    if (!program) throw new Refusal('record.not-found');
    if (version !== undefined && program.policyVersion !== version)
      throw new Refusal('record.changed', { version: program.policyVersion });
    return program;
  }
}
