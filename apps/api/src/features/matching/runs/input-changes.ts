import { isDeepStrictEqual } from 'node:util';

import type { Cause } from '@ithaca/contracts/matching';
import type { CohortInput, PairOfIds } from '@ithaca/matching/cohort';
import type { Participant } from '@ithaca/matching/participant';

const NAMES_SHOWN = 5;

/**
 * What differs between the inputs of two moments, as codes with a count and the first names: who came and went, places,
 * answers (which of them), policy, kept and forbidden pairs. Empty when a run of now would start from the same.
 */
export function compareInputs(
  before: CohortInput,
  now: CohortInput,
  nameOf: (enrolmentId: string) => string,
): Cause[] {
  const changes: Cause[] = [];
  const tell = (code: string, ids: readonly string[], more: Record<string, unknown> = {}) => {
    if (ids.length === 0) return;
    const names = ids
      .map(nameOf)
      .filter((name) => name !== '')
      .toSorted()
      .slice(0, NAMES_SHOWN);
    changes.push({ code, facts: { count: ids.length, names, ...more } });
  };
  // A pool of peers stands on both sides, and is told once.
  for (const side of now.peers ? (['mentees'] as const) : (['mentees', 'mentors'] as const)) {
    const earlier = byId(before[side]);
    const later = byId(now[side]);
    const role = now.peers ? 'peer' : side === 'mentees' ? 'mentee' : 'mentor';
    tell(
      `${role}-joined`,
      [...later.keys()].filter((id) => !earlier.has(id)),
    );
    tell(
      `${role}-left`,
      [...earlier.keys()].filter((id) => !later.has(id)),
    );
    const stayed = [...earlier].flatMap(([id, one]) => {
      const other = later.get(id);
      return other ? [{ id, fields: changedFields(one, other) }] : [];
    });
    tell(
      'places-changed',
      stayed.filter(({ fields }) => fields.includes('capacity')).map(({ id }) => id),
    );
    tell(
      'priority-changed',
      stayed.filter(({ fields }) => fields.includes('priority')).map(({ id }) => id),
    );
    const answers = stayed.map(({ id, fields }) => ({
      id,
      fields: fields.filter((field) => field !== 'capacity' && field !== 'priority'),
    }));
    tell(
      'answers-changed',
      answers.filter(({ fields }) => fields.length > 0).map(({ id }) => id),
      { role, fields: [...new Set(answers.flatMap(({ fields }) => fields))].toSorted() },
    );
  }
  const policy = changedFields(before.policy, now.policy).filter((field) => field !== 'version');
  if (policy.length > 0) changes.push({ code: 'policy-changed', facts: { fields: policy.toSorted() } });
  for (const [code, was, is] of [
    ['kept-pairs-changed', before.locked, now.locked],
    ['forbidden-pairs-changed', before.forbidden, now.forbidden],
  ] as const) {
    const count = countDifferent(was ?? [], is ?? []);
    if (count > 0) changes.push({ code, facts: { count } });
  }
  return changes;
}

const byId = (people: readonly Participant[]) => new Map(people.map((one) => [one.id, one]));

function changedFields<T extends object>(before: T, now: T): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key as keyof T], now[key as keyof T]));
}

function countDifferent(before: readonly PairOfIds[], now: readonly PairOfIds[]): number {
  const keyOf = ({ menteeId, mentorId }: PairOfIds) => `${menteeId} ${mentorId}`;
  const [earlier, later] = [new Set(before.map(keyOf)), new Set(now.map(keyOf))];
  return (
    [...earlier].filter((key) => !later.has(key)).length +
    [...later].filter((key) => !earlier.has(key)).length
  );
}
