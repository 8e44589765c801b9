import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ROOT } from './install.mjs';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LAUNCHER_CHECK_MS = 1000;

/**
 * Room for short-lived objects: 24 MB in all. Left to itself Node takes 128 MB of the machine at the first busy moment and never
 * gives them back. The Dockerfile and the benches say the same.
 */
export const MEMORY_FLAGS = ['--max-semi-space-size=8'];

/**
 * Starts a program of the project with an IPC channel: it closes when we end, however we end, and the program then
 * stops by itself. In a session of its own, so that Ctrl-C reaches it once, through us, and not twice.
 */
export function spawnGuarded(command, args, env) {
  return spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

/** Calls `stop(signal)` once: at the first signal, or when the npm that started us has been killed. */
export function onStopRequest(stop) {
  let isAsked = false;
  const ask = (signal) => {
    if (isAsked) return;
    isAsked = true;
    stop(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, () => ask(signal));
  const launchers = findLaunchers();
  if (launchers.length === 0) return;
  const started = launchers.map(parentOf).join();
  const check = () => launchers.map(parentOf).join() !== started && ask('SIGTERM');
  setInterval(check, LAUNCHER_CHECK_MS).unref();
}

/**
 * The processes whose parent must not change: we, and the shell npm may have put in between. A killed npm cannot
 * tell us, but its children get another parent. Started by hand we have no launcher, and nothing is watched.
 */
function findLaunchers() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return [];
  const shell = readProc(process.ppid, 'cmdline')?.split('\0');
  return shell?.[1] === '-c' ? [process.pid, process.ppid] : [process.pid];
}

function parentOf(pid) {
  if (pid === process.pid) return process.ppid;
  const stat = readProc(pid, 'stat');
  return stat === undefined ? 0 : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
