import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createOpenApi } from '../../apps/api/src/platform/http/openapi.ts';
import { TEMPLATE } from '../../apps/api/testing/start-database.ts';
import { dumpSchema, schemaFile } from '../schema.ts';

const root = join(import.meta.dirname, '../..');

describe('what is committed', () => {
  it('holds the schema that the migrations make (npm run schema)', async () => {
    const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
    url.pathname = `/${TEMPLATE}`;
    const client = new pg.Client({ connectionString: url.toString() });
    await client.connect();
    const schema = await dumpSchema(client);
    await client.end();
    expect(schema).toBe(readFileSync(schemaFile, 'utf8'));
  });

  it('holds the OpenAPI document that the route table makes (npm run openapi)', () => {
    expect(JSON.parse(JSON.stringify(createOpenApi()))).toEqual(
      JSON.parse(readFileSync(join(root, 'apps/api/openapi.json'), 'utf8')),
    );
  });

  it('numbers the migrations without a gap', () => {
    const files = readdirSync(join(root, 'apps/api/migrations')).toSorted();
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });
});

describe('every source file', () => {
  const sources = ['apps', 'libs', 'tools']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/(node_modules|dist)\//.test(file));

  it('stays below 500 lines', () => {
    expect(sources.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 500)).toEqual(
      [],
    );
  });

  it('is named in kebab-case with a known role', () => {
    expect(
      sources.filter(
        (file) =>
          !/^[a-z0-9-]+(\.(module|controller|service|repository|queries|entity|jobs|mail|page|form|spec|bench|config|interceptor|guard|filter|d))*\.tsx?$/.test(
            file.split('/').at(-1) ?? '',
          ),
      ),
    ).toEqual([]);
  });
});
