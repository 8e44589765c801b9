import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findChromium } from './chromium.ts';
import { freePort, startProduct } from './product.ts';

declare global {
  var ithacaProduct: { child: ChildProcess; dataDir: string } | undefined;
}

/** One product with the demo for all browser journeys; or the one at ITHACA_URL, which is left running. */
export default async function startServer(): Promise<void> {
  if (process.env.ITHACA_URL) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'ithaca-e2e-'));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  // The browser unpacks meanwhile, once for all spec files.
  const [child] = await Promise.all([startProduct({ port, dataDir }), findChromium()]);
  globalThis.ithacaProduct = { child, dataDir };
  process.env.ITHACA_URL = `http://127.0.0.1:${port}`;
  process.env.ITHACA_DATA_DIR = dataDir;
}
