import { randomUUID } from 'node:crypto';

import type pg from 'pg';

import { median, verdict } from './figures.ts';
import type { Filled } from './large-organisation.ts';
import type { Product } from './product.ts';

const WRITES = 300;
const DELTAS = 200_000;

/** One meeting a transaction, with the triggers that count and without, in turns. */
export async function writing(superuser: pg.Client, { owner, cohorts }: Filled): Promise<object> {
  const { rows: pairings } = await superuser.query<{ id: string }>(
    'select id from pairings where organisation_id = $1 and cohort_id = $2 limit $3',
    [owner.organisationId, cohorts[0]?.id, WRITES],
  );
  const write = async () => {
    const began = performance.now();
    for (const { id } of pairings)
      await superuser.query(
        `insert into meetings (organisation_id, id, pairing_id, cohort_id, state, starts_at, duration_minutes, time_zone, created_by, day)
         values ($1, $2, $3, $4, 'held', now(), 45, 'Europe/Berlin', $5, current_date)`,
        [owner.organisationId, randomUUID(), id, cohorts[0]?.id, owner.id],
      );
    return (performance.now() - began) / pairings.length;
  };
  const [counted, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    counted.push(await write());
    await superuser.query('alter table meetings disable trigger user');
    bare.push(await write());
    await superuser.query('alter table meetings enable trigger user');
  }
  return {
    'writing one meeting': 'inserted, held',
    'counted ms': median(counted),
    'bare ms': median(bare),
    'times bare': median(counted) / median(bare),
    '3 times': verdict(median(counted) <= 3 * median(bare)),
  };
}

/** How fast the deltas of an organisation are added up. */
export async function folding(
  product: Product,
  superuser: pg.Client,
  { owner, cohorts }: Filled,
): Promise<object> {
  const rounds: { folded: number; seconds: number; cpu: number }[] = [];
  for (let round = 0; round < 3; round += 1) {
    await superuser.query(
      `insert into metric_deltas (organisation_id, cohort_id, day, held, minutes)
       select $1, ($2::uuid[])[1 + n % cardinality($2::uuid[])], current_date - (n % 300), 1, 45 from generate_series(1, $3::int) n`,
      [owner.organisationId, cohorts.map(({ id }) => id), DELTAS],
    );
    const before = product.databaseCpuMs();
    const began = performance.now();
    const folded = await foldAll(superuser, owner.organisationId);
    const seconds = (performance.now() - began) / 1000;
    rounds.push({ folded, seconds, cpu: product.databaseCpuMs() - before });
  }
  const rate = median(rounds.map(({ folded, seconds }) => folded / seconds));
  return {
    folding: `${rounds[0]?.folded} deltas and more, three times`,
    seconds: median(rounds.map(({ seconds }) => seconds)),
    'CPU ms': median(rounds.map(({ cpu }) => cpu)),
    'deltas per second': Math.round(rate),
    '100,000 a second': verdict(rate >= 100_000),
  };
}

/** Adds up all that waits; answers how many deltas there were. */
export async function foldAll(superuser: pg.Client, organisationId: string): Promise<number> {
  let total = 0;
  for (let last = -1; last !== 0; total += last)
    last = Number(
      (await superuser.query('select fold_metric_deltas($1, 20000) as n', [organisationId])).rows[0].n,
    );
  return total;
}
