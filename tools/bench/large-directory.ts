import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

import { familyNames, givenNames } from '@ithaca/domain/invented-names';
import { personTokens, writtenTokens } from '@ithaca/domain/search-tokens';
import { departments, sites } from '@ithaca/testkit/demo-words';
import { Random } from '@ithaca/domain/random';
import type pg from 'pg';

/** A directory of any size, the same every time: written to files that the server COPYs, 100,000 people in seconds. */
export async function fillDirectory(
  superuser: pg.Client,
  organisation: { id: string; number: number; people: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ithaca-copy-'));
  chmodSync(folder, 0o755);
  const files = ['people', 'person_tokens'].map((table) => {
    const path = join(folder, `${table}.tsv`);
    return { table, path, stream: createWriteStream(path, { mode: 0o644 }) };
  });
  const [people, tokens] = files;
  const random = new Random(organisation.number);
  await superuser.query('insert into identity.organisations (organisation_id, slug) values ($1, $2)', [
    organisation.id,
    `bench-${organisation.number}`,
  ]);
  await superuser.query('insert into organisations (organisation_id, name, slug) values ($1, $2, $3)', [
    organisation.id,
    `Bench ${organisation.number}`,
    `bench-${organisation.number}`,
  ]);
  for (let i = 1; i <= organisation.people; i += 1) {
    const id = idOf(organisation.number, i);
    const department = random.pick(departments);
    const person = {
      displayName: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
      email: `b${i}@bench-${organisation.number}.example`,
      jobTitle: random.pick(department.titles),
      employeeNumber: `B${i}`,
    };
    const managerId = i === 1 ? '\\N' : idOf(organisation.number, Math.max(1, Math.floor(i / 8)));
    people?.stream.write(
      `${[organisation.id, id, person.employeeNumber, person.displayName, person.email, person.jobTitle, department.name, random.pick(sites).name, random.between(1, 9), managerId, '2020-01-01'].join('\t')}\n`,
    );
    const found = personTokens(person);
    const words = writtenTokens(found);
    for (const { token, inName } of found)
      tokens?.stream.write(
        `${organisation.id}\t${token}\t${id}\t${inName ? 't' : 'f'}\t${person.displayName}\t${words}\n`,
      );
  }
  for (const { stream } of files) await finished(stream.end());
  await superuser.query(
    `copy people (organisation_id, id, employee_number, display_name, email, job_title, department, site, grade, manager_id, hired_on)
     from '${people?.path}'`,
  );
  await superuser.query(
    `copy person_tokens (organisation_id, token, person_id, in_name, display_name, words) from '${tokens?.path}'`,
  );
  rmSync(folder, { recursive: true });
}

/** A UUID of version 7 that says which organisation and which person it is. */
function idOf(organisation: number, person: number): string {
  return `0190b000-${organisation.toString(16).padStart(4, '0')}-7000-8000-${person.toString(16).padStart(12, '0')}`;
}
