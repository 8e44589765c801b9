import { findChromium } from '../../apps/e2e/testing/chromium.ts';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, root, startProduct, until } from './product.ts';

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { numericValue?: number; displayValue?: string }>;
}

/** `npm run lighthouse`: the mobile profile on home and people, signed in; the median of three runs each. */
const product = await startProduct({ WORKER: 'none' });
const { executablePath, args, env } = await findChromium();
try {
  for (const [page, email] of [
    ['/', 'mentee@halden.example'],
    ['/people', 'coordinator@halden.example'],
  ] as const) {
    const cookie = await product.signIn(email);
    const runs: Report[] = [];
    for (let run = 0; run < 3; run += 1) runs.push(await look(`${product.url}${page}`, cookie));
    const median = (of: (report: Report) => number) => runs.map(of).toSorted((a, b) => a - b)[1] ?? 0;
    const score = (category: string) =>
      Math.round(median((report) => report.categories[category]?.score ?? 0) * 100);
    const value = (audit: string) => median((report) => report.audits[audit]?.numericValue ?? 0);
    process.stdout.write(
      `${page.padEnd(8)} performance ${score('performance')}, accessibility ${score('accessibility')}, best practices ${score('best-practices')}; ` +
        `LCP ${(value('largest-contentful-paint') / 1000).toFixed(2)} s, CLS ${value('cumulative-layout-shift').toFixed(3)}, TBT ${Math.round(value('total-blocking-time'))} ms\n`,
    );
  }
} finally {
  await product.stop();
}
process.exit(0);

/** One run of Lighthouse in a browser of its own. */
async function look(url: string, cookie: string): Promise<Report> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ithaca-lighthouse-'));
  const browser = spawn(
    executablePath,
    [...args, `--remote-debugging-port=${port}`, `--user-data-dir=${folder}`, 'about:blank'],
    { env: { ...process.env, ...env }, stdio: 'ignore' },
  );
  try {
    await until(async () => (await fetch(`http://127.0.0.1:${port}/json/version`)).ok);
    const out = join(folder, 'report.json');
    const lighthouse = spawn(
      process.execPath,
      [
        join(root, 'node_modules/lighthouse/cli/index.js'),
        url,
        `--port=${port}`,
        '--output=json',
        `--output-path=${out}`,
        '--quiet',
        '--only-categories=performance,accessibility,best-practices',
        `--extra-headers=${JSON.stringify({ Cookie: cookie })}`,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await new Promise((resolve) => {
      lighthouse.once('exit', resolve);
    });
    return JSON.parse(readFileSync(out, 'utf8')) as Report;
  } finally {
    browser.kill('SIGKILL');
  }
}
