import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterQuietHours } from '@ithaca/domain/delivery';
import { ZonedTime } from '@ithaca/domain/zoned-time';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const PEOPLE = 400;
const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo', 'Africa/Cairo', 'Pacific/Auckland'];

describe('a month of a cohort of 400 who do nothing at all', () => {
  it('brings nobody more than two reminders in seven days, none at night, none after leaving', async () => {
    const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
    const owner = await api.given.person(organisation);
    const program = await api.given.program(owner, { name: 'Growth' });
    const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-03-02' });
    const people = [];
    for (let i = 0; i < PEOPLE; i++) {
      const timeZone = zones[i % zones.length] ?? 'UTC';
      people.push({ ...(await api.given.person(organisation, { timeZone })), timeZone });
    }
    for (let i = 0; i < PEOPLE; i += 2)
      await api.given.pairing(cohort, people[i]!, people[i + 1]!, { startedAt: start });
    // Of every four, one wants reminders gathered into one mail a day, and one has them in the inbox alone.
    const choices = people.map((_, i) => (i % 4 === 1 ? 'digest' : i % 4 === 3 ? 'off' : 'at-once'));
    for (const choice of ['digest', 'off'])
      await api.rows(
        `insert into mail_choices (organisation_id, person_id, kind, choice) select $1, unnest($2::uuid[]), 'nudges', $3`,
        [organisation.id, people.filter((_, i) => choices[i] === choice).map(({ id }) => id), choice],
      );
    const leaver = people[1]!;
    await api.rows(`update people set left_on = '2026-03-20' where id = $1`, [leaver.id]);

    for (let hour = 0; hour < 30 * 24; hour += 3) {
      api.clock.set(new Date(start.getTime() + hour * HOUR));
      // As PostgreSQL does by itself, outside tests, once a table has grown.
      if (hour % (7 * 24) === 0)
        await api.rows('analyze people, pairings, pairing_members, mails, nudges, check_ins, digests');
      if (hour % 24 === 21) await api.platform.jobs.runSweep('ask-check-ins');
      await api.platform.jobs.runSweep('send-nudges');
      await api.platform.jobs.runSweep('send-digests');
    }

    const mails = await api.rows<{ personId: string; kind: string; at: Date }>(
      `select person_id as "personId", kind, greatest(created_at, send_after) as at from mails where state = 'queued' order by at`,
    );
    const byReader = Map.groupBy(mails, ({ personId }) => personId);
    for (const [at, person] of people.entries()) {
      const mine = byReader.get(person.id) ?? [];
      const kinds = new Set(mine.map(({ kind }) => kind));
      if (choices[at] !== 'off') expect(mine.length).toBeGreaterThan(1);
      expect(kinds.has('reminders-digest')).toBe(choices[at] === 'digest');
      expect([...kinds].some((kind) => kind.startsWith('nudge-'))).toBe(choices[at] === 'at-once');
      for (const [index, { at }] of mine.entries()) {
        const week = mine.slice(index).filter((other) => other.at.getTime() < at.getTime() + WEEK);
        expect(week.length).toBeLessThanOrEqual(2);
        const { timeZone } = person;
        expect(afterQuietHours({ timeZone, quietHours: { from: '20:00', to: '08:00' } }, at)).toEqual(at);
        if (person === leaver)
          expect(ZonedTime.of('Europe/Berlin').dayOf(at.getTime()) < '2026-03-20').toBe(true);
      }
    }
  }, 300_000);
});
