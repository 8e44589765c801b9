import { describe, expect, it } from '@jest/globals';
import { occurrencesOf } from '@ithaca/domain/meeting-series';
import { ZonedTime } from '@ithaca/domain/zoned-time';
import fc from 'fast-check';
import ICAL from 'ical.js';

import { writeCalendar } from '../../platform/calendar/calendar.ts';
import { eventOf, seriesOf } from './meeting-calendar.ts';
import type { Series } from './meeting-calendar.ts';

// Every change of the clock from 2024 to 2030 in sixty zones, one for each rule that the world keeps and some that keep
// still. Walls are read by Intl directly and files by ical.js: neither shares code with what is under test.

const zones =
  `Africa/Cairo Europe/Berlin America/Adak America/Anchorage America/Denver America/Chicago America/New_York
  America/Halifax America/Godthab America/Los_Angeles America/Miquelon America/Santiago America/St_Johns Australia/Sydney
  Pacific/Auckland Antarctica/Troll Asia/Beirut Europe/Athens Asia/Gaza Asia/Jerusalem Atlantic/Azores Europe/London
  Europe/Dublin Australia/Adelaide Australia/Lord_Howe Pacific/Chatham Pacific/Easter Pacific/Norfolk
  America/Scoresbysund Africa/Casablanca America/Edmonton America/Vancouver America/Asuncion America/Coyhaique
  Asia/Almaty America/Havana Europe/Chisinau Europe/Lisbon America/Tijuana Africa/Abidjan Africa/Nairobi Africa/Lagos
  Africa/Johannesburg America/Sao_Paulo America/Mexico_City America/Bogota America/Phoenix Asia/Shanghai Asia/Bangkok
  Asia/Dubai Asia/Kolkata Asia/Seoul Asia/Kabul Asia/Kathmandu Asia/Yangon Asia/Tehran Australia/Eucla Pacific/Apia
  Pacific/Kiritimati Pacific/Marquesas`.split(/\s+/);

const MINUTE = 60_000;
const DAY = 86_400_000;
const [from, to] = [Date.UTC(2024, 0, 1), Date.UTC(2031, 0, 1)];

const walls = new Map<string, Intl.DateTimeFormat>();
/** What the wall of a zone shows at an instant, as if it were UTC. */
function wallOf(timeZone: string, at: number): number {
  let format = walls.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    walls.set(timeZone, format);
  }
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
}

interface Change {
  timeZone: string;
  at: number;
  /** How far the clock is put, in milliseconds; negative: back. */
  by: number;
}

/** The first instants of each new offset of a zone, to the minute. */
function changesOf(timeZone: string): Change[] {
  const offset = (at: number) => wallOf(timeZone, at) - at;
  const changes: Change[] = [];
  for (let day = from; day < to; day += 5 * DAY) {
    if (offset(day) === offset(day + 5 * DAY)) continue;
    let [low, high] = [day, day + 5 * DAY];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    changes.push({ timeZone, at: high, by: offset(high) - offset(low) });
  }
  return changes;
}

const changes = zones.flatMap((timeZone) => {
  const found = changesOf(timeZone);
  // A zone that keeps still is tried once, in the middle.
  return found.length > 0 ? found : [{ timeZone, at: Date.UTC(2027, 5, 30), by: 0 }];
});

const upTo = (max: number) => fc.integer({ min: 0, max });
/** A series with a meeting on the day of the change, most of them near the hour of it, and what becomes of its meetings. */
const stories = fc.record({
  quarter: fc.oneof(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -48, max: 48 })),
  everyWeeks: fc.integer({ min: 1, max: 4 }),
  before: fc.integer({ min: 1, max: 3 }),
  after: upTo(4),
  fates: fc.array(
    fc.record({
      place: upTo(7),
      fate: fc.constantFrom('moved', 'cancelled', 'longer'),
      quarters: fc.integer({ min: -200, max: 200 }),
      zone: fc.constantFrom(...zones),
    }),
    { maxLength: 4 },
  ),
  endsEarly: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;

/** The series of a story around a change, as its first meeting and its rule. */
function seriesAround({ timeZone, at }: Change, { quarter, everyWeeks, before, after }: Story) {
  const zone = ZonedTime.of(timeZone);
  const near = at + quarter * 15 * MINUTE;
  const day = new Date(Date.parse(zone.dayOf(near)) - before * everyWeeks * 7 * DAY)
    .toISOString()
    .slice(0, 10);
  const startsAt = new Date(zone.instantOf(day, zone.minuteOf(near)));
  return {
    id: 'series',
    startsAt,
    timeZone,
    everyWeeks,
    times: before + 1 + after,
    sequence: 0,
  } satisfies Series;
}

const frame = { baseUrl: 'https://mentoring.example.com', stampedAt: new Date(from), title: 'Mentoring' };

