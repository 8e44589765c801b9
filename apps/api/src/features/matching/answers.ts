import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { EnrolmentForm } from '@ithaca/contracts/programs';
import type { WorkingHours } from '@ithaca/matching/participant';

/** One spelling for a skill that people write in several ways: the form's own, else the first one met. */
export function spellSkills(
  form: EnrolmentForm,
  rows: readonly { answers: Partial<EnrolmentAnswers> }[],
): (skill: string) => string {
  const spellings = new Map<string, string>();
  const key = (skill: string) => skill.normalize('NFKC').trim().toLowerCase();
  const meet = (skill: string) => {
    if (!spellings.has(key(skill))) spellings.set(key(skill), skill.trim());
  };
  for (const question of form.questions) if (question.key === 'skills') question.options.forEach(meet);
  for (const { answers } of rows) for (const { skill } of answers.skills ?? []) meet(skill);
  return (skill) => spellings.get(key(skill)) ?? skill;
}

/** Minutes by which a zone is ahead of UTC at noon of a day; null for a zone this runtime does not know. */
export function offsetOf(timeZone: string, day: string, known: Map<string, number | null>): number | null {
  const kept = known.get(timeZone);
  if (kept !== undefined) return kept;
  let offset: number | null = null;
  try {
    const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(new Date(`${day}T12:00:00Z`))
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name ?? '') ?? [];
    offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  } catch {
    // An unknown zone is an unknown fact, which rules treat as such.
  }
  known.set(timeZone, offset);
  return offset;
}

/** Wall-clock hours as minutes of the UTC day; null when either is unknown. */
export function toUtcHours(
  hours: { from: string; to: string } | null,
  offset: number | null,
): WorkingHours | null {
  if (hours === null || offset === null) return null;
  const minute = (time: string) => {
    const [hour = 0, minutes = 0] = time.split(':').map(Number);
    return (((hour * 60 + minutes - offset) % 1440) + 1440) % 1440;
  };
  return { from: minute(hours.from), to: minute(hours.to) };
}
