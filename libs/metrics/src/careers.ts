import { aalenJohansen, type CompetingSpell } from '@ithaca/statistics/competing-risks';
import { notEstimable, type IntervalEstimate, type NotEstimable } from '@ithaca/statistics/estimates';
import { combineDifference, detectableDifference, wilson } from '@ithaca/statistics/proportions';
import { addDays, addMonths, daysBetween, hasHappened, type Day } from './days.ts';
import { gradeOn, monthsInGrade, readJobLives, topGradeOn, type Job } from './job-changes.ts';
import { estimateRecord, type Frame, type MetricRecord } from './records.ts';
import { designOf, splitArms, type Compared, type Design, type RetentionRow } from './retention-arms.ts';
import { rowsOfMentors, type MentorsProtocol } from './retention-mentors.ts';
import { suppress } from './suppression.ts';

/** What became of the work of one person after the start of a cohort; see `RetentionRow` for who is compared. */
export type CareerRow = RetentionRow & {
  /** First day of a higher grade after the landmark; a re-grading of everyone is none. */
  promotedOn: Day | null;
  /** First day in another department or at another site after the landmark, without a higher grade. */
  movedOn: Day | null;
  /** At the landmark: below the highest grade, and in this grade for six months or more. */
  couldRise: boolean;
  endReason: 'voluntary' | 'involuntary' | 'retirement' | 'other' | null;
};

export const careerKeys = [
  'voluntary-exit-difference',
  'promotion-difference',
  'mobility-difference',
] as const;
export type CareerKey = (typeof careerKeys)[number];

/** One group after twelve months: the share with the event where other exits compete, with its limits. */
export type CareerArm = { n: number | null; share: number | null };

/**
 * As of the retention comparison; `status` tells whether a difference may be read. `detectable`: the smallest difference that
 * groups of this size could have shown (80 % power), in whole percent upwards; null before it is due, or where nothing happened.
 */
export type CareerComparison = {
  key: CareerKey;
  status: 'not-due' | 'too-early' | 'too-few-to-tell' | 'compared';
  participants: CareerArm;
  others: CareerArm;
  detectable: number | null;
  record: MetricRecord;
};

const minimumPerArm = 20;
const minimumEvents = 10;
const smallestShown = 10;
const smallestBatch = 5;
const horizonDays = 365;

/**
 * Mentors against colleagues of their grade who could mentor and do not, compared in the same way (metrics, 2.5.7). `rows` as for
 * the comparison of mentees, with what happened after the landmark, whoever was drawn.
 */
export const compareMentorCareers = (
  rows: readonly CareerRow[],
  protocol: MentorsProtocol,
  frame: Frame,
): CareerComparison[] =>
  compareCareers(rowsOfMentors(rows, protocol, frame.asOf).rows, designOf(protocol), frame);

/**
 * Mentees, or peers, against comparable others twelve months after the landmark (metrics, 2.4 and 2.5): cumulative incidence with
 * exits competing (Aalen–Johansen) in both groups, the others weighted as for retention, and their difference. After a draw, from its day on. Voluntary exits compete with the other exits; for a
 * rise or a move every exit competes.
 */
