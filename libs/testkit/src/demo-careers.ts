import { addDays } from '@ithaca/domain/cohort';
import type { Random } from '@ithaca/domain/random';

import { sites } from './demo-words.ts';
import type { Department } from './demo-words.ts';
import type { EarlierJob, LeavingReason } from './given-directory.ts';

/** In a year about one in eleven rises and one in twenty moves to another site. */
const RISES_A_YEAR = 0.09;
const MOVES_A_YEAR = 0.05;
/** Nobody rises or moves within the first half year, nor again within so many days. */
const SETTLING_DAYS = 200;
/** Who has come to lead has done so for long: they were mentors already when the cohorts began. */
const LEADING_GRADE = 6;
const LEADING_SINCE_DAYS = 800;

/** What people of a grade are called in a department. */
export function titleOf(department: Department, grade: number): string {
  return department.titles[Math.min(3, Math.floor((grade - 1) / 2.4))] ?? '';
}

/** The jobs that somebody had before the present one, the newest first: a grade lower, or at another site. */
export function jobsBefore(
  random: Random,
  job: { department: Department; grade: number; site: string; hiredOn: string; until: string },
): EarlierJob[] {
  const { department, hiredOn } = job;
  let { grade, site } = job;
  let before = job.until;
  const jobs: EarlierJob[] = [];
  for (;;) {
    const years = -Math.log(1 - random.next()) / (RISES_A_YEAR + MOVES_A_YEAR);
    const isRise = random.chance(RISES_A_YEAR / (RISES_A_YEAR + MOVES_A_YEAR));
    const least = isRise && grade === LEADING_GRADE ? LEADING_SINCE_DAYS : SETTLING_DAYS;
    before = addDays(before, -least - Math.round(years * 365));
    if (before < addDays(hiredOn, SETTLING_DAYS)) return jobs;
    if (isRise && grade === 1) continue;
    if (isRise) grade -= 1;
    else site = random.pick(sites.filter(({ name }) => name !== site)).name;
    jobs.push({ endsOn: before, was: { grade, site, jobTitle: titleOf(department, grade) } });
  }
}

/** Of ten who leave, five choose to, three are dismissed and two retire. */
export function reasonToLeave(random: Random): LeavingReason {
  const drawn = random.between(1, 10);
  return drawn <= 5 ? 'voluntary' : drawn <= 8 ? 'involuntary' : 'retirement';
}
