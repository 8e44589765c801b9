import type { Side } from '@ithaca/domain/vocabulary';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { Remembered } from '@ithaca/metrics/remembered';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { findCohortChanges } from '../store/cohort-changes.queries.ts';
import { readConfirmedLives } from '../store/pairing-lives.queries.ts';
import { readAsks, readStages } from './cohort-facts.queries.ts';
import type { AskFacts, CheckInAsk, CohortHead, PageFacts, StageFacts } from './cohort-facts.queries.ts';
import { joinSpells } from './workforce.queries.ts';
import type { Place } from './workforce.queries.ts';

/** What one pairing that has begun brings to the pages of its cohort. */
export interface PairingRows {
  id: string;
  /** Who sits in it. */
  personIds: readonly string[];
  life: PairingLife;
  /** Whose development it is about, with where they work; null of who had left before the cohort began. */
  guided: readonly { personId: string; place: Place | null }[];
  asks: readonly CheckInAsk[];
}

/** The rows that the pages of a cohort are formed from. */
export interface CohortRows {
  /** In the order of their ids, so that what is added up is always added up in one order. */
  pairings: readonly PairingRows[];
  /** Of all pairings. */
  asks: readonly CheckInAsk[];
  stages: readonly StageFacts[];
}

/** The same as what the pages of a cohort that goes on are formed from. */
export async function readPageFacts(
  db: Database,
  organisationId: string,
  cohort: CohortHead,
  now: Date,
): Promise<Omit<PageFacts, 'pairings'> & CohortRows> {
  const rows = await readCohortRows(db, organisationId, cohort);
  const today = dayIn(now, cohort.timeZone);
  return { ...rows, cohort, asOf: { at: now, day: today, today } };
}

type Of = Pick<CohortHead, 'id' | 'startsOn' | 'timeZone'>;

/**
 * What happened in a cohort up to now, pairing by pairing? A process keeps what it has read, and reads again the pairings of which
 * something was written since (`findCohortChanges`), and the stages when something was written that names no pairing. Each kept state
 * is whole and never changed: two who read at once each put theirs, and none is older than the number it is kept under. What a unit
 * of work reads that writes is not kept: it may be taken back.
 */
export async function readCohortRows(db: Database, organisationId: string, cohort: Of): Promise<CohortRows> {
  const key = JSON.stringify([organisationId, cohort.id, cohort.startsOn, cohort.timeZone]);
  const known = kept.get(key);
  const changes = await findCohortChanges(db, organisationId, cohort.id, known?.folded ?? null);
  const { folded, subjects, hasWritten } = changes;
  // A number that goes back is that of another database, put in the place of the one that was read.
  const isKnown = known !== undefined && folded >= known.folded && subjects.size <= MOST_AGAIN;
  const found = isKnown
    ? await readAgain(db, organisationId, cohort, known.rows, subjects)
    : await readWhole(db, organisationId, cohort);
  if (!hasWritten) keep(key, { folded, rows: found });
  return found;
}

/** Beyond so many it is quicker to read all of them. */
const MOST_AGAIN = 200;

async function readWhole(db: Database, organisationId: string, cohort: Of): Promise<CohortRows> {
  const [pairings, stages] = await Promise.all([
    readPairingRows(db, organisationId, cohort),
    readStages(db, organisationId, cohort),
  ]);
  return { ...together(pairings), stages };
}

async function readAgain(
  db: Database,
  organisationId: string,
  cohort: Of,
  known: CohortRows,
  subjects: ReadonlySet<string>,
): Promise<CohortRows> {
  if (subjects.size === 0) return known;
  const ids = [...subjects].filter((id) => id !== cohort.id);
  const [found, stages] = await Promise.all([
    ids.length > 0 ? readPairingRows(db, organisationId, cohort, ids) : [],
    subjects.has(cohort.id) ? readStages(db, organisationId, cohort) : known.stages,
  ]);
  if (ids.length === 0) return { ...known, stages };
  const before = new Map(
    known.pairings.filter(({ id }) => subjects.has(id)).map((pairing) => [pairing.id, pairing]),
  );
  const others = known.pairings.filter(({ id }) => !subjects.has(id));
  const next = together([...others, ...found.map((pairing) => sharing(pairing, before.get(pairing.id)))]);
  const asks = sameList(next.asks, known.asks);
  sides.find(asks, '', () => bySide(asks, known.asks));
  return { pairings: next.pairings, asks, stages };
}

function together(pairings: readonly PairingRows[]): Pick<CohortRows, 'pairings' | 'asks'> {
  const inOrder = pairings.toSorted((x, y) => (x.id < y.id ? -1 : 1));
  return { pairings: inOrder, asks: inOrder.flatMap(({ asks }) => asks) };
}

/** What is as it was stays the same object, so that what was measured of it is remembered (`Remembered`). */
function sharing(pairing: PairingRows, before: PairingRows | undefined): PairingRows {
  if (!before) return pairing;
  return {
    ...pairing,
    life: same(pairing.life, before.life),
    asks: pairing.asks.map((ask, at) => same(ask, before.asks[at])),
  };
}

const same = <T>(now: T, then: T | undefined): T =>
  then !== undefined && JSON.stringify(now) === JSON.stringify(then) ? then : now;

