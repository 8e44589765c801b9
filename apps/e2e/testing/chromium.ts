import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

export type ChromiumInstallation = { executablePath: string; args: string[]; env: Record<string, string> };

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));

/** Opens a headless browser: `CHROMIUM_PATH`, else the one that npm brought, else one that the system has. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({
    executablePath,
    ...options,
    args: [...args, ...(options.args ?? [])],
    env: { ...env, ...options.env },
  });
}

/** The browser as a path, flags and environment, for tools that start it themselves (Lighthouse). */
export async function findChromium(): Promise<ChromiumInstallation> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names no file: ${given}`);
    return { executablePath: given, args: FLAGS, env: ownEnvironment() };
  }
  // The same browser everywhere, and one without windows: a page costs it a good third less than a whole browser.
  if (process.platform === 'linux' && process.arch === 'x64') {
    const brought = await chromiumFromNpm();
    if (await starts(brought)) return brought;
  }
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (system === undefined)
    throw new Error('There is no browser here: install Chromium or set CHROMIUM_PATH.');
  return { executablePath: system, args: FLAGS, env: ownEnvironment() };
}

/** A Linux without glibc, for one, cannot run what npm brings. */
async function starts({ executablePath, args, env }: ChromiumInstallation): Promise<boolean> {
  return promisify(execFile)(executablePath, [...args, '--version'], { env }).then(
    () => true,
    () => false,
  );
}

/**
 * The npm package unpacks itself into fixed names below the temporary folder, where two test runs meet and a killed
 * one leaves halves behind. So it unpacks into a folder of its own, which gets its final name when it is whole.
 */
async function chromiumFromNpm(): Promise<ChromiumInstallation> {
  const folder = join(CACHE, `chromium-${packageStamp()}`);
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder);
  writeFontConfiguration(folder);
  return {
    executablePath: join(folder, 'chromium'),
    args: [...FLAGS.filter((flag) => flag !== '--headless'), '--headless=shell'],
    env: {
      ...ownEnvironment(),
      FONTCONFIG_PATH: join(folder, 'fonts'),
      // The libraries of the system that the package was built for, so that none has to be installed.
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']]
        .filter(Boolean)
        .join(delimiter),
    },
  };
}

async function unpack(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    // In a process of its own: the package unpacks below that process's temporary folder, which a test's sandbox cannot set.
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], {
      env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    // What an earlier, broken attempt has left.
    if (!existsSync(join(folder, 'chromium'))) rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    // Another run may have finished the same work first.
    if (!existsSync(join(folder, 'chromium'))) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The package's own file looks for fonts below /tmp only; without any font a page shows no text at all. */
function writeFontConfiguration(folder: string): void {
  const escaped = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const places = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...places.map((place) => `  <dir>${escaped(place)}</dir>`),
    `  <cachedir>${escaped(join(folder, 'fonts-cache'))}</cachedir>`,
    '</fontconfig>',
  ];
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), `${lines.join('\n')}\n`);
}

/** Tells one version of the package from the next: its archive differs in size. */
function packageStamp(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  return String(statSync(join(dirname(entry), '..', 'bin', 'chromium.br')).size);
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
