import { basename } from 'node:path';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

/** Compiles the ICU messages of `src/locales/<language>/<feature>.json` so that the browser never gets a parser. */
export function compiledCatalogues(): Plugin {
  const catalogue = /\/src\/locales\/[a-z]{2}\/[\w-]+\.json$/;
  return {
    name: 'ithaca:compiled-catalogues',
    enforce: 'pre',
    transform: {
      filter: { id: catalogue },
      handler(code) {
        const messages = JSON.parse(code) as Record<string, string>;
        const compiled = Object.fromEntries(
          Object.entries(messages).map(([key, message]) => [key, compileMessage(message)]),
        );
        return { code: JSON.stringify(compiled), map: null };
      },
    },
  };
}

/**
 * Lingui imports its message parser unconditionally and calls it outside production only; the production build
 * gets a parser that refuses, which keeps about 10 kB out of the first load.
 */
export function withoutMessageParser(): Plugin {
  const id = '\0ithaca:no-message-parser';
  return {
    name: 'ithaca:without-message-parser',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^@lingui\/message-utils\/compileMessage$/ },
      handler: () => id,
    },
    load: {
      filter: { id: /ithaca:no-message-parser$/ },
      handler: () => 'export const compileMessage = (message) => [message];',
    },
  };
}

/** React Aria carries its own few words in 34 languages: keep those we translate into. */
export function ariaLanguages(languages: readonly string[]): Plugin {
  const kept = new RegExp(`[/"](${languages.join('|')})-`);
  return {
    name: 'ithaca:aria-languages',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/intlStrings\.mjs$/ },
      handler(code) {
        const lines = code.split('\n').filter((line) => {
          const isLanguage =
            /^import .*\/[a-z]{2}-[A-Z]{2}\.mjs"/.test(line) || /^\s+"[a-z]{2}-[A-Z]{2}":/.test(line);
          return !isLanguage || kept.test(line);
        });
        return { code: lines.join('\n'), map: null };
      },
    },
  };
}

/**
 * React Aria's components import each other for their contexts alone (a text field the autocomplete, a button the
 * progress bar), which brings their code along: each module's contexts get a module of their own.
 */
export function ariaContexts(): Plugin {
  const prefix = '\0ithaca:aria-contexts:';
  const context = /^const (\S+) = \/\*#__PURE__\*\/ \(0, \S+createContext\)\(null\);$/gm;
  return {
    name: 'ithaca:aria-contexts',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /ithaca:aria-contexts:/ },
      handler: (id) => id,
    },
    load: {
      filter: { id: /ithaca:aria-contexts:/ },
      handler: (id) => {
        const names = id.slice(prefix.length).split(',').slice(1);
        return [
          "import { createContext } from 'react';",
          ...names.map((_, index) => `export const c${index} = /*#__PURE__*/ createContext(null);`),
        ].join('\n');
      },
    },
    transform: {
      filter: { id: /react-aria-components\/dist\/private\/\w+\.mjs$/ },
      handler(code, id) {
        const names = [...code.matchAll(context)].map(([, name = '']) => name);
        if (names.length === 0) return null;
        const from = JSON.stringify(prefix + [basename(id, '.mjs'), ...names].join(','));
        const imports = names.map((name, index) => `c${index} as ${name}`).join(', ');
        return { code: `import { ${imports} } from ${from};\n${code.replace(context, '')}`, map: null };
      },
    },
  };
}

/** Starts the one font every first screen needs together with the style sheet, so `font-display: optional` can win. */
export function preloadedFont(name: RegExp): Plugin {
  return {
    name: 'ithaca:preloaded-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((candidate) => name.test(candidate));
        if (!file) return [];
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` };
        return [{ tag: 'link', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}

/**
 * Tailwind writes colours twice, for engines that cannot mix them, and lists its variables for those without
 * `@property`. None of the engines this is built for is as old: what only they would read is a twentieth of the sheet.
 */
export function withoutOldEngines(): Plugin {
  const mixes = '@supports (color:color-mix(in lab, red, red)){';
  const variables = '@supports (((-webkit-hyphens:none)';
  return {
    name: 'ithaca:without-old-engines',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/tokens\.css$/ },
      handler(code) {
        let css = code;
        for (let at = css.indexOf(variables); at >= 0; at = css.indexOf(variables))
          css = css.slice(0, at) + css.slice(endOfBlock(css, at));
        for (let at = css.indexOf(mixes); at >= 0; at = css.indexOf(mixes)) {
          const end = endOfBlock(css, at);
          const mixed = css.slice(at + mixes.length, end - 1);
          let before = css.slice(0, at);
          for (const [, rule = ''] of mixed.matchAll(/([^{}]+\{[\w-]+:)/g)) {
            const plain = before.lastIndexOf(rule);
            if (plain >= 0) before = before.slice(0, plain) + before.slice(before.indexOf('}', plain) + 1);
          }
          css = before + mixed + css.slice(end);
        }
        return { code: css, map: null };
      },
    },
  };
}

/** Behind the brace that closes the first block from here on. */
function endOfBlock(css: string, from: number): number {
  let depth = 0;
  for (let at = css.indexOf('{', from); at < css.length; at += 1) {
    if (css[at] === '{') depth += 1;
    if (css[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return css.length;
}
