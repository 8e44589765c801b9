import { addDays, daysBetween } from './cohort.ts';

/** What a resource of the library is. A course and a certificate may be finished with a proof, by its address. */
export const resourceKinds = ['guide', 'article', 'course', 'certificate'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Where it is: at an address outside, written here, or a file kept here. */
export const resourceSources = ['link', 'text', 'file'] as const;
export type ResourceSource = (typeof resourceSources)[number];

/** For which part of a pairing's way it is. */
export const resourceStages = ['any', 'start', 'middle', 'end'] as const;
export type ResourceStage = (typeof resourceStages)[number];

export const resourceStates = ['open', 'archived'] as const;
export type ResourceState = (typeof resourceStates)[number];

export const RESOURCE_LIMITS = {
  title: 160,
  summary: 500,
  text: 20_000,
  link: 500,
  languages: 12,
  minutes: 6000,
  /** Of an organisation, archived ones among them. */
  most: 1000,
  mostOfProgram: 100,
} as const;

/** The first and last part of a pairing's days that count as its start and its end. */
const START_SHARE = 0.25;
const END_SHARE = 0.8;
/** What a milestone asks for stays recommended for so many days after it was due. */
const LATE_DAYS = 14;
/** More at a time are read by nobody. */
export const MOST_RECOMMENDED = 3;

/** Whether somebody may say with an address that they have finished it. */
export const takesProof = (kind: ResourceKind): boolean => kind === 'course' || kind === 'certificate';

/** In which part of its days a pairing is; days are `2026-03-01`, the end is the last. */
export function stageOf(startedOn: string, endsOn: string, today: string): Exclude<ResourceStage, 'any'> {
  const length = Math.max(1, daysBetween(startedOn, endsOn));
  const share = daysBetween(startedOn, today) / length;
  return share < START_SHARE ? 'start' : share >= END_SHARE ? 'end' : 'middle';
}

export interface Recommendable {
  id: string;
  stage: ResourceStage;
  /** The title of the milestone it is for, if it is for one. */
  milestone: string | null;
  languages: readonly string[];
  /** Its place in the program's library. */
  position: number;
  /** The reader has finished it. */
  isDone: boolean;
}

/** Where a pairing is on its way. */
export interface WayOfPairing {
  stage: Exclude<ResourceStage, 'any'>;
  today: string;
  cadenceDays: number;
  milestones: readonly { title: string; dueOn: string }[];
}

/**
 * What to read now, the most fitting first, three at most: first what is for a milestone that is due before the next
 * meeting or was due lately, then what is for this part of the way. In the reader's language first; finished ones are left
 * out. O(n log n).
 */
export function recommend<R extends Recommendable>(
  resources: readonly R[],
  way: WayOfPairing,
  language: string,
): R[] {
  const due = new Map(
    way.milestones
      .filter(
        ({ dueOn }) =>
          dueOn >= addDays(way.today, -LATE_DAYS) && dueOn <= addDays(way.today, way.cadenceDays),
      )
      .map(({ title, dueOn }) => [title, Math.abs(daysBetween(way.today, dueOn))]),
  );
  const rank = (one: R): number | null => {
    if (one.milestone !== null) {
      const distance = due.get(one.milestone);
      return distance === undefined ? null : distance;
    }
    return one.stage === way.stage ? 1000 : null;
  };
  return resources
    .flatMap((one) => {
      const at = one.isDone ? null : rank(one);
      return at === null ? [] : [{ one, at, isForeign: one.languages.includes(language) ? 0 : 1 }];
    })
    .toSorted((a, b) => a.isForeign - b.isForeign || a.at - b.at || a.one.position - b.one.position)
    .slice(0, MOST_RECOMMENDED)
    .map(({ one }) => one);
}
