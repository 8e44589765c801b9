import { hasHappened, type Day } from './days.ts';
import type { Frame } from './records.ts';
import { countByStratum, designOf, splitArms, type Compared, type RetentionRow } from './retention-arms.ts';
import { compareRetention, type RetentionComparison, type RetentionProtocol } from './retention.ts';

/**
 * What both groups have alike: the grade itself, with it the band of tenure, or with both also department and site ('place'), as
 * much as leaves nearly every mentor a counterpart.
 */
export type MentorsWithin = 'grade' | 'tenure' | 'place';

type Likeness = { within: MentorsWithin; of: (row: RetentionRow) => string };
const ofGrade: Likeness = { within: 'grade', of: ({ grade }) => `${grade}` };
/** From the closest to the grade alone. No name holds the character between the parts. */
const likenesses: Likeness[] = [
  { within: 'place', of: ({ grade, stratum }) => `${grade}\0${stratum}` },
  { within: 'tenure', of: ({ grade, tenureBand }) => `${grade}\0${tenureBand}` },
  ofGrade,
];
/** Of the mentors who have a colleague of their grade, so many have to keep one within a closer likeness. */
const leastKept = 0.9;

/** From when the landmark is counted. */
export type MentorsProtocol = Pick<RetentionProtocol, 'startsOn' | 'landmarkDays'>;

/** The mentors' comparison: the same design, within grades. */
export type MentorsComparison = RetentionComparison & { within: MentorsWithin };

/**
 * Mentors against colleagues of the same grade who could mentor and do not (metrics, 2.5.7), from the landmark: mentors are
 * senior, have been there for long, and stay anyway. Never by a lottery, which draws mentees. One analysis: neither weights of
 * chance nor a count from each match on nor the naive number. `rows` as for the comparison of mentees.
 */
export function compareMentors(
  rows: readonly RetentionRow[],
  protocol: MentorsProtocol,
  frame: Frame,
): MentorsComparison {
  const { rows: ofMentors, within } = rowsOfMentors(rows, protocol, frame.asOf);
  return { ...compareRetention(ofMentors, { ...protocol, of: 'mentors' }, frame), within };
}

/**
 * The rows of people whose grade a mentor has, seen from the mentors' side: matched as a mentor is taking part, matched as a
 * mentee is the other side. Their strata are exact grades, closer where the groups allow it; how many there are decides that,
 * never who left. A mentor whose grade nobody has recorded is unknown.
 */
export function rowsOfMentors<T extends RetentionRow>(
  rows: readonly T[],
  protocol: MentorsProtocol,
  asOf: Day,
): { rows: T[]; within: MentorsWithin } {
  const design = designOf(protocol);
  const isMentor = (row: RetentionRow) => hasHappened(row.otherSideOn ?? null, design.from);
  const grades = new Set(rows.flatMap((row) => (isMentor(row) ? (row.grade ?? []) : [])));
  const seen = rows.flatMap((row) => {
    const { grade = null, otherSideOn = null, matchedOn, eligibleAtStart } = row;
    if (grade === null ? !isMentor(row) : !grades.has(grade)) return [];
    const isUnknown = grade === null && eligibleAtStart === true;
    return {
      ...row,
      matchedOn: otherSideOn,
      otherSideOn: matchedOn,
      eligibleAtStart: isUnknown ? null : eligibleAtStart,
    };
  });
  const { present } = splitArms(seen, { ...design, asOf });
  const enough = leastKept * countReached(present, ofGrade);
  const closest = likenesses.find((likeness) => countReached(present, likeness) >= enough) ?? ofGrade;
  return { rows: seen.map((row) => ({ ...row, stratum: closest.of(row) })), within: closest.within };
}

/** How many mentors have a counterpart. */
function countReached(people: readonly Compared[], { of }: Likeness): number {
  const strata = [...(countByStratum(people, of)?.values() ?? [])];
  return strata.reduce((sum, [others, mentors]) => sum + (others > 0 ? mentors : 0), 0);
}