export function compareCareers(rows: readonly CareerRow[], design: Design, frame: Frame): CareerComparison[] {
  const landmarkOn = design.from;
  const byId = new Map(rows.map((row) => [row.personId, row]));
  const days = { ...design, asOf: frame.asOf };
  const all = splitArms(rows, days);
  const whoCouldRise = splitArms(
    rows.filter(({ couldRise }) => couldRise),
    days,
  );
  return careerKeys.map((key): CareerComparison => {
    const { compared, excluded, unknown } = key === 'promotion-difference' ? whoCouldRise : all;
    const groups = [true, false].map((takesPart) =>
      compared
        .filter((one) => one.takesPart === takesPart)
        .flatMap((one) => spellOf(key, one, byId, landmarkOn)),
    );
    const [ofParticipants = [], ofOthers = []] = groups;
    const n = ofParticipants.length + ofOthers.length;
    const events = groups.flat().filter(({ cause }) => cause === key).length;
    const isOfReasons = key === 'voluntary-exit-difference';
    const isFew =
      Math.min(ofParticipants.length, ofOthers.length) < minimumPerArm ||
      events < minimumEvents ||
      (isOfReasons && !groups.every(mayTellReasons));
    const status =
      frame.asOf <= landmarkOn
        ? 'not-due'
        : frame.asOf < addDays(landmarkOn, horizonDays)
          ? 'too-early'
          : isFew
            ? 'too-few-to-tell'
            : 'compared';
    const found = (spells: readonly CompetingSpell[]) =>
      isOfReasons ? shareByChoice(spells) : incidenceOf(key, spells);
    const [one, other] = status === 'compared' ? groups.map(found) : [];
    const sizes = suppress(
      groups.map((spells, index) => ({ key: String(index), n: spells.length })),
      { k: smallestShown, homogeneity: null },
    );
    const arm = (index: number, own: Found | undefined): CareerArm => ({
      n: sizes.cells[index]?.suppressed ? null : (groups[index]?.length ?? 0),
      share: own?.estimate ?? null,
    });
    // Where reasons are not told, what they would show would tell of them.
    const isEarly = status === 'not-due' || status === 'too-early' || (isOfReasons && status !== 'compared');
    return {
      key,
      status,
      participants: arm(0, one),
      others: arm(1, other),
      detectable:
        isEarly || sizes.cells.some(({ suppressed }) => suppressed)
          ? null
          : detectableOf(
              groups,
              isOfReasons && one && other
                ? meanOf(groups, [one, other])
                : incidenceOf(key, groups.flat()).estimate,
            ),
      record: estimateRecord(
        key,
        one && other
          ? differenceOf(one, other, n, isOfReasons ? 'wilson-mover' : 'aalen-johansen-mover')
          : notEstimable('too-few-observations'),
        {
          n,
          excluded,
          unknown,
          pending: status === 'too-early' || status === 'not-due' ? n : 0,
          suppressed: status === 'too-few-to-tell' ? 'too-few-to-tell' : null,
        },
        frame,
      ),
    };
  });
}

type Found = { estimate: number; lower: number; upper: number };

function spellOf(
  key: CareerKey,
  { row, spell }: Compared,
  byId: ReadonlyMap<string, CareerRow>,
  landmarkOn: Day,
): CompetingSpell[] {
  const own = byId.get(row.personId);
  if (!own) return [];
  const left = spell.event ? 'exit' : null;
  const { exit, weight = 1 } = spell;
  if (key === 'voluntary-exit-difference')
    return [{ exit, weight, cause: left && own.endReason === 'voluntary' ? key : left }];
  const on = key === 'promotion-difference' ? own.promotedOn : own.movedOn;
  const after = on === null ? Infinity : daysBetween(landmarkOn, on);
  return [after <= exit ? { exit: Math.max(1, after), weight, cause: key } : { exit, weight, cause: left }];
}

function incidenceOf(key: CareerKey, spells: readonly CompetingSpell[]): Found {
  const found = aalenJohansen(spells);
  const steps = found.status === 'estimated' ? (found.causes[key] ?? []) : [];
  const step = steps.findLast(({ time }) => time <= horizonDays);
  if (step && step.lower !== null && step.upper !== null)
    return { estimate: step.incidence, lower: step.lower, upper: step.upper };
  return scoreOf(step?.incidence ?? 0, spells);
}

/** A share with Wilson's limits, of as many people as the weights are worth. */
function scoreOf(share: number, spells: readonly CompetingSpell[]): Found {
  const sum = spells.reduce((total, { weight = 1 }) => total + weight, 0);
  const worth = sum ** 2 / spells.reduce((total, { weight = 1 }) => total + weight ** 2, 0);
  const score = wilson(share * worth, worth);
  return score.status === 'estimated' ? score : { estimate: 0, lower: 0, upper: 1 };
}

/** Those who left within the year, and how many of them chose to. */
function leaversOf(spells: readonly CompetingSpell[]): { left: number; chosen: number } {
  const gone = spells.filter(({ cause, exit }) => cause !== null && exit <= horizonDays);
  return { left: gone.length, chosen: gone.filter(({ cause }) => cause !== 'exit').length };
}

/** Five chose to leave and five did not. */
function mayTellReasons(spells: readonly CompetingSpell[]): boolean {
  const { left, chosen } = leaversOf(spells);
  const { cells } = suppress(
    [
      { key: 'voluntary', n: chosen },
      { key: 'others', n: left - chosen },
    ],
    { k: smallestBatch, homogeneity: null },
  );
  return cells.every(({ suppressed }) => suppressed === null);
}

/**
 * Who left, and of them the part that chose to: weights of their own would say in the digits who did, to somebody who knows when
 * and from where each left.
 */
