import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';

const urlOf = (file: string): string => new URL(file, import.meta.url).href;

/** Matches a cohort a hundred times, by a new copy of every list, and says which different results there were. */
const repeat = `
  import { createHash } from 'node:crypto';
  import { parentPort } from 'node:worker_threads';
  const { matchCohort } = await import('${urlOf('./match.ts')}');
  const { givenCrowd } = await import('${urlOf('./given.ts')}');
  const { defaultPolicy } = await import('${urlOf('./policy.ts')}');
  const found = new Set();
  for (let run = 0; run < 100; run++) {
    const { mentees, mentors } = givenCrowd(24, 14);
    const umlaut = { ...mentees[0], id: 'Ärztin-ß-ı-İ', interests: ['Ä', 'Z', 'a', 'é'] };
    const result = matchCohort({ mentees: [umlaut, ...mentees.slice(1)], mentors, policy: defaultPolicy, seed: 5 });
    found.add(createHash('sha256').update(JSON.stringify(result)).digest('hex'));
  }
  const results = [...found].join();
  if (parentPort) parentPort.postMessage(results);
  else process.stdout.write(results);
`;

/** The same in a thread of a process. */
const repeatInThread = `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  const script = ${JSON.stringify(repeat)};
  const thread = new Worker(new URL('data:text/javascript,' + encodeURIComponent(script)));
  process.stdout.write((await once(thread, 'message'))[0]);
`;

async function resultsOf(script: string, environment: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return printed;
}

describe('a matching', () => {
  it('is byte for byte the same in a hundred runs, in a thread, under any locale and time zone', async () => {
    const all = await Promise.all([
      resultsOf(repeat, { LC_ALL: 'C', TZ: 'UTC' }),
      resultsOf(repeat, { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' }),
      resultsOf(repeat, { LC_ALL: 'sv_SE.UTF-8', LANG: 'sv_SE.UTF-8', TZ: 'America/St_Johns' }),
      resultsOf(repeatInThread, { LC_ALL: 'ar_EG.UTF-8', LANG: 'ar_EG.UTF-8', TZ: 'Africa/Cairo' }),
    ]);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(all).size).toBe(1);
  }, 60_000);
});
