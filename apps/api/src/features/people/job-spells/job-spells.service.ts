import { Injectable } from '@nestjs/common';
import type { jobSpellRoutes } from '@ithaca/contracts/job-spells';
import type { InputOf } from '@ithaca/contracts/route';
import { isSameJob, spellOn, withSpell } from '@ithaca/domain/job-spell';
import type { JobFacts, JobSpell, JobStart, SpellChanges } from '@ithaca/domain/job-spell';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { assertNoCycle, findToday, keepTokens, lockDirectory } from '../directory.ts';
import { Person } from '../person.entity.ts';
import { loadSpells, writeSpells } from './keep-jobs.ts';

type Change = InputOf<typeof jobSpellRoutes.change>['body'];
type Correction = InputOf<typeof jobSpellRoutes.correct>['body'];

/** The dated history of somebody's jobs: changes from a day on, and corrections that keep what was known before. */
@Injectable()
export class JobSpellsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  change(actor: Actor, personId: string, { startsOn, ...facts }: Change, version: number): Promise<void> {
    return this.#rewrite(actor, personId, version, (person, spells) => {
      const before = spells.findLast((spell) => spell.startsOn <= startsOn) ?? factsOf(person);
      return withSpell(spells, { ...factsOf(before), ...given(facts), startsOn });
    });
  }

  correct(
    actor: Actor,
    personId: string,
    spellId: string,
    correction: Correction,
    version: number,
  ): Promise<void> {
    return this.#rewrite(actor, personId, version, (_, spells) => {
      const spell = find(spells, spellId);
      const others = spells.filter(({ id }) => id !== spellId);
      const next: JobStart = {
        ...factsOf(spell),
        startsOn: spell.startsOn,
        ...given(correction),
      };
      if (others.some(({ startsOn }) => startsOn === next.startsOn)) throw new Refusal('job.same-start');
      if (next.startsOn === spell.startsOn && isSameJob(next, spell)) return { superseded: [], added: [] };
      return { superseded: [spellId], added: [next] };
    });
  }

  remove(actor: Actor, personId: string, spellId: string, version: number): Promise<void> {
    return this.#rewrite(actor, personId, version, (_, spells) => {
      find(spells, spellId);
      if (spells.length === 1) throw new Refusal('job.only-one');
      return { superseded: [spellId], added: [] };
    });
  }

  /** Those whose planned job begins: their row says so from that day on. */
  async beginPlanned(organisationId: string): Promise<{ personId: string }[]> {
    return this.db.write({ organisationId }, async () => {
      await lockDirectory(this.db, organisationId);
      const now = this.clock.now();
      const today = await findToday(this.db, organisationId, now);
      const due = await this.db.query<{ personId: string }>(
        `select distinct person_id as "personId" from job_spells
         where organisation_id = $1 and superseded_at is null and starts_on between $2::date - 7 and $2::date
           and starts_on > recorded_at::date`,
        [organisationId, today],
      );
      const begun = [];
      for (const { personId } of due) {
        const person = await this.db.manager.findOneOrFail(Person, {
          where: { organisationId, id: personId },
          lock: { mode: 'pessimistic_write' },
        });
        const spells = (await loadSpells(this.db, organisationId, [personId])).get(personId) ?? [];
        if (await this.#follow(person, await this.#withoutCircle(person, spells, today), today, now))
          begun.push({ personId });
      }
      return begun;
    });
  }

  /** Locks the person, lets the rule say what becomes of the history, and lets the directory follow the spell of today. */
  async #rewrite(
    actor: Actor,
    personId: string,
    version: number,
    rule: (person: Person, spells: JobSpell[]) => SpellChanges,
  ): Promise<void> {
    await this.db.write(actor, async () => {
      const { organisationId } = actor;
      await lockDirectory(this.db, organisationId);
      const person = await this.db.manager.findOne(Person, {
        where: { organisationId, id: personId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!person) throw new Refusal('record.not-found');
      if (person.version !== version) throw new Refusal('record.changed', { version: person.version });
      const spells = (await loadSpells(this.db, organisationId, [personId])).get(personId) ?? [];
      const changes = rule(person, spells);
      const employedSince = await this.#findEmployedSince(organisationId, personId);
      for (const { startsOn, managerId } of changes.added) {
        if (employedSince !== null && startsOn < employedSince)
          throw new Refusal('job.before-hired', { hiredOn: employedSince });
        if (person.leftOn !== null && startsOn > person.leftOn)
          throw new Refusal('job.after-leaving', { leftOn: person.leftOn });
        if (managerId !== null) await this.#assertColleague(organisationId, personId, managerId);
      }
      const now = this.clock.now();
      const today = await findToday(this.db, organisationId, now);
      await writeSpells(this.db, organisationId, [{ personId, ...changes }], {
        at: now,
        personId: actor.personId,
      });
      const held = (await loadSpells(this.db, organisationId, [personId])).get(personId) ?? [];
      if (!(await this.#follow(person, held, today, now))) {
        // Whoever read the history before must read it again.
        person.version += 1;
        person.updatedAt = now;
        await this.db.manager.save(person);
      }
    });
  }

  /** The directory says what the spell of today says. Answers whether that was news. */
  async #follow(person: Person, spells: readonly JobSpell[], today: string, now: Date): Promise<boolean> {
    const current = spellOn(spells, today);
    if (!current || isSameJob(current, person)) return false;
    if (current.managerId !== null && current.managerId !== person.managerId)
      await assertNoCycle(this.db, person.organisationId, person.id, current.managerId);
    Object.assign(person, factsOf(current));
    person.version += 1;
    person.updatedAt = now;
    await this.db.manager.save(person);
    await keepTokens(this.db, person.organisationId, [person.id]);
    return true;
  }

  /** The reporting lines have moved on since the job was planned: a manager who now reports to the person stays out of it. */
  async #withoutCircle(person: Person, spells: JobSpell[], today: string): Promise<JobSpell[]> {
    const current = spellOn(spells, today);
    if (!current?.managerId || current.managerId === person.managerId) return spells;
    try {
      await assertNoCycle(this.db, person.organisationId, person.id, current.managerId);
      return spells;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return spells.map((spell) => (spell === current ? { ...spell, managerId: person.managerId } : spell));
    }
  }

  async #findEmployedSince(organisationId: string, personId: string): Promise<string | null> {
    const row = await this.db.first<{ day: string | null }>(
      'select min(starts_on)::text as day from employment_spells where organisation_id = $1 and person_id = $2',
      [organisationId, personId],
    );
    return row?.day ?? null;
  }

  async #assertColleague(organisationId: string, personId: string, managerId: string): Promise<void> {
    if (managerId === personId) throw new Refusal('person.manager-cycle');
    const found = await this.db.query('select from people where organisation_id = $1 and id = $2', [
      organisationId,
      managerId,
    ]);
    if (found.length === 0) throw new Refusal('record.not-found');
  }
}

function find(spells: readonly JobSpell[], spellId: string): JobSpell {
  const spell = spells.find(({ id }) => id === spellId);
  if (!spell) throw new Refusal('record.not-found');
  return spell;
}

const factsOf = ({ jobTitle, department, grade, site, managerId }: JobFacts): JobFacts => ({
  jobTitle,
  department,
  grade,
  site,
  managerId,
});

/** The fields somebody sent; one that is absent stays as it is. */
function given<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
