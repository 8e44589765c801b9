import type { Draft, Entry, Person } from './queue.ts';

/** A circle of a draft as it would be published: who sits in it, with those of a circle that runs already. */
export interface Circle {
  mentor: Person;
  members: readonly Person[];
  /** Members, those who sit in it already included. */
  size: number;
  /** Mentees it can hold. */
  places: number;
  /** It has fewer than the smallest size, so it is left out when the draft is published. */
  isTooSmall: boolean;
}

/** The circles of a draft by their mentor's name; none for pairs. */
export function circlesOf({ circles, items }: Draft): Circle[] {
  if (!circles) return [];
  const byMentor = new Map<string, { mentor: Person; members: Person[] }>();
  for (const { state, mentor, mentee } of items) {
    if (state === 'removed') continue;
    const known = byMentor.get(mentor.enrolmentId);
    if (known) known.members.push(mentee);
    else byMentor.set(mentor.enrolmentId, { mentor, members: [mentee] });
  }
  return [...byMentor.values()]
    .map(({ mentor, members }) => {
      const own = circles.mentors.find(({ mentorEnrolmentId }) => mentorEnrolmentId === mentor.enrolmentId);
      const running = own?.running ?? 0;
      const places = own ? running + own.places : circles.largest;
      const isTooSmall = running === 0 && members.length < circles.smallest;
      return { mentor, members, size: running + members.length, places, isTooSmall };
    })
    .toSorted((a, b) => a.mentor.displayName.localeCompare(b.mentor.displayName));
}

/** Lines of a queue by circle: who has none first, then circle after circle, each in the order of the queue. */
export function sortByCircle(circles: readonly Circle[], entries: readonly Entry[]): Entry[] {
  const at = new Map(circles.map(({ mentor }, index) => [mentor.enrolmentId, index]));
  const placeOf = ({ item }: Entry) => (item ? (at.get(item.mentor.enrolmentId) ?? circles.length) : -1);
  return entries.toSorted((a, b) => placeOf(a) - placeOf(b));
}
