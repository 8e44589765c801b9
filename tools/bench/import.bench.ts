import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { familyNames, givenNames } from '@ithaca/domain/invented-names';
import { departments, sites } from '@ithaca/testkit/demo-words';
import { Random } from '@ithaca/domain/random';

import { cpuMs, startProduct, until } from './product.ts';

/**
 * How long 10,000 and 100,000 people take from the uploaded file to the directory and, undone, out of it again, and how much
 * memory the product's own process needs for the way in at most. The aim: 100,000 within 60 s and 300 MB.
 */
export async function rows(): Promise<object[]> {
  const table: object[] = [];
  for (const size of (process.env.IMPORT_ROWS ?? '10000,100000').split(',').map(Number)) {
    const product = await startProduct();
    try {
      await product.restart();
      const cookie = await product.signIn('owner@halden.example');
      product.forgetPeak();
      const before = product.peakMb();
      const send = async <T>(
        method: string,
        path: string,
        body: string | undefined,
        headers: Record<string, string>,
      ): Promise<T> => {
        const answer = await fetch(product.url + path, {
          method,
          headers: { cookie, ...headers },
          ...(body === undefined ? {} : { body }),
        });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as T;
      };
      type Import = {
        id: string;
        version: number;
        state: string;
        counts: { new: number } | null;
        columns: { column: number; guess: { field: string } | null }[];
      };
      const file = peopleFile(size);
      const cpuBefore = { product: cpuMs(product.process.pid), database: product.databaseCpuMs() };
      const started = performance.now();
      const uploaded = await send<Import>('POST', '/api/imports?fileName=people.csv', file, {
        'content-type': 'text/csv',
        'idempotency-key': randomUUID(),
      });
      const uploadedAt = performance.now();
      const columns = uploaded.columns.flatMap(({ column, guess }) =>
        guess
          ? [
              {
                column,
                field: guess.field,
                ...(guess.field === 'hiredOn' ? { dateOrder: 'year-month-day' } : {}),
              },
            ]
          : [],
      );
      const mapped = await send<Import>(
        'PUT',
        `/api/imports/${uploaded.id}/mapping`,
        JSON.stringify({ columns, key: 'employeeNumber' }),
        { 'content-type': 'application/json', 'if-match': `"${uploaded.version}"` },
      );
      const mappedAt = performance.now();
      await send('POST', `/api/imports/${uploaded.id}/run`, undefined, { 'if-match': `"${mapped.version}"` });
      await until(async () => {
        // As often as the screen asks.
        await setTimeout(700);
        const { state } = await send<Import>('GET', `/api/imports/${uploaded.id}`, undefined, {});
        return state === 'done';
      }, 240_000);
      const doneAt = performance.now();
      const peak = Math.round(product.peakMb());
      const cpuAfter = { product: cpuMs(product.process.pid), database: product.databaseCpuMs() };
      const { version } = await send<Import>('GET', `/api/imports/${uploaded.id}`, undefined, {});
      await send('POST', `/api/imports/${uploaded.id}/undo`, undefined, { 'if-match': `"${version}"` });
      const undoneAt = performance.now();
      table.push({
        rows: size,
        'upload s': (uploadedAt - started) / 1000,
        'mapping and effects s': (mappedAt - uploadedAt) / 1000,
        'import s': (doneAt - mappedAt) / 1000,
        'all s': (doneAt - started) / 1000,
        'rows/s': Math.round((size / (doneAt - started)) * 1000),
        'product CPU s': (cpuAfter.product - cpuBefore.product) / 1000,
        'database CPU s': (cpuAfter.database - cpuBefore.database) / 1000,
        'peak MB': peak,
        'before MB': Math.round(before),
        'undo s': (undoneAt - doneAt) / 1000,
      });
    } finally {
      await product.stop();
    }
  }
  return table;
}

export function peopleFile(size: number): string {
  const random = new Random(size);
  const lines = [
    'Employee number,First name,Last name,Email,Job title,Department,Site,Manager number,Hire date',
  ];
  for (let i = 1; i <= size; i += 1) {
    const department = random.pick(departments);
    const manager = i === 1 ? '' : `B${Math.max(1, Math.floor(i / 8))}`;
    lines.push(
      [
        `B${i}`,
        random.pick(givenNames),
        random.pick(familyNames),
        `b${i}@bench.example`,
        random.pick(department.titles),
        department.name,
        random.pick(sites).name,
        manager,
        `20${random.between(10, 25)}-0${random.between(1, 9)}-1${random.between(0, 9)}`,
      ].join(','),
    );
  }
  return lines.join('\n');
}
