import { spawn } from 'node:child_process';
import { childEnvironment, ensureInstalled, nodeBinary, ROOT, say } from './install.mjs';
import { ensureBuilt } from './build.mjs';
import { MEMORY_FLAGS, onStopRequest, spawnGuarded } from './supervise.mjs';

/** Kept from the end of a compilation to the restart, so that a burst of saved files restarts once. */
const SETTLE_MS = 150;

const END_WITH_PARENT = 'data:text/javascript,process.once("disconnect", () => process.exit())';

ensureInstalled();
const node = nodeBinary();
await ensureBuilt();

const apiPort = process.env.PORT ?? '3000';
const webPort = process.env.WEB_PORT ?? '5173';
const webUrl = `http://localhost:${webPort}`;
const env = childEnvironment({
  NODE_ENV: process.env.NODE_ENV ?? 'development',
  PORT: apiPort,
  API_PORT: apiPort,
  // Links in mails must lead to the page that reloads itself.
  BASE_URL: process.env.BASE_URL ?? webUrl,
});

let isStopping = false;
let api;
let restartTimer;

const compiler = spawnTool(
  'compiler',
  ['node_modules/typescript-native/bin/tsc', '-b', 'apps/api', '--watch', '--preserveWatchOutput'],
  ROOT,
);
const web = spawnTool(
  'web',
  ['../../node_modules/vite/bin/vite.js', '--port', webPort, '--strictPort', '--clearScreen', 'false'],
  `${ROOT}/apps/web`,
);

compiler.stdout.setEncoding('utf8').on('data', (text) => {
  process.stdout.write(text);
  // A compilation with errors leaves the last working API running.
  if (!/Found 0 errors/.test(text)) return;
  clearTimeout(restartTimer);
  restartTimer = setTimeout(restartApi, SETTLE_MS);
});

onStopRequest(stopAll);

/**
 * Should we be killed, Vite ends with the IPC channel; the compiler, which is no Node program, ends when it next
 * has something to say.
 */
function spawnTool(name, args, cwd) {
  const tool = spawn(node, ['--no-warnings', '--import', END_WITH_PARENT, ...args], {
    cwd,
    env,
    stdio: ['ignore', name === 'compiler' ? 'pipe' : 'inherit', 'inherit', 'ipc'],
  });
  tool.once('exit', (code) => {
    if (isStopping) return;
    say(`The ${name} ended (${code}).`);
    void stopAll();
  });
  return tool;
}

async function restartApi() {
  await endOf(api);
  if (isStopping) return;
  api = spawnGuarded(node, [...MEMORY_FLAGS, '--enable-source-maps', 'apps/api/dist/main.js'], env);
  api.once('exit', (code) => {
    if (!isStopping && code) say(`The API ended (${code}). It starts again after the next change.`);
  });
}

async function endOf(child, signal = 'SIGTERM') {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function stopAll() {
  isStopping = true;
  clearTimeout(restartTimer);
  await Promise.all([endOf(api), endOf(compiler), endOf(web)]);
  process.exit();
}
