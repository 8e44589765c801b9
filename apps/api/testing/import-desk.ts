import { importRoutes as routes } from '@ithaca/contracts/imports';
import type { ImportField, ImportMapping } from '@ithaca/contracts/imports';

import type { TestApi, TestCaller } from './api.ts';

/** Whoever imports people in a spec: an organisation with an owner, and the steps of an import through the front door. */
export class ImportDesk {
  readonly #api: TestApi;

  constructor(api: TestApi) {
    this.#api = api;
  }

  async office() {
    const organisation = await this.#api.given.organisation();
    const owner = await this.#api.given.person(organisation, {
      displayName: 'Olga Owner',
      employeeNumber: 'OWNER',
    });
    await this.#api.given.grant(owner, 'owner');
    return { organisation, owner, by: await this.#api.as(owner) };
  }

  upload(by: TestCaller, text: string) {
    return by.call(routes.upload, {
      query: { fileName: 'people.csv' },
      body: new TextEncoder().encode(text),
    });
  }

  /** Uploads and maps column by column; null leaves a column out. */
  async map(
    by: TestCaller,
    text: string,
    fields: readonly (ImportField | null)[],
    key: ImportMapping['key'] = 'employeeNumber',
  ) {
    const uploaded = await this.upload(by, text);
    if (uploaded.status !== 201) throw new Error(`The file was refused: ${uploaded.body.code}.`);
    const columns = fields.flatMap((field, column) => (field ? [{ column, field }] : []));
    const params = { importId: uploaded.body.id };
    const mapped = await by.call(routes.setMapping, { params, body: { columns, key }, version: 1 });
    return { params, mapped };
  }

  /** Uploads, maps and runs to the end. */
  async carryOut(
    by: TestCaller,
    text: string,
    fields: readonly (ImportField | null)[],
    key?: ImportMapping['key'],
  ) {
    const { params, mapped } = await this.map(by, text, fields, key);
    const sent = await by.call(routes.run, { params, version: mapped.body.version });
    if (sent.status !== 202) throw new Error(`The import was not sent off: ${sent.body.code}.`);
    await this.#api.runJobs();
    return { params, done: (await by.call(routes.get, { params })).body };
  }
}