function shareByChoice(spells: readonly CompetingSpell[]): Found {
  const anyExit = spells.map((spell) => ({ ...spell, cause: spell.cause && 'exit' }));
  const found = aalenJohansen(anyExit);
  const steps = found.status === 'estimated' ? (found.causes['exit'] ?? []) : [];
  const gone = steps.findLast(({ time }) => time <= horizonDays)?.incidence ?? 0;
  const { left, chosen } = leaversOf(spells);
  return scoreOf((gone * chosen) / left, spells);
}

function meanOf(groups: readonly CompetingSpell[][], found: readonly Found[]): number {
  const sizes = groups.map((spells) => spells.length);
  const sum = sizes.reduce((total, size, index) => total + size * (found[index]?.estimate ?? 0), 0);
  return sum / sizes.reduce((total, size) => total + size, 0);
}

/** The difference that could be seen of a share; rounded, so that it does not tell how many it took. */
function detectableOf(groups: readonly CompetingSpell[][], share: number): number | null {
  const [m = 0, n = 0] = groups.map((spells) => spells.length);
  const found = detectableDifference(m, n, share);
  return found.status === 'estimated' ? Math.ceil(found.difference * 100 - 1e-9) / 100 : null;
}

function differenceOf(one: Found, other: Found, n: number, method: string): IntervalEstimate | NotEstimable {
  const { estimate, lower, upper } = combineDifference(one, other);
  return { status: 'estimated', estimate, lower, upper, n, method };
}

/** Reads rises and moves after the landmark from the jobs of everybody. The first job that is known says nothing of its age. */
export function readCareers(
  jobsOf: ReadonlyMap<string, readonly Job[]>,
  landmarkOn: Day,
): Map<string, Pick<CareerRow, 'promotedOn' | 'movedOn' | 'couldRise'>> {
  const lives = readJobLives(jobsOf);
  const top = topGradeOn(lives, landmarkOn);
  const settledBy = addMonths(landmarkOn, -monthsInGrade);
  return new Map(
    lives.map(({ personId, jobs, changes }) => {
      const after = changes.filter(({ on }) => on > landmarkOn);
      const grade = gradeOn(jobs, landmarkOn);
      const since = changes.findLast((one) => one.on <= landmarkOn && one.changesGrade)?.on;
      return [
        personId,
        {
          promotedOn: after.find((one) => one.isRise)?.on ?? null,
          movedOn: after.find((one) => one.isMove)?.on ?? null,
          couldRise: grade !== null && grade < top && (since === undefined || since <= settledBy),
        },
      ];
    }),
  );
}

/** One mentee who has completed, on the day of their completion still employed. */
export type FormerMentee = { completedOn: Day; becameMentorOn: Day | null; leftOn: Day | null };

/**
 * Share of former mentees who met as mentors within twelve months of completing, with leaving as the competing end. Who has
 * completed later than that is followed as far as it goes.
 */
export function measureMenteeToMentor(rows: readonly FormerMentee[], frame: Frame): MetricRecord {
  const due = rows.filter(({ completedOn }) => completedOn < frame.asOf);
  const spells = due.map(({ completedOn, becameMentorOn, leftOn }): CompetingSpell => {
    const until = (day: Day | null) =>
      hasHappened(day, frame.asOf) ? Math.max(1, daysBetween(completedOn, day)) : Infinity;
    const [risen, left] = [until(becameMentorOn), until(leftOn)];
    const end = Math.min(risen, left, daysBetween(completedOn, frame.asOf));
    return { exit: end, cause: risen <= end ? 'mentor' : left <= end ? 'exit' : null };
  });
  const found = aalenJohansen(spells);
  const steps = found.status === 'estimated' ? (found.causes.mentor ?? []) : [];
  const step = steps.findLast(({ time }) => time <= horizonDays);
  const followed = due.filter(
    ({ completedOn }, index) =>
      spells[index]?.cause !== null || daysBetween(completedOn, frame.asOf) >= horizonDays,
  ).length;
  const pending = rows.length - followed;
  const interval =
    step && step.lower !== null && step.upper !== null
      ? {
          status: 'estimated' as const,
          estimate: step.incidence,
          lower: step.lower,
          upper: step.upper,
          n: due.length,
          method: 'aalen-johansen',
        }
      : wilson(step ? followed : 0, followed);
  return estimateRecord('mentee-to-mentor', interval, { n: due.length, pending }, frame);
}
