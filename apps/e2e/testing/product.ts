import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../api/dist/main.js');

/** Starts the built product as a person would, over a data directory of its own, and waits until it is ready. */
export async function startProduct(options: { port: number; dataDir: string }): Promise<ChildProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: String(options.port),
      BASE_URL: url,
      DATA_DIR: options.dataDir,
      SEED: 'demo',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (child.exitCode !== null)
      throw new Error('The product ended while it was starting; its message is above.');
    if (
      await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return child;
    await pause(50);
  }
  throw new Error('The product did not get ready within a minute.');
}

/** Ends a process with a signal and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill(signal);
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Signs in a person of the demo and answers the cookie. */
export async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'try-ithaca-today' }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!cookie) throw new Error(`${email} could not sign in: ${await answer.text()}`);
  return cookie;
}
