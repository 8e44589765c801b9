import type { Day } from './days.ts';

/** A job somebody had from a day on, in the order of their first days. */
export type Job = { on: Day; grade: number | null; department: string; site: string };

/**
 * The first day of another job. A rise is a higher grade on a day that is no re-grading, a move another department or site without
 * a higher grade; `changesGrade`: another grade, up or down, unless everybody was graded anew.
 */
export type JobChange = { on: Day; changesGrade: boolean; isRise: boolean; isMove: boolean };

/** One person's jobs, and what changed with each but the first: that says nothing of its age. */
export type JobLife = { personId: string; jobs: readonly Job[]; changes: readonly JobChange[] };

/** Who has been in a grade for less is not expected to rise. */
export const monthsInGrade = 6;
/** A day on which so large a share of all people rise, and at least so many, is a re-grading. */
const regradingShare = 0.2;
const fewestRegraded = 10;

/** What changed in everybody's jobs. Grade structures change: a day on which a fifth of all people rise is nobody's promotion. */
export function readJobLives(jobsOf: ReadonlyMap<string, readonly Job[]>): JobLife[] {
  const rises = new Map<Day, number>();
  for (const jobs of jobsOf.values())
    for (const [before, job] of pairsOf(jobs))
      if (isHigher(before, job)) rises.set(job.on, (rises.get(job.on) ?? 0) + 1);
  const limit = Math.max(fewestRegraded, regradingShare * jobsOf.size);
  return [...jobsOf].map(([personId, jobs]) => ({
    personId,
    jobs,
    changes: pairsOf(jobs).map(([before, job]): JobChange => {
      const isRegrading = (rises.get(job.on) ?? 0) >= limit;
      return {
        on: job.on,
        changesGrade: job.grade !== before.grade && !(isRegrading && isHigher(before, job)),
        isRise: isHigher(before, job) && !isRegrading,
        isMove: (job.department !== before.department || job.site !== before.site) && !isHigher(before, job),
      };
    }),
  }));
}

/** The grade that somebody's jobs say they were in on a day; null before the first, or where none is known. */
export function gradeOn(jobs: readonly Job[], day: Day): number | null {
  return jobs.findLast(({ on }) => on <= day)?.grade ?? null;
}

/** The highest grade that anybody's jobs say they were in on a day: whoever is in it cannot rise. -Infinity where none is known. */
export function topGradeOn(lives: readonly JobLife[], day: Day): number {
  return lives.reduce((most, { jobs }) => Math.max(most, gradeOn(jobs, day) ?? -Infinity), -Infinity);
}

const pairsOf = (jobs: readonly Job[]): [before: Job, job: Job][] =>
  jobs.slice(1).map((job, index) => [jobs[index] ?? job, job]);

const isHigher = (before: Job, job: Job): boolean =>
  job.grade !== null && before.grade !== null && job.grade > before.grade;
