import type { GrantableRole } from '@ithaca/domain/permissions';
import { personTokens, writtenTokens } from '@ithaca/domain/search-tokens';
import type { Locale } from '@ithaca/domain/vocabulary';

import { sequentialId } from './ids.ts';
import { insertRows } from './rows.ts';
import type { Execute } from './rows.ts';

export interface GivenOrganisation {
  id: string;
  name: string;
}

export interface GivenPerson {
  id: string;
  organisationId: string;
  accountId: string;
  email: string;
  displayName: string;
}

/** Why an employment ended. */
export type LeavingReason = 'voluntary' | 'involuntary' | 'retirement' | 'other';

/** A job before the present one, held until the day before `endsOn`; what is not said was as it is now. */
export interface EarlierJob {
  endsOn: string;
  was: { grade?: number | null; department?: string; site?: string; jobTitle?: string };
}

let names = 0;
/** Numbers what needs a name of its own. */
export const unique = (): number => (names += 1);

/** The half of `Given` that builds organisations and their people, and that knows how rows are written. */
export class GivenDirectory {
  readonly #execute: Execute;
  protected readonly now: Date;
  /** Rows that wait for `flush`, by table in the order of first use; null when every row is written at once. */
  readonly #waiting: Map<string, Readonly<Record<string, unknown>>[]> | null;

  /**
   * `execute` runs as the runtime role inside a transaction, or as a superuser; `now` is the moment the story is told.
   * With `batched`, rows of the tenant wait for `flush` (one organisation at a time), which makes large stories quick.
   */
  constructor(execute: Execute, now: Date, options: { batched?: boolean } = {}) {
    this.#execute = execute;
    this.now = now;
    this.#waiting = options.batched ? new Map() : null;
  }

  /** Makes the rows of one organisation reachable in the present transaction. */
  async enter(organisationId: string): Promise<void> {
    await this.#execute("select set_config('app.organisation_id', $1, true)", [organisationId]);
  }

  async insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    // Identity rows open by a setting of their own, so they cannot wait.
    if (!this.#waiting || table.startsWith('identity.')) return insertRows(this.#execute, table, rows);
    const waiting = this.#waiting.get(table) ?? [];
    this.#waiting.set(table, waiting);
    waiting.push(...rows);
  }

