import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GivenPerson } from '@ithaca/testkit/given';
import { pino } from 'pino';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { findWorkforceVersion } from './kept-results.queries.ts';
import { MetricsStoreService } from './store.service.ts';

let api: TestApi;
let owner: GivenPerson;

beforeAll(async () => {
  api = await startApi();
  owner = await api.given.person(await api.given.organisation());
  await api.given.cohort(await api.given.program(owner), owner);
});
afterAll(() => api.stop());

const version = () =>
  api.platform.db.read(owner, () => findWorkforceVersion(api.platform.db, owner.organisationId));
/** $1 is an organisation, $2 a person of it. */
const staged = (stage: string) =>
  `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at)
   select $1, gen_random_uuid(), c.id, $2, 'mentee', '${stage}', now() from cohorts c where c.organisation_id = $1`;
const rename = 'update people set department = id::text where organisation_id = $1 and id = $2';
const writes = {
  'a person': rename,
  'a job': `insert into job_spells (organisation_id, id, person_id, starts_on, recorded_at)
    values ($1, gen_random_uuid(), $2, '1999-01-01', now())`,
  'an employment': `insert into employment_spells (organisation_id, id, person_id, starts_on)
    values ($1, gen_random_uuid(), $2, '1999-01-01')`,
  'an employment that was wrong': `delete from employment_spells
    where organisation_id = $1 and person_id = $2 and starts_on = '1999-01-01'`,
  'a match': staged('matched'),
};

describe('the version of the directory', () => {
  for (const [what, sql] of Object.entries(writes))
    it(`is another one once ${what} is written`, async () => {
      const before = await version();
      await api.rows(sql, [owner.organisationId, owner.id]);
      expect(await version()).not.toBe(before);
    });

  it('stays the same while nothing of it is written', async () => {
    const before = await version();
    const other = await api.given.person(await api.given.organisation());
    await api.rows(rename, [other.organisationId, other.id]);
    await api.rows(staged('registered'), [owner.organisationId, owner.id]);
    await api.rows('update people set department = department where false');
    expect(await version()).toBe(before);
  });

  it('stays the same when the touches are added up', async () => {
    const before = await version();
    const store = new MetricsStoreService(api.platform.db, api.clock, pino({ level: 'silent' }));
    await Promise.all([1, 2, 3].map(() => store.foldTouches(owner.organisationId)));
    await store.foldTouches(owner.organisationId);
    const kept = await api.rows('select from workforce_touches where organisation_id = $1', [
      owner.organisationId,
    ]);
    expect(kept).toHaveLength(1);
    expect(await version()).toBe(before);
  });
});
