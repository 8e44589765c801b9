import { Injectable } from '@nestjs/common';
import type { resourceRoutes } from '@ithaca/contracts/resources';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { RESOURCE_LIMITS, takesProof } from '@ithaca/domain/resource';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Files } from '../../platform/files/files.ts';
import { getResource } from './library.queries.ts';
import { Resource } from './resource.entity.ts';
import { fileOf, listProgramResources, listUsingPrograms, mayChange } from './resources.queries.ts';

type Routes = typeof resourceRoutes;
type Placement = InputOf<Routes['place']>['body'];

/** One library of the organisation, from which programs choose; and what each reader says about it for themselves. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
  ) {
    files.usedIn('resources');
  }

  add(actor: Actor, programId: string, { stage, milestone, ...content }: InputOf<Routes['add']>['body']) {
    return this.db.write(actor, async () => {
      await this.#lockLibrary(actor.organisationId);
      const known = await this.db.first<{ count: number }>(
        'select count(*)::int as count from resources where organisation_id = $1',
        [actor.organisationId],
      );
      if ((known?.count ?? 0) >= RESOURCE_LIMITS.most)
        throw new Refusal('resource.too-many', { most: RESOURCE_LIMITS.most });
      if (content.source === 'file' && content.fileId !== null)
        await this.files.assertUnused(actor, [content.fileId]);
      const now = this.clock.now();
      const id = uuidv7();
      await this.db.manager.insert(Resource, {
        organisationId: actor.organisationId,
        id,
        ...onlyItsOwn(content),
        state: 'open',
        createdBy: actor.personId,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      noteFacts(actor, { resourceId: id });
      await this.#place(actor, programId, id, { stage, milestone });
      return listProgramResources(this.db, actor, programId);
    });
  }

  place(actor: Actor, programId: string, resourceId: string, placement: Placement) {
    return this.db.write(actor, async () => {
      await this.#lockLibrary(actor.organisationId);
      const resource = await this.#find(actor.organisationId, resourceId);
      const isNew = !(await listUsingPrograms(this.db, actor.organisationId, resourceId)).includes(programId);
      if (isNew && resource.state === 'archived') throw new Refusal('resource.archived');
      await this.#place(actor, programId, resourceId, placement);
      return listProgramResources(this.db, actor, programId);
    });
  }

  takeOut(actor: Actor, programId: string, resourceId: string) {
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        'delete from program_resources where organisation_id = $1 and program_id = $2 and resource_id = $3',
        [actor.organisationId, programId, resourceId],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      return listProgramResources(this.db, actor, programId);
    });
  }

  /** Those that somebody else has added meanwhile follow at the end. */
  order(actor: Actor, programId: string, ids: readonly string[]) {
    return this.db.write(actor, async () => {
      await this.#lockLibrary(actor.organisationId);
      await this.db.execute(
        `update program_resources p set position = o.place
         from (select resource_id, row_number() over (order by array_position($3::uuid[], resource_id) nulls last, position, resource_id) - 1 as place
           from program_resources where organisation_id = $1 and program_id = $2) o
         where p.organisation_id = $1 and p.program_id = $2 and p.resource_id = o.resource_id`,
        [actor.organisationId, programId, ids],
      );
      return listProgramResources(this.db, actor, programId);
    });
  }

  update(actor: Actor, resourceId: string, version: number, changes: InputOf<Routes['update']>['body']) {
    return this.db.write(actor, async () => {
      const resource = await this.#find(actor.organisationId, resourceId);
      if (!mayChange(actor, await listUsingPrograms(this.db, actor.organisationId, resourceId)))
        throw new Refusal('resource.of-others');
      if (resource.version !== version) throw new Refusal('record.changed', { version: resource.version });
      const { fileId } = changes;
      if (fileId != null && fileId !== resource.fileId) await this.files.assertUnused(actor, [fileId]);
      const next = Object.assign(resource, withoutUndefined(changes));
      Object.assign(next, onlyItsOwn(next));
      if (next.link === '' && next.body === '' && next.fileId === null) throw new Refusal('resource.empty');
      next.updatedAt = this.clock.now();
      next.version += 1;
      await this.db.manager.save(next);
      if (changes.state !== undefined) noteFacts(actor, { state: changes.state });
      return getResource(this.db, actor, resourceId);
    });
  }

  upload(actor: Actor, name: string, bytes: Uint8Array) {
    return this.db.write(actor, async () => {
      const { id, name: kept, mediaType, bytes: size } = await this.files.keep(actor, { name, bytes });
      noteFacts(actor, { fileId: id, bytes: size });
      return { id, name: kept, mediaType, bytes: size };
    });
  }

  async file(actor: Actor, resourceId: string) {
    await getResource(this.db, actor, resourceId);
    return this.files.read(actor.organisationId, await fileOf(this.db, actor.organisationId, resourceId));
  }

  setUse(actor: Actor, resourceId: string, use: InputOf<Routes['setUse']>['body']) {
    return this.db.write(actor, async () => {
      const { kind } = await getResource(this.db, actor, resourceId);
      await this.db.execute(
        `insert into resource_uses (organisation_id, resource_id, person_id, finished_at, rating, proof) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint resource_uses_pk do update
           set finished_at = case when excluded.finished_at is null then null else coalesce(resource_uses.finished_at, excluded.finished_at) end,
             rating = excluded.rating, proof = excluded.proof`,
        [
          actor.organisationId,
          resourceId,
          actor.personId,
          use.isFinished ? this.clock.now() : null,
          use.rating,
          takesProof(kind) ? use.proof : '',
        ],
      );
      return getResource(this.db, actor, resourceId);
    });
  }

  async #place(actor: Actor, programId: string, resourceId: string, { stage, milestone }: Placement) {
    await this.db.execute(
      `insert into program_resources (organisation_id, program_id, resource_id, position, stage, milestone)
       select $1, $2, $3, coalesce(max(position) + 1, 0), $4, $5 from program_resources where organisation_id = $1 and program_id = $2
       on conflict on constraint program_resources_pk do update set stage = excluded.stage, milestone = excluded.milestone`,
      [actor.organisationId, programId, resourceId, stage, milestone],
    );
    const row = await this.db.first<{ count: number }>(
      'select count(*)::int as count from program_resources where organisation_id = $1 and program_id = $2',
      [actor.organisationId, programId],
    );
    if ((row?.count ?? 0) > RESOURCE_LIMITS.mostOfProgram)
      throw new Refusal('resource.too-many', { most: RESOURCE_LIMITS.mostOfProgram });
  }

  async #find(organisationId: string, id: string): Promise<Resource> {
    const resource = await this.db.manager.findOne(Resource, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!resource) throw new Refusal('record.not-found');
    return resource;
  }

  /** Of two coordinators at once, one after the other, so that limits and order hold. */
  #lockLibrary(organisationId: string) {
    return this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `library ${organisationId}`,
    ]);
  }
}

/** What does not belong to the source goes, so that nothing old hides behind it. */
function onlyItsOwn<C extends Pick<Resource, 'source' | 'link' | 'body' | 'fileId'>>(content: C): C {
  const { source, link, body, fileId } = content;
  return {
    ...content,
    link: source === 'link' ? link : '',
    body: source === 'text' ? body : '',
    fileId: source === 'file' ? fileId : null,
  };
}

const withoutUndefined = <T extends object>(changes: T): Partial<T> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
