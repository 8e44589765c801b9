import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstFiles } from './vite-chunks.ts';
import { contractAddresses } from './vite-contracts.ts';
import { compressedAssets, firstLoads } from './vite-pages.ts';
import {
  ariaContexts,
  ariaLanguages,
  compiledCatalogues,
  preloadedFont,
  withoutMessageParser,
  withoutOldEngines,
} from './vite-plugins.ts';

const api = `http://127.0.0.1:${process.env['API_PORT'] ?? 3000}`;
/** `light-dark()` is used as it stands: older engines than these would get a much larger style sheet. */
const browsers = ['chrome123', 'firefox121', 'safari17.5'];

export default defineConfig({
  plugins: [
    compiledCatalogues(),
    contractAddresses(),
    withoutMessageParser(),
    ariaLanguages(['en', 'de', 'ar']),
    ariaContexts(),
    preloadedFont(/inter-latin-wght/),
    react(),
    tailwindcss(),
    withoutOldEngines(),
    firstLoads(),
    compressedAssets(),
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
      polyfill: false,
      resolveDependencies: (_file, dependencies, { hostType }) => (hostType === 'html' ? dependencies : []),
    },
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ debugName: 'first', name: firstFiles() }],
        },
      },
    },
  },
});
