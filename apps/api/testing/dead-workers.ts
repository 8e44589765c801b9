import { PgBoss } from 'pg-boss';

import type { TestApi } from './api.ts';

/** What time does: workers that no longer show a sign of life are noticed, and tries that wait come due. */
export async function letTimePass(api: TestApi): Promise<void> {
  const boss = new PgBoss({ connectionString: api.databaseUrl, schema: 'pgboss', supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  await api.rows(`update pgboss.job set heartbeat_on = now() - interval '2 minutes' where state = 'active'`);
  await api.rows(`update pgboss.queue set monitor_claim_on = null, monitor_on = null`);
  await boss.supervise();
  await api.rows(`update pgboss.job set start_after = now() where state = 'retry'`);
  await boss.stop({ graceful: false });
}
