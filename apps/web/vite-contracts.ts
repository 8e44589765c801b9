import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

const contracts = join(import.meta.dirname, '../../libs/contracts/src');
/** What the browser must know of a route to call it. Shapes and permissions are the server's business. */
const addressParts = ['method', 'path', 'creates', 'versioned', 'produces'];
const usesShape = /Routes\.\w+\.(body|query|params|reply)\b/;
const isForm = /\.form\.tsx?$/;

/**
 * Pages call routes, forms check what was typed: only modules named `*.form.ts(x)` get a contract in full. All others
 * get the addresses of its routes and its plain lists as they stand, which keeps the schemas and the library behind
 * them out of what a page loads first. A schema that is imported by its name still comes, with its file.
 */
export function contractAddresses(): Plugin {
  const prefix = '\0ithaca:contract:';
  const features = new Set(readdirSync(contracts).map((file) => file.replace(/\.ts$/, '')));
  return {
    name: 'ithaca:contract-addresses',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^@ithaca\/contracts\// },
      handler(source, importer) {
        const feature = source.slice('@ithaca/contracts/'.length);
        if (!importer || importer.startsWith(prefix) || isForm.test(importer) || !features.has(feature))
          return null;
        return { id: prefix + feature, moduleSideEffects: false };
      },
    },
    load: {
      filter: { id: /^\0ithaca:contract:/ },
      async handler(id) {
        const file = join(contracts, `${id.slice(prefix.length)}.ts`);
        this.addWatchFile(file);
        const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
        const lines = Object.entries(exported).map(([name, value]) => {
          const plain = isRoutes(value) ? addressesOf(value) : isPlain(value) ? value : undefined;
          return plain === undefined
            ? `export { ${name} } from ${JSON.stringify(file)};`
            : `export const ${name} = ${JSON.stringify(plain)};`;
        });
        return { code: lines.join('\n'), moduleSideEffects: false };
      },
    },
    transform: {
      filter: { id: /\/apps\/web\/src\/.*\.tsx?$/, code: usesShape },
      handler(_code, id) {
        if (isForm.test(id) || id.includes('.spec.')) return null;
        return this.error(
          `${id} uses the shape of a route. Only forms may: put what needs it in a file named *.form.ts.`,
        );
      },
    },
  };
}

type Routes = Record<string, Record<string, unknown>>;

function isRoutes(value: unknown): value is Routes {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).length > 0 &&
    Object.values(value).every(
      (route: unknown) =>
        typeof route === 'object' && route !== null && 'method' in route && 'path' in route && 'id' in route,
    )
  );
}

/** Routes by their key; a list of routes keeps what each is called instead. */
function addressesOf(routes: Routes): unknown {
  if (Array.isArray(routes))
    return (routes as Record<string, unknown>[]).map(({ id, summary }) => ({ id, summary }));
  return Object.fromEntries(
    Object.entries(routes).map(([key, route]) => [
      key,
      Object.fromEntries(addressParts.filter((part) => part in route).map((part) => [part, route[part]])),
    ]),
  );
}

/** Whether a value is nothing but words, numbers and lists of them. */
function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}
