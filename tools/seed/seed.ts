import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run seed` fills an empty database with the demo and ends; `npm run seed -- --large` adds an organisation of 5,000
 * people. It is the product's own start with SEED=demo, without serving.
 */
const main = join(import.meta.dirname, '../../apps/api/dist/seed.js');
const { status } = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
