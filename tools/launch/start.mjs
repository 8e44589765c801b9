import { constants } from 'node:os';
import { ensureBuilt } from './build.mjs';
import { childEnvironment, ensureInstalled, nodeBinary } from './install.mjs';
import { MEMORY_FLAGS, onStopRequest, spawnGuarded } from './supervise.mjs';

ensureInstalled();
const node = nodeBinary();
await ensureBuilt();

const env = childEnvironment({ NODE_ENV: process.env.NODE_ENV ?? 'production' });
const api = spawnGuarded(
  node,
  [
    ...MEMORY_FLAGS,
    '--enable-source-maps',
    '--no-warnings',
    'apps/api/dist/main.js',
    ...process.argv.slice(2),
  ],
  env,
);
onStopRequest((signal) => api.kill(signal));
api.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
