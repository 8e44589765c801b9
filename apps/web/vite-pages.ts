import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

const web = import.meta.dirname;

/** A line of the map in router.tsx: where it is, the modules that draw it and fetch for it (its frame's first), its words. */
interface MapLine {
  path: string;
  modules: string[];
  words: string[];
  /** Addresses of the API it reads first. */
  reads: string[];
}

/** What a page loads before it can be used, as addresses: its scripts, and its words by language. */
interface FirstLoad {
  path: string;
  files: string[];
  words: Record<string, string[]>;
  reads: string[];
}

/** `dist/.vite/pages.json`: for the server, which names these files in the page itself, and for the budget. */
interface Pages {
  /** What a member sees until the scripts are there. */
  frame: string;
  /** The pages before sign-in; they are one app. */
  entrance: FirstLoad;
  /** Where two lines have one path, the last one is the page and the others are frames of pages. */
  pages: FirstLoad[];
}

/** Reads the map of the product. Throws when a line is written in another way than all others. */
function readMap(source: string): MapLine[] {
  const lines = source.matchAll(/\b(\w+)\((?:(\w+), )?'(\/[^']*)', \{\s*page: \(\) => import\('[^']+'\)/g);
  const parents = new Map(
    [...source.matchAll(/const (\w+) = <[^(]*\([^)]*\) =>\s*pageUnder\((\w+), path, line\)/g)].map(
      ([, helper = '', parent = '']) => [helper, parent],
    ),
  );
  const known = new Map<string, MapLine>();
  const map = [...lines].map(({ 1: helper = '', 2: named, 3: path = '', index }) => {
    const parent = known.get(named ?? parents.get(helper) ?? '');
    // A line ends where the next page begins.
    const next = source.indexOf('page: () =>', source.indexOf('page: () =>', index) + 1);
    const line = source.slice(index, next === -1 ? undefined : next).split(/\}\),?\n/)[0] ?? '';
    const quoted = (key: string) =>
      [...(new RegExp(`${key}: \\[([^\\]]*)\\]`).exec(line)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
        ([, value = '']) => value,
      );
    const imported = [...line.matchAll(/import\('\.\/([^']+)'\)/g)].map(([, module]) => `src/${module}`);
    const read: MapLine = {
      path,
      modules: [...(parent?.modules ?? []), ...imported],
      words: [...(parent?.words ?? []), ...quoted('words')],
      reads: [...(parent?.reads ?? []), ...quoted('reads')],
    };
    const name = /const (\w+) = $/.exec(source.slice(0, index))?.[1];
    if (name) known.set(name, read);
    return read;
  });
  if (map.length !== source.split('page: () => import(').length - 1)
    throw new Error('A page of router.tsx could not be read: write its line as the others are written');
  return map;
}

const languages = ['en', 'de', 'ar'];

/** Writes `pages.json` beside the manifest. */
export function firstLoads(): Plugin {
  return {
    name: 'ithaca:first-loads',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      // The entry and what it imports belong to every page.
      const filesOf = (...modules: string[]) => {
        const seen = new Set<string>();
        const follow = (chunk: Rolldown.OutputChunk | undefined) => {
          if (!chunk || seen.has(chunk.fileName)) return;
          seen.add(chunk.fileName);
          for (const name of chunk.imports) follow(chunks.find(({ fileName }) => fileName === name));
        };
        follow(chunks.find(({ isEntry }) => isEntry));
        for (const module of modules) {
          const found = chunks.find(({ facadeModuleId }) => facadeModuleId === join(web, module));
          if (!found) this.error(`There is no file for ${module}`);
          follow(found);
        }
        return [...seen].map((name) => `/${name}`);
      };
      const wordsOf = (features: string[]) =>
        Object.fromEntries(
          languages.map((language) => [
            language,
            filesOf(
              `src/locales/${language}.ts`,
              ...new Set(features.map((feature) => `src/locales/${language}/${feature}.json`)),
            ).filter((file) => !start.has(file)),
          ]),
        );
      const start = new Set(filesOf());
      const pages: Pages = {
        frame: readFileSync(join(web, 'src/shell/first-frame.html'), 'utf8'),
        entrance: {
          path: '/sign-in',
          files: filesOf('src/entrance.tsx'),
          words: wordsOf(['identity']),
          reads: [],
        },
        pages: readMap(readFileSync(join(web, 'src/router.tsx'), 'utf8')).map(
          ({ path, modules, words, reads }) => ({
            path,
            files: filesOf('src/router.tsx', ...modules),
            words: wordsOf(words),
            reads,
          }),
        ),
      };
      this.emitFile({ type: 'asset', fileName: '.vite/pages.json', source: JSON.stringify(pages) });
    },
  };
}

/** Compresses scripts, style sheets and pictures once and well, rather than at every request. */
export function compressedAssets(): Plugin {
  const compress = promisify(brotliCompress);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 10,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return {
    name: 'ithaca:compressed-assets',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.values(bundle).filter(({ fileName }) =>
        /^assets\/.*\.(js|css|svg)$/.test(fileName),
      );
      await Promise.all(
        texts.map(async (file) => {
          const text = file.type === 'chunk' ? file.code : file.source;
          await writeFile(join(dir, `${file.fileName}.br`), await compress(text, { params }));
        }),
      );
    },
  };
}
