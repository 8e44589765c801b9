import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { childEnvironment, npmCommand, ROOT, say } from './install.mjs';

/** Every check of the code by itself, the longest first; each is a script of the same name. */
const CHECKS = ['format:check', 'boundaries', 'unused', 'types', 'lint'];

/** Runs them as many at a time as there are cores. All of them, so that one look shows all that is wrong. */
const waiting = [...CHECKS];
const failed = [];
await Promise.all(
  Array.from({ length: Math.min(CHECKS.length, Math.max(2, availableParallelism())) }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      if (!(await passes(name))) failed.push(name);
  }),
);
if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** What a check says is shown when it has ended, not mixed with what the others say. */
async function passes(name) {
  const { command, args, options } = npmCommand(['run', '--silent', name]);
  const child = spawn(command, args, {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  const began = Date.now();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  const took = `${((Date.now() - began) / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${output.trim()}\n${name} ${code === 0 ? 'passed' : 'failed'} (${took})\n`.trimStart(),
  );
  return code === 0;
}
