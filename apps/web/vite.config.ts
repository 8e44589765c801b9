import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import {
  ariaContexts,
  ariaLanguages,
  compiledCatalogues,
  preloadedFont,
  withoutMessageParser,
} from './vite-plugins.ts';

const api = `http://127.0.0.1:${process.env['API_PORT'] ?? 3000}`;
/** `light-dark()` is used as it stands: older engines than these would get a much larger style sheet. */
const browsers = ['chrome123', 'firefox121', 'safari17.5'];

export default defineConfig({
  plugins: [
    compiledCatalogues(),
    withoutMessageParser(),
    ariaLanguages(['en', 'de', 'ar']),
    ariaContexts(),
    preloadedFont(/inter-latin-wght/),
    react(),
    tailwindcss(),
  ],
  server: { host: '127.0.0.1', proxy: { '/api': api, '/livez': api } },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    manifest: true,
    target: browsers,
    cssTarget: browsers,
    // Fonts must be files: the content security policy allows no `data:` fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // A list of every page's files inside the map would cost all pages more than it saves one.
    modulePreload: {
      resolveDependencies: (_file, dependencies, { hostType }) => (hostType === 'html' ? dependencies : []),
    },
    rolldownOptions: {
      output: {
        // What most pages share travels in a few files: a hundred tiny ones would cost more in overhead than they save.
        advancedChunks: {
          includeDependenciesRecursively: false,
          groups: [
            // What the entrance needs of them stays apart: sign-in must not wait for the component kit.
            {
              name: 'start',
              test: /\/src\/(ui\/(button-style|cx|icon|spinner|skeleton|description-list)|lib\/(api|format|i18n|problem-words|theme)|shell\/brand|locales\/catalogues)\.tsx?$/,
              priority: 3,
            },
            { name: 'press', test: /ithaca:aria-contexts/, priority: 3 },
            {
              name: 'router',
              test: /node_modules\/(@tanstack\/(react-router|router-core|history|react-store|store)|use-sync-external-store)\//,
              priority: 2,
            },
            {
              name: 'query',
              test: /node_modules\/@tanstack\/(query-core|react-query)\//,
              minShareCount: 12,
              priority: 2,
            },
            // The count is that of all pages and late parts: what every page has, and nothing that only forms or lists have.
            {
              name: 'press',
              test: /node_modules\/(react-(aria|stately|aria-components)\/(?!.*\/(i18n|ssr)\/)|clsx\/)/,
              minShareCount: 60,
              priority: 2,
            },
            // The frame's own pictures: a file each would cost twice their size.
            {
              name: 'icons',
              test: /icons\/(archive|arrow-(left|right|up|down|up-down)|building-2|calendar-(check|clock|plus)|chart-column|chevron-(up|down|left|right)|chevrons-up-down|circle-check|clock|compass|door-open|ellipsis|file-input|flag|handshake|hourglass|house|inbox|info|pencil-line|play|plus|rotate-ccw-clock|search|shield-check|sprout|sun|undo-2|user-plus|users-round|waypoints|x)\.mjs$/,
              priority: 3,
            },
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 12, priority: 2 },
            // What nearly every page shows. Named, not counted: fields come with React Aria's form parts.
            {
              name: 'parts',
              test: /\/src\/(ui\/(banner|breadcrumb|button|card|cx|dialog|empty-state|error-state|icon-button|lazy-part|link|link-button|page-header|section|status|toast|tone|tooltip|visually-hidden)|lib\/(history|page|paging|problem)|shell\/session)\.tsx?$/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
