import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { BucketStandIn } from '../../../testing/bucket-stand-in.ts';
import { Bucket, readBucketUrl } from './bucket.ts';
import { findKind } from './file-kind.ts';

const now = new Date('2026-03-02T09:00:00Z');
const bucket = new BucketStandIn();
let api: TestApi;
beforeAll(async () => {
  await bucket.open();
  api = await startApi({ now, environment: { FILES_URL: bucket.url(), FILES_MB: '1' } });
  // A feature's table of uses, as short as can be.
  await api.rows(
    'create table uses (organisation_id uuid, file_id uuid); grant select, insert on uses to ithaca_runtime',
  );
  api.platform.files.usedIn('uses');
});
afterAll(async () => {
  await api.stop();
  await bucket.close();
});

const png = (width: number, height: number) => {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(width, 0);
  sizes.writeUInt32BE(height, 4);
  // An end, without which a reader of kinds looks on for the mark of an animation.
  return Buffer.concat([head, sizes, Buffer.from('0806000000000000000000000049454e44ae426082', 'hex')]);
};
const pdf = (words = '') => Buffer.from(`%PDF-1.7\n${words}`);
const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0001108001e0028030122000211010311',
  'hex',
);

async function someone(): Promise<Party> {
  const person = await api.given.person(await api.given.organisation());
  return { organisationId: person.organisationId, personId: person.id };
}
const keep = (by: Party, name: string, bytes: Uint8Array) =>
  api.platform.db.write(by, () => api.platform.files.keep(by, { name, bytes }));
const read = ({ organisationId }: Party, id: string) =>
  api.platform.db.read({ organisationId }, () => api.platform.files.read(organisationId, id));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
const placeOf = async (id: string) =>
  (await api.rows<{ place: string }>('select place from files where id = $1', [id]))[0]?.place;
const sweep = ({ organisationId }: Party) => api.platform.files.sweep(organisationId);

describe('the kind of an upload', () => {
  it('is told by its content', async () => {
    expect(await findKind('a.exe', pdf())).toMatchObject({ ending: 'pdf', size: null });
    expect(await findKind('a.pdf', png(30, 20))).toMatchObject({
      ending: 'png',
      size: { width: 30, height: 20 },
    });
    expect(await findKind('a', jpeg)).toMatchObject({ ending: 'jpg', size: { width: 40, height: 30 } });
    expect(await findKind('a.MD', Buffer.from('# Grüße'))).toMatchObject({ mediaType: 'text/markdown' });
    const Excel = createRequire(import.meta.url)('exceljs') as typeof import('exceljs');
    const workbook = new Excel.Workbook();
    workbook.addWorksheet('One').addRow(['Ana']);
    const written = new Uint8Array(await workbook.xlsx.writeBuffer());
    expect(await findKind('people.pdf', written)).toMatchObject({ ending: 'xlsx' });
  });

  it.each([
    ['a page', 'page.html', '<!doctype html><script>alert(1)</script>', 'file.kind-refused'],
    [
      'a drawing',
      'a.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'file.kind-refused',
    ],
    ['a drawing called a picture', 'a.png', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'file.kind-refused'],
    ['a program', 'a.pdf', 'MZ\u0090\0\u0003\0', 'file.kind-refused'],
    ['a program called a text', 'a.txt', '\u007fELF\u0002\u0001\u0001\0', 'file.kind-refused'],
    ['an archive', 'a.zip', 'PK\u0003\u0004\u0014\0\0\0\0\0', 'file.kind-refused'],
    ['nothing', 'a.txt', '', 'file.empty'],
  ])('refuses %s', async (_, name, text, code) => {
    expect(await codeOf(findKind(name, Buffer.from(text, 'latin1')))).toBe(code);
  });

  it('refuses pictures that would fill a reader’s memory, and those without a size', async () => {
    expect(await codeOf(findKind('a.png', png(60_000, 60_000)))).toBe('file.too-many-pixels');
    expect(await codeOf(findKind('a.jpg', jpeg.subarray(0, 21)))).toBe('file.damaged');
  });

  it('is found without a fault in whatever comes', async () => {
    for (const head of [png(3, 3), jpeg, pdf(), Buffer.from('RIFF\0\0\0\0WEBPVP8X', 'latin1')])
      for (let length = 1; length < head.length; length += 1)
        for (const name of ['a.txt', 'a'])
          expect(await codeOf(findKind(name, head.subarray(0, length)))).toMatch(/^(done|file\.[a-z-]+)$/);
  });
});

