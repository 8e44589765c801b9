import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';

import { createDataSource } from '../../apps/api/src/platform/database/data-source.ts';
import { Database } from '../../apps/api/src/platform/database/database.ts';
import { runtimeUrl } from '../../apps/api/src/platform/database/roles.ts';
import { dashboardReads, statementsOf } from './dashboard-statements.ts';
import type { Dashboard, Statement } from './dashboard-statements.ts';
import type { Filled } from './large-organisation.ts';

interface Look {
  databaseUrl: string;
  of: Filled;
  now: Date;
  dashboard: Dashboard;
}

/** What a dashboard asks the database where nothing of it is kept yet: in a thread of its own, whose modules are loaded anew. */
export async function firstLook(
  databaseUrl: string,
  of: Filled,
  now: Date,
  dashboard: Dashboard,
): Promise<Statement[]> {
  const look: Look = { databaseUrl, of, now, dashboard };
  const [statements] = (await once(
    new Worker(new URL(import.meta.url), { workerData: look }),
    'message',
  )) as [Statement[]];
  return statements;
}

if (parentPort) {
  const { databaseUrl, of, now, dashboard } = workerData as Look;
  const source = await createDataSource(runtimeUrl(databaseUrl), []).initialize();
  parentPort.postMessage(await statementsOf(new Database(source), of, now, dashboardReads[dashboard]));
  await source.destroy();
}
