import type { Config } from 'jest';

/** Every project runs as native ES modules on Node 24; swc only strips types and lowers decorators and JSX. */
const transform = (jsx = false): NonNullable<Config['transform']> => ({
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', tsx: jsx, decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        experimental: { keepImportAttributes: true },
      },
      module: { type: 'es6' },
    },
  ],
});

const project = (displayName: string, roots: string[], more: Config = {}): Config => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: transform(true),
  ...more,
});

const properties: Config = { setupFilesAfterEnv: ['<rootDir>/libs/testkit/src/property-seed.ts'] };

/** One PostgreSQL for the whole run, whichever projects need it. */
const database: Config = {
  globalSetup: '<rootDir>/apps/api/testing/start-database.ts',
  globalTeardown: '<rootDir>/apps/api/testing/stop-database.ts',
};

const config: Config = {
  // A story through HTTP takes a second or two; a busy machine may take thirty times as long, and that is no failure.
  testTimeout: 60_000,
  // A worker keeps what every spec has loaded; one that has grown large makes way for a new one.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    project('libs', ['libs'], { transform: transform(), ...properties }),
    project('api', ['apps/api/src'], { ...database, ...properties }),
    project('web', ['apps/web/src'], {
      testEnvironment: 'jsdom',
      setupFilesAfterEnv: ['<rootDir>/apps/web/src/testing/setup.ts'],
      moduleNameMapper: { '\\.css$': '<rootDir>/apps/web/src/testing/empty.ts' },
    }),
    project('e2e', ['apps/e2e'], {
      globalSetup: '<rootDir>/apps/e2e/testing/start-server.ts',
      globalTeardown: '<rootDir>/apps/e2e/testing/stop-server.ts',
    }),
    project('architecture', ['tools/architecture'], database),
  ],
};

export default config;
