import { describe, expect, it } from '@jest/globals';

import { addDays } from './cohort.ts';
import { listNudges, nudgeSettingsOf } from './nudge.ts';
import type { NudgedPairing, NudgeRule } from './nudge.ts';

const monday = '2026-03-02';
const pairing = (more: Partial<NudgedPairing> = {}): NudgedPairing => ({
  id: 'p',
  state: 'active',
  offeredOn: monday,
  startedOn: monday,
  cadenceDays: 14,
  cohortStartsOn: monday,
  milestones: [],
  members: [
    { personId: 'mentor', role: 'mentor', hasAccepted: true },
    { personId: 'mentee', role: 'mentee', hasAccepted: true },
  ],
  meetings: [],
  goals: 1,
  checkIns: [],
  ...more,
});
const meeting = (on: string, more: Partial<NudgedPairing['meetings'][number]> = {}) => ({
  id: `m-${on}`,
  state: 'planned' as const,
  plannedOn: monday,
  on,
  answeredBy: [],
  ...more,
});

/** Whom each day from Monday on reminds of what, as `5 first-meeting mentee 0`; sent the first time it is due. */
function story(given: Partial<NudgedPairing>, days = 60, rule?: NudgeRule): string[] {
  const sent = new Set<string>();
  const told: string[] = [];
  for (let day = 0; day <= days; day++)
    for (const nudge of listNudges(pairing(given), nudgeSettingsOf({}), addDays(monday, day))) {
      const key = [nudge.rule, nudge.personId, nudge.subjectId, nudge.period].join(' ');
      if (sent.has(key) || (rule && nudge.rule !== rule)) continue;
      sent.add(key);
      told.push(`${day} ${nudge.rule} ${nudge.personId}`);
    }
  return told;
}

describe('what the clock reminds a pairing of', () => {
  it('is a first meeting: first the mentee, a week later both, then nobody', () => {
    expect(story({})).toEqual([
      '5 first-meeting mentee',
      '12 first-meeting mentor',
      '12 first-meeting mentee',
    ]);
  });

  it('is the next meeting, once the rhythm has passed since the last', () => {
    expect(story({ meetings: [meeting('2026-03-04', { state: 'held' })] })).toEqual([
      '19 next-meeting mentee',
      '26 next-meeting mentor',
      '26 next-meeting mentee',
    ]);
  });

  it('is the eve of a meeting for both, unless it was planned on that day', () => {
    expect(story({ meetings: [meeting('2026-03-06')] }, 4)).toEqual([
      '3 meeting-soon mentor',
      '3 meeting-soon mentee',
    ]);
    expect(story({ meetings: [meeting('2026-03-06', { plannedOn: '2026-03-05' })] }, 4)).toEqual([]);
  });

  it('is a word on a meeting that was, from whoever has not said it; meanwhile no other is asked for', () => {
    expect(story({ meetings: [meeting('2026-03-03', { answeredBy: ['mentor'] })] }, 10)).toEqual([
      '2 did-you-meet mentee',
    ]);
  });

  it('is an answer to the offer, from those who have given none', () => {
    const members = pairing().members.map((one) => ({ ...one, hasAccepted: one.role === 'mentor' }));
    expect(story({ state: 'offered', startedOn: null, members })).toEqual([
      '3 offer-waits mentee',
      '10 offer-waits mentee',
    ]);
  });

  it('is a first goal, an open check-in and a milestone', () => {
    expect(story({ goals: 0 }, 60, 'first-goal')).toEqual(['21 first-goal mentee', '28 first-goal mentee']);
    const checkIns = [{ id: 'c', personId: 'mentor', askedOn: '2026-03-16' }];
    expect(story({ checkIns }, 60, 'check-in-waits')).toEqual(['18 check-in-waits mentor']);
    const milestones = [{ title: 'Half-time', dayOfCohort: 30 }];
    expect(story({ milestones }, 60, 'milestone')).toEqual(['30 milestone mentor', '30 milestone mentee']);
  });

  it('is nothing that the program has switched off', () => {
    const settings = nudgeSettingsOf({ 'first-meeting': { on: false, afterDays: 5 } });
    expect(listNudges(pairing(), settings, addDays(monday, 5))).toEqual([]);
  });
});