describe('stored files', () => {
  it('move to the bucket once they are in, and are read from there as they were uploaded', async () => {
    const ana = await someone();
    const content = pdf('x'.repeat(600_000));
    const file = await keep(ana, '../Plan\u202e.pdf', content);
    expect(file).toMatchObject({ name: 'Plan.pdf', mediaType: 'application/pdf', bytes: content.length });
    expect((await read(ana, file.id)).bytes.equals(content)).toBe(true);
    bucket.isDown = true;
    await expect(api.runJobs()).rejects.toThrow('503');
    expect(await placeOf(file.id)).toBe('database');
    expect((await read(ana, file.id)).bytes.equals(content)).toBe(true);

    bucket.isDown = false;
    api.clock.set(new Date(now.getTime() + 2 * 3_600_000));
    await sweep(ana);
    await api.runJobs();
    expect(await placeOf(file.id)).toBe('bucket');
    expect(await api.rows('select from file_parts where file_id = $1', [file.id])).toEqual([]);
    expect(bucket.objects.get(`/bucket/${ana.organisationId}/${file.id}`)?.equals(content)).toBe(true);
    const { bytes, fileName } = await read(ana, file.id);
    expect([bytes.equals(content), fileName]).toEqual([true, 'Plan.pdf']);
    expect(bucket.refused).toEqual([]);

    bucket.objects.set(`/bucket/${ana.organisationId}/${file.id}`, pdf('another'));
    await expect(read(ana, file.id)).rejects.toThrow(/not what was uploaded/);
    expect(await codeOf(read(await someone(), file.id))).toBe('record.not-found');
    api.clock.set(now);
  });

  it('are signed for: the bucket opens to nobody with another secret', async () => {
    const other = new Bucket(readBucketUrl(bucket.url('wrong'), 'FILES_URL'));
    await expect(other.get('x')).rejects.toThrow('403');
    expect(bucket.refused).toEqual(['signature of GET']);
    expect(() => readBucketUrl('https://host/bucket', 'FILES_URL')).toThrow(/^FILES_URL cannot be read/);
  });

  it('go when nobody has used them for a day, when they are taken back, and with their uploader', async () => {
    const ana = await someone();
    const [used, unused, takenBack] = [
      await keep(ana, 'a.pdf', pdf()),
      await keep(ana, 'b.pdf', pdf()),
      await keep(ana, 'c.pdf', pdf()),
    ];
    await api.runJobs();
    const mine = (...ids: string[]) =>
      codeOf(api.platform.db.read(ana, () => api.platform.files.assertUnused(ana, ids)));
    expect(await mine(used.id, unused.id)).toBe('done');
    await api.rows('insert into uses values ($1, $2)', [ana.organisationId, used.id]);
    expect(await mine(used.id, unused.id)).toBe('file.not-usable');
    const ben = await someone();
    expect(
      await codeOf(api.platform.db.read(ben, () => api.platform.files.assertUnused(ben, [unused.id]))),
    ).toBe('file.not-usable');
    await api.platform.db.write(ana, () => api.platform.files.discard(ana, takenBack.id));

    api.clock.set(new Date(now.getTime() + 21 * 3_600_000));
    expect(await mine(unused.id)).toBe('file.not-usable');
    const left = async () =>
      (
        await api.rows<{ name: string }>('select name from files where organisation_id = $1 order by name', [
          ana.organisationId,
        ])
      ).map(({ name }) => name);
    await sweep(ana);
    expect(await left()).toEqual(['a.pdf', 'b.pdf']);
    api.clock.set(new Date(now.getTime() + 25 * 3_600_000));
    await sweep(ana);
    expect(await left()).toEqual(['a.pdf']);
    expect([...bucket.objects.keys()].filter((key) => key.includes(ana.organisationId))).toHaveLength(1);
    await api.rows('update files set uploaded_by = null where id = $1', [used.id]);
    await sweep(ana);
    expect(await left()).toEqual([]);
    expect([...bucket.objects.keys()].filter((key) => key.includes(ana.organisationId))).toEqual([]);
    api.clock.set(now);
  });

  it('take up no more than the organisation may, however many come at once', async () => {
    const ana = await someone();
    const half = pdf('x'.repeat(500_000));
    const codes = await Promise.all(['a', 'b', 'c'].map((name) => codeOf(keep(ana, `${name}.pdf`, half))));
    expect(codes.toSorted()).toEqual(['done', 'done', 'file.no-room']);
    expect(await codeOf(keep(await someone(), 'a.pdf', half))).toBe('done');
  });
});
