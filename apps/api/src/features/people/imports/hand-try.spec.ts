import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from '@jest/globals';
import { importRoutes } from '@ithaca/contracts/people';
import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('tries', async () => {
  const dir = '/work/shared/data/hr';
  const out: string[] = [];
  for (const file of readdirSync(dir)) {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const as = await api.as(owner);
    const up = await as.call(importRoutes.upload, { query: { fileName: file }, body: readFileSync(`${dir}/${file}`) });
    out.push(`== ${file} ${up.status} ${up.body.code ?? ''} ${JSON.stringify(up.body.facts ?? {})} enc=${up.body.encoding} delim=${JSON.stringify(up.body.delimiter)}`);
    if (up.status !== 201) continue;
    for (const c of up.body.columns) if (c.guess || c.dateOrders.length) out.push(`   ${c.column} ${c.header} ${JSON.stringify(c.guess)} ${c.dateOrders} ${JSON.stringify(c.samples)}`);
    const columns = up.body.columns.flatMap((c) => (c.guess ? [{ column: c.column, field: c.guess.field }] : []));
    const fields = columns.map((c) => c.field);
    const key = fields.includes('employeeNumber') ? 'employeeNumber' as const : fields.includes('email') ? 'email' as const : 'name' as const;
    const mapped = await as.call(importRoutes.setMapping, { params: { importId: up.body.id }, body: { columns, key }, version: 1 });
    out.push(`   map ${mapped.status} ${mapped.body.code ?? ''} ${JSON.stringify(mapped.body.facts ?? {})} ${JSON.stringify(mapped.body.counts)} ${JSON.stringify(mapped.body.problems)}`);
    if (mapped.status !== 200) continue;
    for (const code of mapped.body.problems) {
      const rows = (await as.call(importRoutes.listRows, { params: { importId: up.body.id }, query: { code: code.code, limit: 3 } })).body;
      out.push(`     ${code.code}: ${JSON.stringify(rows.items.map((r) => [r.line, r.problems.map((p) => p.value)]))}`);
    }
    const sample = (await as.call(importRoutes.listRows, { params: { importId: up.body.id }, query: { effect: 'new', limit: 2 } })).body;
    out.push(`     ${JSON.stringify(sample.items.map((r) => r.changes))}`);
    const ran = await as.call(importRoutes.run, { params: { importId: up.body.id }, version: mapped.body.version });
    await api.runJobs();
    const done = (await as.call(importRoutes.get, { params: { importId: up.body.id } })).body;
    const people = await api.rows<{ n: number; m: number; l: number }>('select count(*)::int n, count(manager_id)::int m, count(left_on)::int l from people where organisation_id=$1', [organisation.id]);
    const spells = await api.rows<{ n: number }>('select count(*)::int n, count(ends_on)::int e from employment_spells where organisation_id=$1', [organisation.id]);
    const again = await as.call(importRoutes.upload, { query: { fileName: file }, body: readFileSync(`${dir}/${file}`) });
    const remapped = await as.call(importRoutes.setMapping, { params: { importId: again.body.id }, body: { columns, key }, version: 1 });
    out.push(`   run ${ran.status} -> ${done.state} ${done.problem} ${JSON.stringify(people)} ${JSON.stringify(spells)} again ${JSON.stringify(remapped.body.counts)}`);
    const undone = await as.call(importRoutes.undo, { params: { importId: up.body.id }, version: done.version });
    out.push(`   undo ${undone.status} ${undone.body.import?.state} kept ${undone.body.kept?.length} ${JSON.stringify(await api.rows('select count(*)::int n from people where organisation_id=$1', [organisation.id]))}`);
  }
  process.stdout.write(out.join('\n') + '\n');
}, 60000);
