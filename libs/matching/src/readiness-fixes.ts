import { compareText, type CohortInput } from './cohort.ts';
import type { Participant } from './participant.ts';
import { ruleName } from './policy.ts';
import { readiness } from './readiness.ts';

/**
 * One thing a coordinator can do so that more mentees can be matched: mentors with a skill (`count` of them, one place each, like
 * those in the pool), one more place at every mentor who gives places, or a hard rule left out (`floor`: the least score).
 */
export type Fix =
  | { readonly kind: 'invite'; readonly skill: string | null; readonly count: number }
  | { readonly kind: 'capacity'; readonly mentors: number }
  | { readonly kind: 'relax'; readonly rule: string };

/** A fix with its effect: how many more mentees could be matched, counted by the engine on the changed inputs. */
export interface FixEffect {
  readonly fix: Fix;
  readonly more: number;
}

/** A language that more mentees than places can be paired in. */
export interface ScarceLanguage {
  readonly language: string;
  readonly wanted: number;
  readonly places: number;
}

export interface Fixes {
  readonly mentees: number;
  readonly matchable: number;
  readonly fixes: readonly FixEffect[];
  readonly scarceLanguages: readonly ScarceLanguage[];
}

const MOST_FIXES = 3;
const MOST_INVITED = 5;
const MOST_TRIED = 3;
/** What protects people is never offered for relaxing. */
const NEVER_RELAXED: ReadonlySet<string> = new Set(['own-manager-line', 'do-not-pair']);

/**
 * At most three fixes, the largest effect first, none without an effect; empty when everybody can be matched. Solves the number
 * once for each that is tried (at most eight times the work of `readiness`). Throws MatchingError on bad data.
 */
export function findFixes(input: CohortInput): Fixes {
  const now = readiness(input);
  const scarceLanguages = listScarceLanguages(input);
  const found = { mentees: now.mentees, matchable: now.matchable, scarceLanguages };
  const missing = now.mentees - now.matchable;
  if (missing === 0) return { ...found, fixes: [] };
  const effect = (fix: Fix, changed: CohortInput): FixEffect => ({
    fix,
    more: readiness(changed).matchable - now.matchable,
  });
  const tried = [
    ...invitations(input, now.scarceSkills, missing),
    ...moreCapacity(input),
    ...relaxations(
      input,
      now.menteesWithoutMentor.flatMap(({ barriers }) => barriers.map(({ code }) => code)),
    ),
  ].map(({ fix, changed }) => effect(fix, changed));
  const helpful = tried.filter(({ more }) => more > 0).sort((a, b) => b.more - a.more);
  // One of each kind first: three ways out are worth more than one way three times.
  const first = helpful.filter(
    ({ fix }, index) => helpful.findIndex((other) => other.fix.kind === fix.kind) === index,
  );
  const rest = helpful.filter((one) => !first.includes(one));
  return {
    ...found,
    fixes: [...first, ...rest].slice(0, MOST_FIXES).sort((a, b) => b.more - a.more),
  };
}

type Trial = { fix: Fix; changed: CohortInput };

/** New mentors are like one who offers the skill already, else like any: what the rules ask of them is not made up. */
function invitations(
  input: CohortInput,
  scarce: readonly { skill: string; wanted: number; placesOffering: number }[],
  missing: number,
): Trial[] {
  const wanted = scarce.length > 0 ? scarce.slice(0, MOST_TRIED) : [null];
  return wanted.flatMap((one) => {
    const skill = one?.skill ?? null;
    const model =
      input.mentors.find(({ skillsOffered }) => skillsOffered.some((offer) => offer.skill === skill)) ??
      input.mentors[0];
    if (!model) return [];
    const count = Math.min(MOST_INVITED, missing, one ? one.wanted - one.placesOffering : missing);
    const added = Array.from({ length: count }, (_, index) => newMentor(model, skill, index));
    return [
      {
        fix: { kind: 'invite' as const, skill, count },
        changed: { ...input, mentors: [...input.mentors, ...added] },
      },
    ];
  });
}

function newMentor(model: Participant, skill: string | null, index: number): Participant {
  const hasSkill = model.skillsOffered.some((offer) => offer.skill === skill);
  return {
    ...model,
    id: `${model.id} new ${index}`,
    personId: `${model.personId} new ${index}`,
    // Nobody reports to them, works beside them, or avoids them yet.
    managerLine: [],
    teamId: null,
    wishes: [],
    doNotPairWith: [],
    earlierPartners: [],
    capacity: 1,
    skillsOffered:
      hasSkill || skill === null ? model.skillsOffered : [...model.skillsOffered, { skill, level: null }],
  };
}

function moreCapacity(input: CohortInput): Trial[] {
  const giving = input.mentors.filter(({ capacity }) => capacity > 0).length;
  if (giving === 0) return [];
  const mentors = input.mentors.map((mentor) =>
    mentor.capacity > 0 ? { ...mentor, capacity: mentor.capacity + 1 } : mentor,
  );
  return [{ fix: { kind: 'capacity', mentors: giving }, changed: { ...input, mentors } }];
}

function relaxations(input: CohortInput, binding: readonly string[]): Trial[] {
  const counts = new Map<string, number>();
  for (const code of binding) counts.set(code, (counts.get(code) ?? 0) + 1);
  const { policy } = input;
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || compareText(a, b))
    .filter(
      ([code]) =>
        !NEVER_RELAXED.has(code) &&
        (code === 'floor' || policy.rules.some((rule) => ruleName(rule) === code)),
    )
    .slice(0, MOST_TRIED)
    .map(([code]) => ({
      fix: { kind: 'relax', rule: code },
      changed: {
        ...input,
        policy:
          code === 'floor'
            ? { ...policy, floor: 0 }
            : { ...policy, rules: policy.rules.filter((rule) => ruleName(rule) !== code) },
      },
    }));
}

function listScarceLanguages({ mentees, mentors }: CohortInput): ScarceLanguage[] {
  const wanted = new Map<string, number>();
  const places = new Map<string, number>();
  // Somebody who speaks several languages is short of none of them; only those with one depend on it.
  for (const { languages } of mentees)
    if (languages.length === 1 && languages[0] !== undefined)
      wanted.set(languages[0], (wanted.get(languages[0]) ?? 0) + 1);
  for (const { languages, capacity } of mentors)
    for (const language of new Set(languages)) places.set(language, (places.get(language) ?? 0) + capacity);
  return [...wanted]
    .map(([language, count]) => ({ language, wanted: count, places: places.get(language) ?? 0 }))
    .filter((one) => one.places < one.wanted)
    .sort((a, b) => b.wanted - b.places - (a.wanted - a.places) || compareText(a.language, b.language));
}
