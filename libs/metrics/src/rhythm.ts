import { cadenceAt, cadenceDays, isOpenOn, isPausedWithin, type PairingLife } from './cadence.ts';
import { addDays, type Day } from './days.ts';
import { minimumGroupOf, rateRecord, type Frame } from './records.ts';
import { Remembered } from './remembered.ts';
import { publicReason, suppress, type PublicReason } from './suppression.ts';

/** A pairing with the group it is read in. */
export type RhythmRow = { group: string; life: PairingLife };

/**
 * One group in one week: of the `due` pairings so many had `met` within one cadence up to the end of the week. `paused` and
 * `young` (begun less than a cadence before) are in neither. Hidden cells carry the reason and no count.
 */
export type RhythmCell = {
  met: number | null;
  due: number | null;
  paused: number | null;
  young: number | null;
  suppressed: PublicReason | null;
};

export type RhythmGroup = { group: string; pairings: number | null; cells: RhythmCell[] };

export type Rhythm = { weeks: Day[]; groups: RhythmGroup[]; all: RhythmCell[] };

type Counts = { met: number; due: number; paused: number; young: number };

/**
 * Do pairs meet, by group and week? `weeks` are Mondays up to the as-of day; the last one ends on that day. Every pairing
 * is held against its own cadence, so a monthly pair is not late in a week without a meeting. Groups come by size.
 */
export function measureRhythm(rows: readonly RhythmRow[], weeks: readonly Day[], frame: Frame): Rhythm {
  const k = minimumGroupOf('weekly-rhythm', frame);
  const due = weeks.filter((week) => week <= frame.asOf);
  const groups = [...Map.groupBy(rows, ({ group }) => group)]
    .map(([group, own]) => ({ group, lives: own.map(({ life }) => life) }))
    .sort((x, y) => y.lives.length - x.lives.length || (x.group < y.group ? -1 : 1));
  const ends = due.map((week) => [addDays(week, 6), frame.asOf].sort()[0] ?? frame.asOf);
  const counts = groups.map(({ lives }) => countByWeek(lives, ends));
  const columns = ends.map((_, week) =>
    tell(
      counts.map((of) => of[week] ?? nothing),
      k,
    ),
  );
  const sizes = tell(
    groups.map(({ lives }) => ({ ...nothing, due: lives.length })),
    k,
  );
  return {
    weeks: due,
    groups: groups.map(({ group }, index) => ({
      group,
      pairings: sizes.cells[index]?.due ?? null,
      cells: columns.map(({ cells }) => cells[index] ?? hidden('small-group')),
    })),
    all: columns.map(({ total }) => total),
  };
}

/** The whole cohort at the as-of day as a record: the last column of the picture. */
export function measureWeeklyRhythm(lives: readonly PairingLife[], frame: Frame) {
  const { met, due, paused, young } = countOn(lives, frame.asOf);
  return rateRecord(
    'weekly-rhythm',
    { numerator: met, denominator: due, pending: young, excluded: paused > 0 ? { paused } : {} },
    frame,
  );
}

const nothing: Counts = { met: 0, due: 0, paused: 0, young: 0 };

type Kept = 'met' | 'missed' | 'paused' | 'young' | null;

function countByWeek(lives: readonly PairingLife[], ends: readonly Day[]): Counts[] {
  const counts = ends.map(() => ({ ...nothing }));
  const by = ends.join();
  for (const life of lives)
    inWeeks
      .find(life, by, () => ends.map((end) => rhythmOf(life, end)))
      .forEach((kept, week) => count(counts[week], kept));
  return counts;
}

function countOn(lives: readonly PairingLife[], end: Day): Counts {
  const counts = { ...nothing };
  for (const life of lives)
    count(
      counts,
      onDay.find(life, end, () => rhythmOf(life, end)),
    );
  return counts;
}

const inWeeks = new Remembered<PairingLife, Kept[]>();
const onDay = new Remembered<PairingLife, Kept>();

function count(counts: Counts | undefined, kept: Kept): void {
  if (!counts || !kept) return;
  if (kept === 'paused' || kept === 'young') counts[kept] += 1;
  else {
    counts.due += 1;
    if (kept === 'met') counts.met += 1;
  }
}

/** Whether a pairing has met within one cadence up to the end of a day; null where it is not open then, or has agreed none. */
function rhythmOf(life: PairingLife, end: Day): Kept {
  const cadence = cadenceAt(life.cadences, end);
  if (!cadence || !isOpenOn(life, end)) return null;
  const to = addDays(end, 1);
  const from = addDays(to, -Math.ceil(cadenceDays(cadence)));
  if (isPausedWithin(life.pauses, from, to)) return 'paused';
  if (life.startedOn > from) return 'young';
  return life.heldOn.some((day) => day >= from && day < to) ? 'met' : 'missed';
}

/** The cells of one margin with their sum, by the one suppression. */
function tell(counts: readonly Counts[], k: number): { cells: RhythmCell[]; total: RhythmCell } {
  const sum = (of: keyof Counts) => counts.reduce((total, one) => total + one[of], 0);
  const whole = { met: sum('met'), due: sum('due'), paused: sum('paused'), young: sum('young') };
  const decision = suppress(
    counts.map(({ due, met }, index) => ({ key: String(index), n: due, numerator: met })),
    { k, homogeneity: null },
  );
  const say = (one: Counts, suppressed: { reason: Parameters<typeof publicReason>[0] } | null): RhythmCell =>
    suppressed ? hidden(publicReason(suppressed.reason)) : { ...one, suppressed: null };
  return {
    cells: counts.map((one, index) => say(one, decision.cells[index]?.suppressed ?? null)),
    total: say(whole, decision.total.suppressed),
  };
}

const hidden = (reason: PublicReason): RhythmCell => ({
  met: null,
  due: null,
  paused: null,
  young: null,
  suppressed: reason,
});