const sameList = <T>(now: readonly T[], then: readonly T[]): readonly T[] =>
  now.length === then.length && now.every((one, at) => one === then[at]) ? then : now;

/** What was asked of one side; the same list as before where nobody of that side was asked or has answered since. */
export const asksOfSide = (asks: readonly AskFacts[], side: Side): readonly AskFacts[] =>
  sides.find(asks, '', () => bySide(asks)).get(side) ?? NOTHING;

type Sides = ReadonlyMap<Side, readonly AskFacts[]>;
const NOTHING: readonly AskFacts[] = [];
const sides = new Remembered<readonly AskFacts[], Sides>();

function bySide(asks: readonly AskFacts[], before: readonly AskFacts[] = []): Sides {
  const then = before.length > 0 ? sides.find(before, '', () => bySide(before)) : undefined;
  const now = Map.groupBy(asks, ({ role }) => role);
  return new Map([...now].map(([side, own]) => [side, sameList(own, then?.get(side) ?? NOTHING)]));
}

/** Grain: one pairing that has begun and in which somebody sits. */
async function readPairingRows(
  db: Database,
  organisationId: string,
  cohort: Of,
  only?: readonly string[],
): Promise<PairingRows[]> {
  const [lives, seats, asks] = await Promise.all([
    readConfirmedLives(db, organisationId, [cohort.id], cohort.timeZone, only),
    readSeats(db, organisationId, cohort, only),
    readAsks(db, organisationId, cohort, only),
  ]);
  const seatsOf = Map.groupBy(seats, ({ pairingId }) => pairingId);
  const asksOf = Map.groupBy(asks, ({ pairingId }) => pairingId);
  return lives.flatMap(({ life }) => {
    const own = seatsOf.get(life.pairingId) ?? [];
    const personIds = own.filter(({ isTaken }) => isTaken).map(({ personId }) => personId);
    if (personIds.length === 0) return [];
    const guided = own.filter(({ isGuided }) => isGuided).map(({ personId, place }) => ({ personId, place }));
    return { id: life.pairingId, personIds, life, guided, asks: asksOf.get(life.pairingId) ?? [] };
  });
}

interface Seat {
  pairingId: string;
  personId: string;
  isTaken: boolean;
  isGuided: boolean;
  place: Place | null;
}

/** Grain: one person in one pairing, whether they sit in it still or not; nobody has a place who had left before the cohort began. */
async function readSeats(
  db: Database,
  organisationId: string,
  { id, startsOn, timeZone }: Of,
  only?: readonly string[],
): Promise<Seat[]> {
  const sql = `select m.pairing_id as "pairingId", m.person_id as "personId", m.role in ('mentee', 'peer') as "isGuided",
       p.smallest is null or m.declined_at is null and m.left_at is null as "isTaken",
       case when m.role in ('mentee', 'peer') and (pe.left_on is null or pe.left_on > $3) then json_build_object(
         'department', pe.department, 'site', pe.site, 'grade', pe.grade, 'employed', coalesce(
           (select json_agg(json_build_object('from', s.starts_on, 'to', s.ends_on)) from employment_spells s
             where s.organisation_id = $1 and s.person_id = m.person_id),
           json_build_array(json_build_object('from', coalesce(pe.hired_on, (pe.created_at at time zone $4)::date), 'to', pe.left_on)))) end as place
     from pairings p
     join pairing_members m on m.organisation_id = $1 and m.pairing_id = p.id
     join people pe on pe.organisation_id = $1 and pe.id = m.person_id
     where p.organisation_id = $1 and p.cohort_id = $2 and p.started_at is not null ${only ? 'and p.id = any($5)' : ''}
     order by m.pairing_id, m.person_id`;
  const values = [organisationId, id, startsOn, timeZone, ...(only ? [only] : [])];
  const seats = only ? await db.query<Seat>(sql, values) : ((await db.execute(sql, values)).rows as Seat[]);
  for (const { place } of seats)
    if (place && place.employed.length > 1) place.employed = joinSpells(place.employed);
  return seats;
}

interface Known {
  folded: number;
  rows: CohortRows;
}

/** Some 100 MB: 1,000 pairings with 6,000 check-ins are 9,000 rows, and 24 such cohorts are read side by side. */
const MOST_ROWS = 400_000;
/** The cohort that was asked for longest ago goes first. */
const kept = new Map<string, Known>();
const keptRows = { count: 0 };

function keep(key: string, known: Known): void {
  const before = kept.get(key);
  // Another one has read a later state meanwhile.
  const latest = before && before.folded > known.folded ? before : known;
  drop(key);
  kept.set(key, latest);
  keptRows.count += sizeOf(latest);
  for (const oldest of kept.keys()) {
    if (keptRows.count <= MOST_ROWS || oldest === key) break;
    drop(oldest);
  }
}

function drop(key: string): void {
  const known = kept.get(key);
  if (!known) return;
  kept.delete(key);
  keptRows.count -= sizeOf(known);
}

const sizeOf = ({ rows: { pairings, stages } }: Known): number =>
  pairings.reduce((sum, { asks }) => sum + 1 + asks.length, stages.length);
