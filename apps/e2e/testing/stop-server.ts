import { rmSync } from 'node:fs';

import { end } from './product.ts';

/** Stops the product as Ctrl-C would and removes its data. */
export default async function stopServer(): Promise<void> {
  const product = globalThis.ithacaProduct;
  if (!product) return;
  await end(product.child, 'SIGTERM');
  rmSync(product.dataDir, { recursive: true, force: true });
}
