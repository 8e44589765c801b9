import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { childEnvironment, ensureInstalled, nodeBinary, ROOT, say } from './install.mjs';

/**
 * The browser journeys come last: they share one product, and each brings a browser. They wait for it often enough that two
 * cores carry three of them. What fails is run once more, alone and with everything fresh, and named either way: a crowded
 * machine is no fault of the product, what fails twice is.
 */
const STEPS = [
  {
    name: 'libs, api, web and architecture',
    projects: ['libs', 'api', 'web', 'architecture'],
    workers: Math.max(2, availableParallelism() - 1),
  },
  {
    name: 'e2e',
    projects: ['e2e'],
    workers: Math.min(3, availableParallelism() + 1),
    flags: ['--testSequencer=<rootDir>/tools/launch/sweeps-first.mjs'],
  },
];

/** More files than these do not fail by accident. */
const AGAIN_AT_MOST = 6;

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
  if (counts.failedFiles.length > 0 && counts.failedFiles.length <= AGAIN_AT_MOST) {
    const again = await runAgain(step, counts.failedFiles);
    passed += again.passed - counts.passedInFailedFiles;
    failed += again.failed;
    continue;
  }
  // Jest can fail without a failing test: a set-up that throws, an open handle that crashes it.
  failed += code !== 0 && counts.failed === 0 ? 1 : counts.failed;
}
rmSync(reports, { recursive: true, force: true });

process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

/** Runs the files that failed once more, one after the other. */
async function runAgain(step, files) {
  const names = files.map((file) => relative(ROOT, file)).join(', ');
  say(`\nFailed the first time, run again alone: ${names}`);
  const outputFile = join(reports, 'again.json');
  const code = await runJest({ ...step, workers: 1 }, outputFile, ['--runTestsByPath', ...files]);
  const counts = readCounts(outputFile);
  if (code === 0) say(`\nUnsteady, passed the second time: ${names}`);
  return { passed: counts.passed, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
}

async function runJest({ projects, workers, flags: more = [] }, outputFile, patterns = extra) {
  const flags = [
    '--json',
    `--outputFile=${outputFile}`,
    `--maxWorkers=${workers}`,
    ...more,
    ...(process.env.CI ? ['--ci'] : []),
  ];
  // A pattern may well fit only one of the steps.
  if (extra.length > 0) flags.push('--passWithNoTests');
  const args = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const jest = spawn(node, [...args, '--selectProjects', ...projects, ...flags, ...patterns], {
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
    const failedFiles = report.testResults.filter(({ status }) => status === 'failed');
    return {
      passed: report.numPassedTests,
      // A file that does not load holds no failing test, and yet it fails.
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      failedFiles: failedFiles.map(({ name }) => name),
      passedInFailedFiles: failedFiles
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status }) => status === 'passed').length,
    };
  } catch {
    return { passed: 0, failed: 0, failedFiles: [], passedInFailedFiles: 0 };
  }
}