describe('meetings around every change of a clock', () => {
  it(`are ${zones.length} zones and some hundred changes`, () => {
    expect(new Set(zones).size).toBe(60);
    expect(changes.length).toBeGreaterThan(400);
  });

  it('never shift: a series shows the same time on the wall, or as much later as the clock was put forward', () => {
    for (const change of changes)
      fc.assert(
        fc.property(stories, (story) => {
          const series = seriesAround(change, story);
          const { startsAt, timeZone, everyWeeks } = series;
          const first = wallOf(timeZone, startsAt.getTime());
          for (const [k, at] of occurrencesOf(startsAt, timeZone, series).entries()) {
            const shift = wallOf(timeZone, at.getTime()) - (first + k * everyWeeks * 7 * DAY);
            if (shift === 0) continue;
            // Only a time that the wall never shows is another, and then by the length of the jump.
            const jump = changes.find(
              (one) => one.timeZone === timeZone && Math.abs(one.at - at.getTime()) <= DAY && one.by > 0,
            );
            expect(shift).toBe(jump?.by);
            expect(at.getTime() - (jump?.at ?? 0)).toBeLessThan(jump?.by ?? 0);
          }
        }),
        { numRuns: 3 },
      );
  });

  it('come out of a file and out of the mails as they were meant, whatever was moved, called off or ended early', () => {
    for (const change of changes)
      fc.assert(
        fc.property(stories, (story) => {
          const series = seriesAround(change, story);
          const meetings = meetingsOf(series);
          const mails = [writeCalendar('REQUEST', seriesOf(series, meetings, frame))];
          const tell = (method: 'REQUEST' | 'CANCEL', told: readonly Planned[]) =>
            mails.push(
              writeCalendar(
                method,
                told.map((one) => eventOf(one, frame, series)),
              ),
            );
          for (const { place, fate, quarters, zone } of story.fates) {
            const one = meetings[place % meetings.length];
            if (!one || one.state === 'cancelled') continue;
            if (fate === 'cancelled') one.state = 'cancelled';
            else if (fate === 'longer') one.durationMinutes += 15;
            else
              Object.assign(one, {
                startsAt: new Date(one.startsAt.getTime() + quarters * 15 * MINUTE),
                timeZone: zone,
              });
            one.sequence += 1;
            tell(fate === 'cancelled' ? 'CANCEL' : 'REQUEST', [one]);
          }
          if (story.endsEarly !== null) {
            const late = meetings.slice(story.endsEarly).filter(({ state }) => state === 'planned');
            for (const one of late) Object.assign(one, { state: 'cancelled', sequence: one.sequence + 1 });
            if (late.length > 0) tell('CANCEL', late);
          }
          const meant = meetings
            .filter(({ state }) => state === 'planned')
            .map(({ startsAt, durationMinutes }) => `${startsAt.toISOString()} ${durationMinutes}`)
            .toSorted();
          expect(entriesOf(readFile(writeCalendar('PUBLISH', seriesOf(series, meetings, frame))))).toEqual(
            meant,
          );
          expect(entriesOf(takeMails(mails))).toEqual(meant);
        }),
        { numRuns: 1 },
      );
  });
});

type Planned = Parameters<typeof eventOf>[0];

function meetingsOf(series: Series): Planned[] {
  return occurrencesOf(series.startsAt, series.timeZone, series).map((startsAt, k) => ({
    id: `meeting-${k}`,
    pairingId: 'pairing',
    state: 'planned',
    title: '',
    startsAt,
    durationMinutes: 45,
    timeZone: series.timeZone,
    link: '',
    sequence: 0,
    seriesId: series.id,
    occursAt: startsAt,
  }));
}

/** A calendar's own store: each entry by its name in the series ('' is the rule), with the zones of the file it came in. */
type Entries = Map<string, { event: ICAL.Component; zones: Map<string, ICAL.Timezone> }>;

const nameOf = (event: ICAL.Component) => event.getFirstPropertyValue('recurrence-id')?.toString() ?? '';

function readFile(file: string, entries: Entries = new Map()): Entries {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const known = new Map(
    calendar.getAllSubcomponents('vtimezone').map((block) => {
      const zone = new ICAL.Timezone(block);
      return [zone.tzid, zone];
    }),
  );
  for (const event of calendar.getAllSubcomponents('vevent'))
    entries.set(nameOf(event), { event, zones: known });
  return entries;
}

/** What a calendar holds that took every mail: a REQUEST replaces the entry of its name, a CANCEL leaves a hole there. */
function takeMails(mails: readonly string[]): Entries {
  const entries: Entries = new Map();
  for (const mail of mails) readFile(mail, entries);
  return entries;
}

/** When they take place and for how long, read off the entries as RFC 5545 has it. */
function entriesOf(entries: Entries): string[] {
  const rule = entries.get('');
  if (!rule) throw new Error('There is no rule.');
  const found: string[] = [];
  const instantOf = (time: ICAL.Time, tzid: string | undefined, known: Map<string, ICAL.Timezone>) => {
    if (tzid === undefined) return time.toJSDate();
    const zone = known.get(tzid);
    if (!zone) throw new Error(`There is no description of ${tzid}.`);
    time.zone = zone;
    return new Date(time.toUnixTime() * 1000);
  };
  const tell = (at: Date, event: ICAL.Component) => {
    const seconds = (event.getFirstPropertyValue('duration') as ICAL.Duration).toSeconds();
    found.push(`${at.toISOString()} ${seconds / 60}`);
  };
  const tzidOf = (event: ICAL.Component) =>
    event.getFirstProperty('dtstart')?.getParameter('tzid') as string | undefined;
  const iterator = new ICAL.Event(rule.event).iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    if (entries.has(next.toString())) continue;
    tell(instantOf(next, tzidOf(rule.event), rule.zones), rule.event);
  }
  for (const [name, { event, zones: known }] of entries) {
    if (name === '' || event.getFirstPropertyValue('status') === 'CANCELLED') continue;
    tell(instantOf(event.getFirstPropertyValue('dtstart') as ICAL.Time, tzidOf(event), known), event);
  }
  return found.toSorted();
}
