import { Injectable } from '@nestjs/common';
import type { declarationRoutes } from '@ithaca/contracts/declarations';
import type { InputOf } from '@ithaca/contracts/route';
import { mayCountAgain, SMALLEST_DECLARED_GROUP } from '@ithaca/domain/declaration';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { suppress } from '@ithaca/metrics/suppression';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { noteReleases } from '../../../platform/releases/release-log.ts';
import { findToday } from '../directory.ts';
import { declaredMeasure, inGroups } from './declarations.queries.ts';

type NewAttribute = InputOf<typeof declarationRoutes.create>['body'];
type Change = InputOf<typeof declarationRoutes.update>['body'];

interface Attribute {
  state: string;
  choices: { key: string; label: string }[];
  version: number;
}

/** What the organisation asks people about themselves, what they say, and the sums of it. */
@Injectable()
export class DeclarationsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async create(actor: Actor, body: NewAttribute): Promise<string> {
    return this.db.write(actor, async () => {
      const id = uuidv7();
      await this.db.execute(
        `insert into declared_attributes (organisation_id, id, name, explanation, purpose, choices, seen_by, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          actor.organisationId,
          id,
          body.name,
          body.explanation,
          body.purpose,
          JSON.stringify(withChoices([], body.choices)),
          [...new Set(body.seenBy)],
          actor.personId,
          this.clock.now(),
        ],
      );
      return id;
    });
  }

  async update(actor: Actor, id: string, change: Change, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const attribute = await this.#lock(actor.organisationId, id, version);
      await this.db.execute(
        `update declared_attributes set name = coalesce($3, name), explanation = coalesce($4, explanation), choices = $5,
           version = version + 1 where organisation_id = $1 and id = $2`,
        [
          actor.organisationId,
          id,
          change.name ?? null,
          change.explanation ?? null,
          JSON.stringify(withChoices(attribute.choices, change.addChoices ?? [])),
        ],
      );
    });
  }

  /** Nothing that was declared outlives the question. */
  async retire(actor: Actor, id: string, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      await this.#lock(actor.organisationId, id, version);
      await inGroups(this.db, () =>
        this.db.execute('delete from declarations where organisation_id = $1 and attribute_id = $2', [
          actor.organisationId,
          id,
        ]),
      );
      await this.db.execute(
        `update declared_attributes set state = 'retired', counts = null, counted_on = null, version = version + 1
         where organisation_id = $1 and id = $2`,
        [actor.organisationId, id],
      );
    });
  }

  async declare(actor: Actor, attributeId: string, choice: string): Promise<void> {
    await this.db.write(actor, async () => {
      const attribute = await this.#lock(actor.organisationId, attributeId);
      if (!attribute.choices.some(({ key }) => key === choice))
        throw new Refusal('declaration.choice-unknown');
      const { rowCount } = await this.db.execute(
        `insert into declarations (organisation_id, attribute_id, person_id, choice, consented_at) values ($1, $2, $3, $4, $5)
         on conflict (organisation_id, attribute_id, person_id) do update set choice = excluded.choice, consented_at = excluded.consented_at
         where declarations.choice <> excluded.choice`,
        [actor.organisationId, attributeId, actor.personId, choice, this.clock.now()],
      );
      await this.#noteChanges(actor.organisationId, attributeId, rowCount);
    });
  }

  async withdraw(actor: Actor, attributeId: string): Promise<void> {
    await this.db.write(actor, async () => {
      await this.#lock(actor.organisationId, attributeId);
      const { rowCount } = await this.db.execute(
        'delete from declarations where organisation_id = $1 and attribute_id = $2 and person_id = $3',
        [actor.organisationId, attributeId, actor.personId],
      );
      await this.#noteChanges(actor.organisationId, attributeId, rowCount);
    });
  }

  /** Releases new sums where enough has changed since the last ones. */
  async count(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const today = await findToday(this.db, organisationId, this.clock.now());
      const attributes = await this.db.query<{
        id: string;
        choices: { key: string }[];
        countedOn: string | null;
        changes: number;
      }>(
        `select id, choices, counted_on::text as "countedOn", changes_since_count as changes from declared_attributes
         where organisation_id = $1 and state = 'open' for update`,
        [organisationId],
      );
      for (const { id, choices, countedOn, changes } of attributes) {
        if (!mayCountAgain(countedOn, changes, today)) continue;
        const sums = await this.#sums(organisationId, id, choices, today);
        await this.db.execute(
          'update declared_attributes set counts = $3, counted_on = $4, changes_since_count = 0 where organisation_id = $1 and id = $2',
          [organisationId, id, JSON.stringify(sums), today],
        );
        if (sums) await this.#noteRelease(organisationId, id, today);
      }
    });
  }

  /** Sums over those employed; null for all of it when even the whole is too small. */
  async #sums(organisationId: string, id: string, choices: readonly { key: string }[], today: string) {
    const rows = await inGroups(this.db, () =>
      this.db.query<{ choice: string; people: number }>(
        `select d.choice, count(*)::int as people from declarations d
         join people p on p.organisation_id = d.organisation_id and p.id = d.person_id
         where d.organisation_id = $1 and d.attribute_id = $2 and (p.left_on is null or p.left_on > $3) group by d.choice`,
        [organisationId, id, today],
      ),
    );
    const { cells, total } = suppress(
      choices.map(({ key }) => ({ key, n: rows.find((row) => row.choice === key)?.people ?? 0 })),
      { k: SMALLEST_DECLARED_GROUP },
    );
    if (total.suppressed) return null;
    return {
      declared: total.n,
      choices: cells.map(({ key, n, suppressed }) => ({ key, people: suppressed ? null : n })),
    };
  }

  /** Over whom the sums are, so that numbers of a cohort by the same declaration are held against them. */
  async #noteRelease(organisationId: string, id: string, today: string): Promise<void> {
    const people = await this.db.query<{ id: string }>(
      'select id from people where organisation_id = $1 and (left_on is null or left_on > $2)',
      [organisationId, today],
    );
    await noteReleases(
      this.db,
      organisationId,
      [
        {
          cohortId: null,
          measure: declaredMeasure(id),
          audience: 'declared',
          readerId: null,
          smallest: SMALLEST_DECLARED_GROUP,
          outcome: 'released',
          units: new Map(people.map((person) => [person.id, [person.id]])),
        },
      ],
      this.clock.now(),
    );
  }

  async #noteChanges(organisationId: string, attributeId: string, changes: number): Promise<void> {
    if (changes === 0) return;
    await this.db.execute(
      'update declared_attributes set changes_since_count = changes_since_count + 1 where organisation_id = $1 and id = $2',
      [organisationId, attributeId],
    );
  }

  async #lock(organisationId: string, id: string, version?: number): Promise<Attribute> {
    const attribute = await this.db.first<Attribute>(
      'select state, choices, version from declared_attributes where organisation_id = $1 and id = $2 for update',
      [organisationId, id],
    );
    if (!attribute) throw new Refusal('record.not-found');
    if (version !== undefined && attribute.version !== version)
      throw new Refusal('record.changed', { version: attribute.version });
    if (attribute.state !== 'open') throw new Refusal('declaration.closed');
    return attribute;
  }
}

/** The choices with further ones at the end; a label that is there already is not offered twice. Keys are never used again. */
function withChoices(present: readonly { key: string; label: string }[], labels: readonly string[]) {
  const choices = [...present];
  for (const label of labels)
    if (!choices.some((one) => one.label.toLowerCase() === label.toLowerCase()))
      choices.push({ key: `choice-${choices.length + 1}`, label });
  return choices;
}
