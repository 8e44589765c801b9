import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Starts the next migration: `npm run db:new -- add-waitlist`. */
const directory = join(import.meta.dirname, '../apps/api/migrations');
const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9-]+$/.test(name)) {
  process.stderr.write('Give the migration a name such as add-waitlist: npm run db:new -- add-waitlist\n');
  process.exit(1);
}
const numbers = readdirSync(directory).flatMap((file) => /^(\d{4})-/.exec(file)?.[1] ?? []);
const file = `${String(Math.max(0, ...numbers.map(Number)) + 1).padStart(4, '0')}-${name}.sql`;
writeFileSync(join(directory, file), '-- Why: \n-- Locks: \n-- Way back: \n');
process.stdout.write(`apps/api/migrations/${file}\n`);
