import { readFile } from 'node:fs/promises';
import { register, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * `node --import ./libs/matching/strip-types.mjs`: types are stripped in a thread beside. Node strips them with WebAssembly, whose memory grows;
 * from then on every access to a typed array in that thread asks whether its buffer is still there, and the solver takes twice as long.
 */
const beside = '?beside';
if (!import.meta.url.endsWith(beside)) register(import.meta.url + beside);

/** The hook that runs beside: plain JavaScript instead of TypeScript. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = stripTypeScriptTypes(await readFile(fileURLToPath(url), 'utf8'));
  return { format: 'module', source, shortCircuit: true };
}