  /** Writes what waits. Tables go in the order of their first use, which is the order of their references. */
  async flush(): Promise<void> {
    for (const [table, rows] of this.#waiting ?? []) await insertRows(this.#execute, table, rows);
    this.#waiting?.clear();
  }

  async organisation(
    more: {
      name?: string;
      slug?: string;
      timeZone?: string;
      locale?: Locale;
      brandColour?: string;
      demo?: boolean;
    } = {},
  ): Promise<GivenOrganisation> {
    const id = sequentialId(this.now);
    const name = more.name ?? `Organisation ${unique()}`;
    const slug = more.slug ?? `organisation-${id.slice(-12)}`;
    await this.enter(id);
    await this.insert('identity.organisations', [{ organisationId: id, slug, createdAt: this.now }]);
    await this.insert('organisations', [
      {
        organisationId: id,
        name,
        slug,
        timeZone: more.timeZone ?? 'Europe/Berlin',
        locale: more.locale ?? 'en',
        brandColour: more.brandColour ?? '#3b4fd8',
        demo: more.demo ?? false,
        createdAt: this.now,
      },
    ]);
    return { id, name };
  }

  /** A person with an account and a membership; `account: false` leaves a mere directory entry. */
  async person(
    organisation: GivenOrganisation,
    more: {
      displayName?: string;
      email?: string;
      department?: string;
      site?: string;
      jobTitle?: string;
      grade?: number | null;
      managerId?: string | null;
      hiredOn?: string;
      leftOn?: string | null;
      endReason?: LeavingReason;
      /** The newest first; the present job begins where the newest ends. */
      earlierJobs?: readonly EarlierJob[];
      timeZone?: string;
      locale?: Locale;
      languages?: string[];
      employeeNumber?: string;
      account?: boolean;
      passwordHash?: string | null;
    } = {},
  ): Promise<GivenPerson> {
    const id = sequentialId(this.now);
    const number = unique();
    const displayName = more.displayName ?? `Person ${number}`;
    const email = (more.email ?? `person-${number}-${id.slice(-6)}@example.test`).toLowerCase();
    const [givenName = '', ...rest] = displayName.split(' ');
    await this.enter(organisation.id);
    await this.insert('people', [
      {
        organisationId: organisation.id,
        id,
        employeeNumber: more.employeeNumber ?? `E${id.slice(-10)}`,
        givenName,
        familyName: rest.join(' '),
        displayName,
        email,
        department: more.department ?? 'Engineering',
        site: more.site ?? 'Berlin',
        jobTitle: more.jobTitle ?? 'Engineer',
        grade: more.grade === undefined ? 5 : more.grade,
        managerId: more.managerId ?? null,
        timeZone: more.timeZone ?? 'Europe/Berlin',
        locale: more.locale ?? 'en',
        languages: more.languages ?? ['en'],
        hiredOn: more.hiredOn ?? '2020-01-01',
        leftOn: more.leftOn ?? null,
        createdAt: this.now,
        updatedAt: this.now,
      },
    ]);
    await this.insert('employment_spells', [
      {
        organisationId: organisation.id,
        id: sequentialId(this.now),
        personId: id,
        startsOn: more.hiredOn ?? '2020-01-01',
        endsOn: more.leftOn ?? null,
        endReason: more.leftOn ? (more.endReason ?? 'voluntary') : null,
        recordedAt: this.now,
      },
    ]);
    const hiredOn = more.hiredOn ?? '2020-01-01';
    const present = {
      jobTitle: more.jobTitle ?? 'Engineer',
      department: more.department ?? 'Engineering',
      grade: more.grade === undefined ? 5 : more.grade,
      site: more.site ?? 'Berlin',
      managerId: more.managerId ?? null,
    };
    const jobs = [present, ...(more.earlierJobs ?? []).map(({ was }) => ({ ...present, ...was }))];
    await this.insert(
      'job_spells',
      jobs.map((job, index) => ({
        organisationId: organisation.id,
        id: sequentialId(this.now),
        personId: id,
        startsOn: more.earlierJobs?.[index]?.endsOn ?? hiredOn,
        ...job,
        recordedAt: this.now,
      })),
    );
    const tokens = personTokens({
      displayName,
      email,
      jobTitle: more.jobTitle ?? 'Engineer',
      employeeNumber: more.employeeNumber ?? `E${id.slice(-10)}`,
    });
    await this.insert(
      'person_tokens',
      tokens.map(({ token, inName }) => ({
        organisationId: organisation.id,
        token,
        personId: id,
        inName,
        displayName,
        words: writtenTokens(tokens),
      })),
    );
    const accountId = sequentialId(this.now);
    if (more.account !== false) {
      await this.#execute("select set_config('app.account_id', $1, true)", [accountId]);
      await this.insert('identity.accounts', [
        {
          id: accountId,
          email,
          passwordHash: more.passwordHash ?? null,
          locale: more.locale ?? 'en',
          createdAt: this.now,
        },
      ]);
      await this.insert('identity.memberships', [
        {
          accountId,
          organisationId: organisation.id,
          personId: id,
          organisationName: organisation.name,
          createdAt: this.now,
        },
      ]);
    }
    return { id, organisationId: organisation.id, accountId, email, displayName };
  }

  /** What somebody says about themselves. */
  async declaration(person: GivenPerson, attributeId: string, choice: string, at: Date): Promise<void> {
    await this.insertAs(person, 'declarations', { attributeId, choice, consentedAt: at });
  }

  /** A row of a person's own that the database takes from its author alone, so nothing can wait for it. */
  protected async insertAs(
    person: GivenPerson,
    table: string,
    row: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { id: personId, organisationId } = person;
    await this.flush();
    await this.enter(organisationId);
    await this.#execute("select set_config('app.person_id', $1, true)", [personId]);
    await insertRows(this.#execute, table, [{ organisationId, personId, ...row }]);
    await this.#execute("select set_config('app.person_id', '', true)", []);
  }

  async grant(person: GivenPerson, role: GrantableRole, programId: string | null = null): Promise<void> {
    await this.enter(person.organisationId);
    await this.insert('grants', [
      {
        organisationId: person.organisationId,
        id: sequentialId(this.now),
        personId: person.id,
        role,
        programId,
        grantedAt: this.now,
      },
    ]);
  }
}
