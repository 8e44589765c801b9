import { comparisonOf, minimumPerArm, weightedShare, type CareerComparison } from './careers.ts';
import { addMonths, type Day } from './days.ts';
import type { Frame } from './records.ts';
import { designOf, splitArms, type Compared, type Design, type RetentionRow } from './retention-arms.ts';
import { mayTellGroups } from './settled-exits.ts';
import { stretchesOfTenure, type Leaver } from './tenure.ts';

/**
 * The calendar year, half-open, of which it is told who of a cohort left by choice: the first that begins after its landmark. Turnover
 * tells reasons of the same years, so that the groups of a cohort are parts of one.
 */
export function yearOfChoice(startsOn: Day): { from: Day; to: Day } {
  const from = addMonths(`${designOf({ startsOn }).from.slice(0, 4)}-01-01`, 12);
  return { from, to: addMonths(from, 12) };
}

/**
 * Mentees, or peers, against comparable others: the share of both that chose to leave in the year of the cohort, from a month after it
 * on (metrics, 2.4 and 2.9). Who is compared, and with which weights, is as for retention. `leavers`: everybody who has left the
 * organisation; null where another cohort is told of in that year, whose others are nearly the same people.
 */
export function compareLeftByChoice(
  rows: readonly RetentionRow[],
  design: Design,
  leavers: readonly Leaver[] | null,
  frame: Frame,
): CareerComparison {
  const { from, to } = yearOfChoice(design.startsOn);
  const dueOn = addMonths(to, 1);
  const { compared, excluded, unknown } = splitArms(rows, { ...design, asOf: frame.asOf });
  const there = new Map(compared.map((one) => [one.row.personId, one]));
  const gone = (leavers ?? []).map((leaver) => {
    const own = from <= leaver.leftOn && leaver.leftOn < to ? there.get(leaver.personId) : undefined;
    return own?.row.leftOn === leaver.leftOn ? { ...leaver, ...memberOf(own) } : { ...leaver, group: null };
  });
  const membersOf = (name: Group) => compared.map(memberOf).filter(({ group }) => group === name);
  const groups = { participants: membersOf('participants'), others: membersOf('others') };
  const goneFrom = (name: Group) => gone.filter(({ group }) => group === name);
  const sizes = [groups.participants.length, groups.others.length] as const;
  const shareOf = (name: Group) => shareByChoice(goneFrom(name), groups[name]);
  const isEnough = () =>
    Math.min(...sizes) >= minimumPerArm &&
    // Where nobody left there is nothing to cut, and all is told of it.
    Math.min(goneFrom('participants').length, goneFrom('others').length) > 0 &&
    mayTellGroups(gone, stretchesOfTenure, to);
  const status =
    frame.asOf <= design.from
      ? 'not-due'
      : leavers === null
        ? 'told-of-another'
        : frame.asOf < dueOn
          ? 'too-early'
          : isEnough()
            ? 'compared'
            : 'too-few-to-tell';
  const found = status === 'compared' ? { one: shareOf('participants'), other: shareOf('others') } : null;
  const [m, n] = sizes;
  return comparisonOf(
    {
      key: 'voluntary-exit-difference',
      status,
      dueOn,
      sizes,
      leftOut: { excluded, unknown },
      found,
      // Where reasons are not told, what they would show would tell of them.
      ofAll: found && (m * found.one.estimate + n * found.other.estimate) / (m + n),
      method: 'wilson-mover',
    },
    frame,
  );
}

type Group = 'participants' | 'others';
/** Somebody of a group, with how much they weigh in it. */
type Member = { group: Group; weight: number };

const memberOf = ({ takesPart, spell: { weight = 1 } }: Compared): Member => ({
  group: takesPart ? 'participants' : 'others',
  weight,
});

/** Who left, and of them the part that chose to: weights of their own would say in the digits who did. */
function shareByChoice(gone: readonly { isChoice: boolean; weight?: number }[], all: readonly Member[]) {
  const weigh = (some: readonly { weight?: number }[]) =>
    some.reduce((total, { weight = 0 }) => total + weight, 0);
  const chosen = gone.filter(({ isChoice }) => isChoice).length;
  return weightedShare(((weigh(gone) / weigh(all)) * chosen) / gone.length, all);
}
