import { addDays } from './cohort.ts';
import { conditionsOf, obstaclesTo } from './eligibility-rule.ts';
import type { EligibilityCondition, EligibilityRule } from './eligibility-rule.ts';
import { familyNames, givenNames } from './invented-names.ts';
import type { Random } from './random.ts';
import { locales } from './vocabulary.ts';
import type { Locale, Side } from './vocabulary.ts';

/** A value of a directory and how many people have it. */
export interface Frequent<T> {
  value: T;
  people: number;
}

/** What the invented people may be: the values of a real directory, without anybody who has them. Lists may be empty. */
export interface DirectoryValues {
  departments: readonly Frequent<string>[];
  sites: readonly (Frequent<string> & { timeZone: string })[];
  jobTitles: readonly Frequent<string>[];
  grades: readonly Frequent<number>[];
  locales: readonly Frequent<Locale>[];
  attributes: readonly { name: string; values: readonly Frequent<string>[] }[];
  /** Of the organisation, for people without a site. */
  timeZone: string;
}

export interface InventedPerson {
  givenName: string;
  familyName: string;
  email: string;
  department: string;
  site: string;
  jobTitle: string;
  grade: number | null;
  hiredOn: string;
  timeZone: string;
  locale: Locale;
  languages: string[];
  attributes: Record<string, string>;
}

/** Nobody can have an address here: the name is reserved for this (RFC 2606). */
export const NOWHERE = 'rehearsal.invalid';

/** Draws tried before somebody whom the rule does not let in is taken as they are. */
const TRIES = 400;
const LONGEST_SERVICE_DAYS = 4000;

/**
 * Invented people whom a rule lets in as far as it can be met, the first `mentors` of them senior to the others where grades are
 * known. Every other one reads one of the product's languages in turn, the rest what the directory reads. Deterministic by `random`.
 */
export function inventPeople(
  random: Random,
  wanted: { sides: readonly Side[]; values: DirectoryValues; rule: EligibilityRule; today: string },
): InventedPerson[] {
  const { sides, rule, today } = wanted;
  const values = withNamed(wanted.values, conditionsOf(rule));
  const taken = new Set<string>();
  return sides.map((side, place) => {
    const { givenName, familyName } = freshName(random, taken);
    const usual = drawn(random, values.locales) ?? 'en';
    const locale = place % 2 === 0 ? (locales[(place / 2) % locales.length] ?? usual) : usual;
    let facts = drawFacts(random, values, side, today);
    for (let tries = 1; tries < TRIES && obstaclesTo(rule, { ...facts, leftOn: null }, today).length > 0;) {
      facts = drawFacts(random, values, side, today);
      tries += 1;
    }
    return {
      ...facts,
      givenName,
      familyName,
      email: `${givenName}.${familyName}.${place + 1}@${NOWHERE}`.toLowerCase(),
      locale,
      languages: [...new Set([locale, 'en'])],
    };
  });
}

type Facts = Omit<InventedPerson, 'givenName' | 'familyName' | 'email' | 'locale' | 'languages'>;

function drawFacts(random: Random, values: DirectoryValues, side: Side, today: string): Facts {
  const place = values.sites.length > 0 ? drawnOne(random, values.sites) : undefined;
  // The upper half of the grades for mentors, the lower for mentees; now and then anybody.
  const grades = values.grades.toSorted((one, other) => one.value - other.value);
  const half = Math.ceil(grades.length / 2);
  const own = side === 'mentor' ? grades.slice(-half) : grades.slice(0, half);
  return {
    department: drawn(random, values.departments) ?? '',
    site: place?.value ?? '',
    jobTitle: drawn(random, values.jobTitles) ?? '',
    grade: drawn(random, random.chance(0.9) ? own : grades) ?? null,
    hiredOn: addDays(today, -random.between(30, LONGEST_SERVICE_DAYS)),
    timeZone: place?.timeZone ?? values.timeZone,
    attributes: Object.fromEntries(
      values.attributes.flatMap(({ name, values: known }) => {
        const value = drawn(random, known);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  };
}

/** The values of the directory with those that only the rule names, so that a rule nobody meets yet can be met. */
function withNamed(values: DirectoryValues, conditions: readonly EligibilityCondition[]): DirectoryValues {
  let known = values;
  for (const condition of conditions) {
    if ('match' in condition) known = withNamed(known, condition.conditions);
    else if ('values' in condition) known = withWords(known, condition);
    else if (condition.of === 'grade') {
      const bounds = [condition.least, condition.most].filter((bound) => bound !== null);
      known = { ...known, grades: joined(known.grades, bounds) };
    }
  }
  return known;
}

function withWords(
  known: DirectoryValues,
  condition: Extract<EligibilityCondition, { values: readonly string[] }>,
): DirectoryValues {
  if (condition.is === 'none-of') return known;
  const { of, values } = condition;
  if (of === 'department') return { ...known, departments: joined(known.departments, values) };
  if (of === 'jobTitle') return { ...known, jobTitles: joined(known.jobTitles, values) };
  if (of === 'site') {
    const named = new Set(known.sites.map(({ value }) => value));
    const missing = values.filter((value) => !named.has(value));
    return {
      ...known,
      sites: [...known.sites, ...missing.map((value) => ({ value, people: 1, timeZone: known.timeZone }))],
    };
  }
  const name = condition.attribute ?? '';
  const attribute = known.attributes.find((one) => one.name === name);
  return {
    ...known,
    attributes: [
      ...known.attributes.filter((one) => one !== attribute),
      { name, values: joined(attribute?.values ?? [], values) },
    ],
  };
}

function joined<T>(known: readonly Frequent<T>[], named: readonly T[]): Frequent<T>[] {
  const values = new Set(known.map(({ value }) => value));
  return [...known, ...named.filter((value) => !values.has(value)).map((value) => ({ value, people: 1 }))];
}

const drawn = <T>(random: Random, items: readonly Frequent<T>[]): T | undefined =>
  items.length === 0 ? undefined : drawnOne(random, items).value;

function drawnOne<I extends Frequent<unknown>>(random: Random, items: readonly I[]): I {
  let left = random.next() * items.reduce((sum, { people }) => sum + people, 0);
  for (const item of items) {
    left -= item.people;
    if (left <= 0) return item;
  }
  return random.pick(items);
}

function freshName(random: Random, taken: Set<string>): { givenName: string; familyName: string } {
  for (;;) {
    const givenName = random.pick(givenNames);
    const familyName = random.pick(familyNames);
    const name = `${givenName} ${familyName}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { givenName, familyName };
  }
}
