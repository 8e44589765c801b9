import { Injectable } from '@nestjs/common';
import type { peopleRoutes } from '@ithaca/contracts/people';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import {
  assertAnOwnerStays,
  assertNoCycle,
  endAccess,
  findToday,
  keepSpells,
  keepTokens,
  lockDirectory,
  reopenAccess,
  shareDirectory,
} from './directory.ts';
import { keepJobs } from './job-spells/keep-jobs.ts';
import { Person } from './person.entity.ts';
import { splitName } from './written-values.ts';

type NewPerson = InputOf<typeof peopleRoutes.create>['body'];
type Change = InputOf<typeof peopleRoutes.update>['body'];
type ProfileChange = InputOf<typeof peopleRoutes.updateMyProfile>['body'];

/** The directory by hand: adding, correcting, leaving, and what people say about themselves. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async create(actor: Actor, body: NewPerson): Promise<string> {
    return this.db.write(actor, async () => {
      await lockDirectory(this.db, actor.organisationId);
      const organisation = await this.db.first<{ timeZone: string; locale: 'en' | 'de' | 'ar' }>(
        'select time_zone as "timeZone", locale from organisations where organisation_id = $1',
        [actor.organisationId],
      );
      if (!organisation) throw new Refusal('record.not-found');
      const now = this.clock.now();
      const person = this.db.manager.create(Person, {
        organisationId: actor.organisationId,
        id: uuidv7(),
        employeeNumber: null,
        email: null,
        jobTitle: '',
        department: '',
        site: '',
        grade: null,
        managerId: null,
        pronouns: '',
        about: '',
        timeZone: organisation.timeZone,
        locale: organisation.locale,
        languages: [organisation.locale],
        workingHours: { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] },
        hiredOn: null,
        leftOn: null,
        leaveFrom: null,
        leaveUntil: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
        ...splitName(body.displayName),
        ...given(body),
        ...(body.email ? { email: body.email.toLowerCase() } : {}),
      });
      assertDatesInOrder(person, body);
      assertLeaveInOrder(person);
      await this.db.manager.insert(Person, person);
      await this.#follow(actor, person);
      return person.id;
    });
  }

  async update(actor: Actor, personId: string, change: Change, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const isStructural = change.managerId !== undefined || change.leftOn !== undefined;
      await (isStructural ? lockDirectory : shareDirectory)(this.db, actor.organisationId);
      const person = await this.#lock(actor.organisationId, personId, version);
      const before = { leftOn: person.leftOn, hiredOn: person.hiredOn };
      Object.assign(person, given(change));
      if (change.email) person.email = change.email.toLowerCase();
      assertDatesInOrder(person, change);
      assertLeaveInOrder(person);
      if (change.managerId) await assertNoCycle(this.db, actor.organisationId, personId, change.managerId);
      person.version += 1;
      person.updatedAt = this.clock.now();
      await this.db.manager.save(person);
      await this.#follow(actor, person, before);
    });
  }

  async updateProfile(actor: Actor, change: ProfileChange, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      await shareDirectory(this.db, actor.organisationId);
      const person = await this.#lock(actor.organisationId, actor.personId, version);
      Object.assign(person, given(change));
      person.version += 1;
      person.updatedAt = this.clock.now();
      await this.db.manager.save(person);
    });
  }

  async #lock(organisationId: string, id: string, version: number): Promise<Person> {
    const person = await this.db.manager.findOne(Person, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!person) throw new Refusal('record.not-found');
    if (person.version !== version) throw new Refusal('record.changed', { version: person.version });
    return person;
  }

  /** Tokens, spells and access follow the row. */
  async #follow(
    actor: Actor,
    person: Person,
    before: { leftOn: string | null; hiredOn: string | null } = { leftOn: null, hiredOn: null },
  ): Promise<void> {
    const { organisationId, id, hiredOn, leftOn } = person;
    const now = this.clock.now();
    await keepTokens(this.db, organisationId, [id]);
    if (hiredOn !== before.hiredOn || leftOn !== before.leftOn)
      await keepSpells(this.db, organisationId, [{ personId: id, endReason: null }], now);
    const today = await findToday(this.db, organisationId, now);
    await keepJobs(this.db, organisationId, [id], {
      at: now,
      today,
      changedFrom: null,
      personId: actor.personId,
    });
    if (leftOn === before.leftOn) return;
    if (leftOn !== null) await assertAnOwnerStays(this.db, organisationId, [id]);
    if (leftOn !== null && leftOn <= today) await endAccess(this.db, organisationId, [id], now);
    else if (before.leftOn !== null) await reopenAccess(this.db, organisationId, [id]);
  }
}

/** The fields somebody sent; one that is absent stays as it is. */
function given<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function assertDatesInOrder(
  person: Person,
  sent: { hiredOn?: string | null | undefined; leftOn?: string | null | undefined },
): void {
  if (person.hiredOn === null || person.leftOn === null || person.hiredOn <= person.leftOn) return;
  throw new ProtocolProblem('request.fields', {
    fields: [
      {
        path: sent.leftOn == null ? 'body.hiredOn' : 'body.leftOn',
        message: `Nobody leaves (${person.leftOn}) before being hired (${person.hiredOn}).`,
      },
    ],
  });
}

function assertLeaveInOrder({ leaveFrom, leaveUntil }: Person): void {
  if (leaveUntil === null || (leaveFrom !== null && leaveFrom <= leaveUntil)) return;
  const message =
    leaveFrom === null
      ? 'A leave needs its first day.'
      : `A leave does not end (${leaveUntil}) before it begins (${leaveFrom}).`;
  throw new ProtocolProblem('request.fields', { fields: [{ path: 'body.leaveUntil', message }] });
}
