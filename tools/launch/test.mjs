import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { childEnvironment, ensureInstalled, nodeBinary, ROOT, say } from './install.mjs';

/** The browser journeys come last, two at a time: they share one product, and each brings a browser. */
const STEPS = [
  {
    name: 'libs, api, web and architecture',
    projects: ['libs', 'api', 'web', 'architecture'],
    workers: Math.max(2, availableParallelism() - 1),
  },
  { name: 'e2e', projects: ['e2e'], workers: Math.min(2, availableParallelism()) },
];

const extra = process.argv.slice(2);

ensureInstalled();
const node = nodeBinary();
await ensureBuilt();

const reports = mkdtempSync(join(tmpdir(), 'ithaca-test-'));
let passed = 0;
let failed = 0;
for (const [index, step] of STEPS.entries()) {
  say(`\nTesting ${step.name} …`);
  const outputFile = join(reports, `${index}.json`);
  const code = await runJest(step, outputFile);
  const counts = readCounts(outputFile);
  passed += counts.passed;
  // Jest can fail without a failing test: a set-up that throws, an open handle that crashes it.
  failed += code !== 0 && counts.failed === 0 ? 1 : counts.failed;
}
rmSync(reports, { recursive: true, force: true });

process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

async function runJest({ projects, workers }, outputFile) {
  const flags = [
    '--json',
    `--outputFile=${outputFile}`,
    `--maxWorkers=${workers}`,
    ...(process.env.CI ? ['--ci'] : []),
  ];
  // A pattern may well fit only one of the steps.
  if (extra.length > 0) flags.push('--passWithNoTests');
  const args = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const jest = spawn(node, [...args, '--selectProjects', ...projects, ...flags, ...extra], {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) =>
    jest.once('error', () => resolve(1)).once('close', (code) => resolve(code ?? 1)),
  );
}

function readCounts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      // A file that does not load holds no failing test, and yet it fails.
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
