/** What a job is, as far as the directory knows. */
export interface JobFacts {
  jobTitle: string;
  department: string;
  grade: number | null;
  site: string;
  managerId: string | null;
}

/** A job from a day on; it lasts until the next one starts or the person leaves. */
export interface JobStart extends JobFacts {
  startsOn: string;
}

/** A spell that is held true: one of these a person and day. */
export interface JobSpell extends JobStart {
  id: string;
}

/** Which spells are no longer held true, and which take their place. */
export interface SpellChanges {
  superseded: string[];
  added: JobStart[];
}

/** The spell in force on a day, or the first one before there is any; undefined only for no spells. `spells` go by their start. */
export function spellOn<T extends JobStart>(spells: readonly T[], day: string): T | undefined {
  return spells.findLast(({ startsOn }) => startsOn <= day) ?? spells[0];
}

export interface InStep {
  /** What the directory says now. */
  facts: JobFacts;
  /** Days: today, the last hiring and the start of the first employment; null where unknown. */
  today: string;
  hiredOn: string | null;
  employedSince: string | null;
  /** The day from which the facts hold; null: they were so all along, this is a correction. */
  changedFrom: string | null;
}

/**
 * Brings the spells of a person in step with the directory: a change opens a new spell, a correction takes the place of the
 * one in force, the first one starts with the first employment, and a hiring after an end opens another.
 */
export function keepInStep(spells: readonly JobSpell[], wanted: InStep): SpellChanges {
  const { facts, today, hiredOn, employedSince, changedFrom } = wanted;
  if (spells.length === 0) return { superseded: [], added: [{ ...facts, startsOn: hiredOn ?? today }] };
  const target = startingOn(spells.map(withoutId), employedSince ?? hiredOn);
  const returned = hiredOn !== null && employedSince !== null && hiredOn > employedSince && hiredOn <= today;
  if (returned && (spellOn(target, today)?.startsOn ?? hiredOn) < hiredOn)
    target.splice(target.findLastIndex(({ startsOn }) => startsOn < hiredOn) + 1, 0, {
      ...facts,
      startsOn: hiredOn,
    });
  const current = spellOn(target, today);
  if (current && !isSameJob(current, facts)) {
    if (changedFrom === null || changedFrom <= current.startsOn) {
      Object.assign(current, pick(facts));
      // What turns out to be the job before is no change.
      const before = target[target.indexOf(current) - 1];
      if (before && isSameJob(before, current)) target.splice(target.indexOf(current), 1);
    } else target.splice(target.indexOf(current) + 1, 0, { ...pick(facts), startsOn: changedFrom });
  }
  return difference(spells, target);
}

/** Puts a spell into the history: what it says holds from its start until the next one; one of the same start gives way. */
export function withSpell(spells: readonly JobSpell[], spell: JobStart): SpellChanges {
  const others = spells.filter(({ startsOn }) => startsOn !== spell.startsOn).map(withoutId);
  return difference(
    spells,
    [...others, spell].toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1)),
  );
}

export function isSameJob(one: JobFacts, other: JobFacts): boolean {
  return (
    one.jobTitle === other.jobTitle &&
    one.department === other.department &&
    one.grade === other.grade &&
    one.site === other.site &&
    one.managerId === other.managerId
  );
}

const pick = ({ jobTitle, department, grade, site, managerId }: JobFacts): JobFacts => ({
  jobTitle,
  department,
  grade,
  site,
  managerId,
});
const withoutId = (spell: JobSpell): JobStart => ({ ...pick(spell), startsOn: spell.startsOn });

/** The spells moved so that the first one starts on the day; those that ended before it go. */
function startingOn(spells: JobStart[], day: string | null): JobStart[] {
  const [first] = spells;
  if (day === null || !first || first.startsOn === day) return spells;
  if (first.startsOn > day) return [{ ...first, startsOn: day }, ...spells.slice(1)];
  const from = spells.findLastIndex(({ startsOn }) => startsOn <= day);
  return spells.slice(from).map((spell, index) => (index === 0 ? { ...spell, startsOn: day } : spell));
}

function difference(spells: readonly JobSpell[], target: readonly JobStart[]): SpellChanges {
  const isSame = (one: JobStart, other: JobStart) => one.startsOn === other.startsOn && isSameJob(one, other);
  return {
    superseded: spells.filter((spell) => !target.some((one) => isSame(one, spell))).map(({ id }) => id),
    added: target.filter((one) => !spells.some((spell) => isSame(one, spell))),
  };
}
