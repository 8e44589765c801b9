import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { viewRoutes as routes } from '@ithaca/contracts/saved-views';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function office() {
  const organisation = await api.given.organisation();
  const [olga, carl] = [
    await api.given.person(organisation, { displayName: 'Olga' }),
    await api.given.person(organisation, { displayName: 'Carl' }),
  ];
  return { asOlga: await api.as(olga), asCarl: await api.as(carl) };
}
const body = { list: 'people' as const, name: 'Leavers', query: 'employment=left', shared: false };
const names = (items: { name: string }[]) => items.map(({ name }) => name);

describe('a saved view', () => {
  it('is mine alone until I share it, and opened by another it stays mine', async () => {
    const { asOlga, asCarl } = await office();
    const view = (await asOlga.call(routes.create, { body })).body;
    const seen = async () => (await asCarl.call(routes.list, { query: { list: 'people' } })).body.items;
    expect(await seen()).toEqual([]);
    const params = { viewId: view.id };
    await asOlga.call(routes.update, { params, body: { shared: true }, version: 1 });
    expect(await seen()).toMatchObject([{ name: 'Leavers', ownerName: 'Olga', isMine: false }]);
    expect((await asCarl.call(routes.update, { params, body: { name: 'X' }, version: 2 })).status).toBe(404);
    expect((await asCarl.call(routes.remove, { params, version: 2 })).status).toBe(404);
    expect((await asCarl.call(routes.create, { body })).status).toBe(201);
    expect(names(await seen())).toEqual(['Leavers', 'Leavers']);
  });

  it('has a name of its own among mine and takes other filters from the version I have read', async () => {
    const { asOlga } = await office();
    const { id } = (await asOlga.call(routes.create, { body })).body;
    expect((await asOlga.call(routes.create, { body: { ...body, name: 'LEAVERS' } })).body.code).toBe(
      'view.name-taken',
    );
    const params = { viewId: id };
    const next = await asOlga.call(routes.update, { params, body: { query: 'site=Oslo' }, version: 1 });
    expect(next.body).toMatchObject({ query: 'site=Oslo', version: 2 });
    expect((await asOlga.call(routes.update, { params, body: { name: 'Old' }, version: 1 })).status).toBe(
      412,
    );
  });

  it('opens a list for me, and no longer when its owner keeps it back', async () => {
    const { asOlga, asCarl } = await office();
    const { id: viewId } = (await asOlga.call(routes.create, { body: { ...body, shared: true } })).body;
    const setDefault = (next: string | null) =>
      asCarl.call(routes.setDefault, { body: { list: 'people', viewId: next } });
    expect((await setDefault(viewId)).body.items).toMatchObject([{ id: viewId, isDefault: true }]);
    const mine = (await asOlga.call(routes.list, { query: { list: 'people' } })).body.items;
    expect(mine).toMatchObject([{ isDefault: false }]);
    await asOlga.call(routes.update, { params: { viewId }, body: { shared: false }, version: 1 });
    expect((await setDefault(viewId)).status).toBe(404);
    expect((await setDefault(null)).body.items).toEqual([]);
  });
});
