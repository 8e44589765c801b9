import { Injectable } from '@nestjs/common';
import type { SavedView, viewRoutes } from '@ithaca/contracts/saved-views';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';

const VIEW = `v.id, v.list, v.name, v.query, v.shared, p.display_name as "ownerName", v.owner_id = $2 as "isMine",
    exists (select from default_views d where d.organisation_id = v.organisation_id and d.person_id = $2 and d.view_id = v.id)
      as "isDefault", v.version
  from saved_views v join people p on p.organisation_id = v.organisation_id and p.id = v.owner_id
  where v.organisation_id = $1 and (v.owner_id = $2 or v.shared)`;

/** The views of lists that people save: their own, and what others share. Opening one of another never changes mine. */
@Injectable()
export class ViewsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, list: SavedView['list']): Promise<{ items: SavedView[] }> {
    const items = await this.db.query<SavedView>(
      `select ${VIEW} and v.list = $3 order by v.owner_id <> $2, lower(v.name), v.id`,
      [actor.organisationId, actor.personId, list],
    );
    return { items };
  }

  async create(actor: Actor, body: InputOf<typeof viewRoutes.create>['body']): Promise<SavedView> {
    return this.db.write(actor, async () => {
      const id = uuidv7();
      await this.db.execute(
        `insert into saved_views (organisation_id, id, list, owner_id, name, query, shared, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          actor.organisationId,
          id,
          body.list,
          actor.personId,
          body.name,
          body.query,
          body.shared,
          this.clock.now(),
        ],
      );
      return this.#get(actor, id);
    });
  }

  async update(
    actor: Actor,
    viewId: string,
    change: InputOf<typeof viewRoutes.update>['body'],
    version: number,
  ): Promise<SavedView> {
    return this.db.write(actor, async () => {
      const view = await this.#get(actor, viewId);
      const { rowCount } = await this.db.execute(
        `update saved_views set name = $4, query = $5, shared = $6, version = version + 1
         where organisation_id = $1 and id = $2 and version = $3`,
        [
          actor.organisationId,
          viewId,
          version,
          change.name ?? view.name,
          change.query ?? view.query,
          change.shared ?? view.shared,
        ],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: view.version });
      // What is no longer shared is nobody else's way into the list.
      if (change.shared === false)
        await this.db.execute(
          'delete from default_views where organisation_id = $1 and view_id = $2 and person_id <> $3',
          [actor.organisationId, viewId, actor.personId],
        );
      return this.#get(actor, viewId);
    });
  }

  async remove(actor: Actor, viewId: string, version: number): Promise<void> {
    await this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        'delete from saved_views where organisation_id = $1 and id = $2 and version = $3',
        [actor.organisationId, viewId, version],
      );
      if (rowCount === 0)
        throw new Refusal('record.changed', { version: (await this.#get(actor, viewId)).version });
    });
  }

  async setDefault(actor: Actor, list: SavedView['list'], viewId: string | null) {
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      await this.db.execute(
        'delete from default_views where organisation_id = $1 and person_id = $2 and list = $3',
        [organisationId, personId, list],
      );
      if (viewId !== null) {
        const view = await this.#get(actor, viewId);
        if (view.list !== list) throw new Refusal('record.not-found');
        await this.db.execute(
          'insert into default_views (organisation_id, person_id, list, view_id) values ($1, $2, $3, $4)',
          [organisationId, personId, list, viewId],
        );
      }
      return this.list(actor, list);
    });
  }

  async #get(actor: Actor, id: string): Promise<SavedView> {
    const view = await this.db.first<SavedView>(`select ${VIEW} and v.id = $3`, [
      actor.organisationId,
      actor.personId,
      id,
    ]);
    if (!view) throw new Refusal('record.not-found');
    return view;
  }
}
