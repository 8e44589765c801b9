import { aalenJohansen, type CompetingSpell } from '@ithaca/statistics/competing-risks';
import { notEstimable } from '@ithaca/statistics/estimates';
import { combineDifference, detectableDifference, wilson } from '@ithaca/statistics/proportions';
import { addDays, addMonths, daysBetween, hasHappened, type Day } from './days.ts';
import { gradeOn, monthsInGrade, readJobLives, topGradeOn, type Job } from './job-changes.ts';
import { estimateRecord, type Frame, type MetricRecord } from './records.ts';
import {
  designOf,
  splitArms,
  type Compared,
  type Design,
  type RetentionArms,
  type RetentionRow,
} from './retention-arms.ts';
import { rowsOfMentors, type MentorsProtocol } from './retention-mentors.ts';
import { suppress, type PublicReason } from './suppression.ts';

/** What became of the work of one person after the start of a cohort; see `RetentionRow` for who is compared. */
export type CareerRow = RetentionRow & {
  /** First day of a higher grade after the landmark; a re-grading of everyone is none. */
  promotedOn: Day | null;
  /** First day in another department or at another site after the landmark, without a higher grade. */
  movedOn: Day | null;
  /** At the landmark: below the highest grade, and in this grade for six months or more. */
  couldRise: boolean;
};

const careerKeys = ['promotion-difference', 'mobility-difference'] as const;
type CareerKey = (typeof careerKeys)[number];

/** One group after its year: the share with the event where other exits compete. */
export type CareerArm = { n: number | null; share: number | null };

/**
 * As of the retention comparison; `status` tells whether a difference may be read, which can be from `dueOn` on. `detectable`: the smallest
 * difference that groups of this size could have shown (80 % power), in whole percent upwards; null before it is due, or where nothing happened.
 */
export type CareerComparison = {
  key: CareerKey | 'voluntary-exit-difference';
  status: 'not-due' | 'too-early' | 'too-few-to-tell' | 'told-of-another' | 'compared';
  dueOn: Day;
  participants: CareerArm;
  others: CareerArm;
  detectable: number | null;
  record: MetricRecord;
};

/** Fewer people in a group are too few to tell. */
export const minimumPerArm = 20;
const minimumEvents = 10;
const smallestShown = 10;
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
 * exits competing (Aalen–Johansen) in both groups, the others weighted as for retention, and their difference. After a draw, from its day on. Every
 * exit competes with a rise or a move. Who left by choice: `compareLeftByChoice`.
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
    const events = groups.flat().filter(({ cause }) => cause === key).length;
    const isFew = Math.min(ofParticipants.length, ofOthers.length) < minimumPerArm || events < minimumEvents;
    const dueOn = addDays(landmarkOn, horizonDays);
    const status =
      frame.asOf <= landmarkOn
        ? 'not-due'
        : frame.asOf < dueOn
          ? 'too-early'
          : isFew
            ? 'too-few-to-tell'
            : 'compared';
    const [one, other] = groups.map((spells) => incidenceOf(key, spells));
    const found = status === 'compared' && one && other ? { one, other } : null;
    const isDue = status === 'compared' || status === 'too-few-to-tell';
    return comparisonOf(
      {
        key,
        status,
        dueOn,
        sizes: [ofParticipants.length, ofOthers.length],
        leftOut: { excluded, unknown },
        found,
        ofAll: isDue ? incidenceOf(key, groups.flat()).estimate : null,
        method: 'aalen-johansen-mover',
      },
      frame,
    );
  });
}

/**
 * A comparison in the words of all of them: `found` in participants and others, null where it is not told, and `ofAll` both, from which
 * it is said what could have been seen; null where even that is not.
 */
export function comparisonOf(
  { key, status, dueOn, sizes, leftOut, found, ofAll, method }: Findings,
  frame: Frame,
): CareerComparison {
  const n = sizes[0] + sizes[1];
  const { cells } = suppress(
    sizes.map((size, index) => ({ key: String(index), n: size })),
    { k: smallestShown, homogeneity: null },
  );
  const arm = (index: 0 | 1, own: Found | undefined): CareerArm => ({
    n: cells[index]?.suppressed ? null : sizes[index],
    share: own?.estimate ?? null,
  });
  return {
    key,
    status,
    dueOn,
    participants: arm(0, found?.one),
    others: arm(1, found?.other),
    detectable:
      ofAll === null || cells.some(({ suppressed }) => suppressed) ? null : detectableOf(sizes, ofAll),
    record: estimateRecord(
      key,
      found ? differenceOf(found, n, method) : notEstimable('too-few-observations'),
      {
        n,
        ...leftOut,
        pending: status === 'too-early' || status === 'not-due' ? n : 0,
        suppressed: whyNotTold[status] ?? null,
      },
      frame,
    ),
  };
}

const whyNotTold: Partial<Record<CareerComparison['status'], PublicReason>> = {
  'too-few-to-tell': 'too-few-to-tell',
  'told-of-another': 'protects-others',
};

type Findings = Pick<CareerComparison, 'key' | 'status' | 'dueOn'> & {
  sizes: readonly [number, number];
  leftOut: Pick<RetentionArms, 'excluded' | 'unknown'>;
  found: { one: Found; other: Found } | null;
  ofAll: number | null;
  method: string;
};

/** A share with its limits. */
export type Found = { estimate: number; lower: number; upper: number };

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
  return weightedShare(step?.incidence ?? 0, spells);
}

/** A share with Wilson's limits, of as many people as the weights are worth. */
export function weightedShare(share: number, people: readonly { weight?: number | undefined }[]): Found {
  const sum = people.reduce((total, { weight = 1 }) => total + weight, 0);
  const worth = sum ** 2 / people.reduce((total, { weight = 1 }) => total + weight ** 2, 0);
  const score = wilson(share * worth, worth);
  return score.status === 'estimated' ? score : { estimate: 0, lower: 0, upper: 1 };
}

/** The difference that could be seen of a share; rounded, so that it does not tell how many it took. */
function detectableOf([m, n]: readonly [number, number], share: number): number | null {
  const found = detectableDifference(m, n, share);
  return found.status === 'estimated' ? Math.ceil(found.difference * 100 - 1e-9) / 100 : null;
}

function differenceOf({ one, other }: Record<'one' | 'other', Found>, n: number, method: string) {
  const { estimate, lower, upper } = combineDifference(one, other);
  return { status: 'estimated' as const, estimate, lower, upper, n, method };
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
