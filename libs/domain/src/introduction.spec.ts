import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  answerIntroduction,
  beginIntroduction,
  followUpOn,
  introductionKinds,
  introductionParts,
  introductionStates,
  mayHelp,
  mayTakeBack,
  moveIntroduction,
  obstacleToThird,
  tellOutcome,
  toldOfIntroduction,
  turnOf,
} from './introduction.ts';
import type { IntroductionKind, IntroductionPart, IntroductionState } from './introduction.ts';
import { Refusal } from './refusal.ts';

describe('an introduction', () => {
  it('puts nobody in touch before the guest and then the third have said yes, whatever is tried in whatever order', () => {
    const act = fc.record({
      part: fc.constantFrom(...introductionParts),
      what: fc.constantFrom('yes', 'no', 'take back', 'it came about', 'it did not'),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('introduction', 'shadowing'),
        fc.constantFrom('helper', 'guest'),
        fc.array(act, { maxLength: 12 }),
        (kind, by, acts) => {
          let state = beginIntroduction(kind, by);
          const agreed = new Set<IntroductionPart>([by]);
          for (const { part, what } of acts) {
            const next = attempt(kind, state, part, what);
            if (next === null) continue;
            if (what === 'yes') agreed.add(part);
            state = next;
            if (['made', 'done', 'missed'].includes(state))
              expect(agreed).toEqual(new Set(introductionParts));
            // The third learns of nothing before both sides of the pairing want it.
            if (turnOf(state) === 'third')
              expect([agreed.has('helper'), agreed.has('guest')]).toEqual([true, true]);
          }
        },
      ),
    );
  });

  it('is over once somebody has said no, has let the time go by, or has taken it back', () => {
    for (const over of ['declined', 'lapsed', 'withdrawn'] as const)
      for (const to of introductionStates) expect(() => moveIntroduction(over, to)).toThrow(Refusal);
  });

  it('does not tell a no from silence', () => {
    expect(toldOfIntroduction('declined')).toBe(toldOfIntroduction('lapsed'));
    expect(toldOfIntroduction('withdrawn')).toBe('withdrawn');
  });

  it('may be taken back by its two sides while it waits, afterwards only where something is still to be done', () => {
    const may = (kind: IntroductionKind, state: IntroductionState) =>
      introductionParts.filter((part) => mayTakeBack(kind, state, part)).join(' ');
    for (const kind of introductionKinds) expect(may(kind, 'sent')).toBe('helper guest');
    expect(may('introduction', 'made')).toBe('');
    expect(may('shadowing', 'made')).toBe('helper guest third');
    expect(may('sponsorship', 'made')).toBe('helper');
    expect(may('shadowing', 'done')).toBe('');
  });

  it('is done by mentors for mentees; peers and reverse partners do it for each other', () => {
    expect(mayHelp('one-to-one', 'mentor', 'mentee')).toBe(true);
    expect(mayHelp('one-to-one', 'mentee', 'mentor')).toBe(false);
    expect(mayHelp('circle', 'mentee', 'mentee')).toBe(false);
    expect(mayHelp('reverse', 'mentee', 'mentor')).toBe(true);
  });

  it('is followed up two weeks on, the day after a day of shadowing, and when a sponsor wanted to be done', () => {
    const made = { madeOn: '2026-03-02', dayOn: null, dueOn: null };
    expect(followUpOn({ ...made, kind: 'introduction' })).toBe('2026-03-16');
    expect(followUpOn({ ...made, kind: 'shadowing' })).toBe('2026-03-16');
    expect(followUpOn({ ...made, kind: 'shadowing', dayOn: '2026-03-31' })).toBe('2026-04-01');
    expect(followUpOn({ ...made, kind: 'sponsorship', dueOn: '2026-06-30' })).toBe('2026-06-30');
  });

  it('asks no colleague who is in the pairing, has gone, has no address, has said their word, or is asked by many', () => {
    const free = { isMember: false, isGone: false, hasAddress: true, openAsks: 2, askedBefore: false };
    expect(obstacleToThird(free)).toBeNull();
    expect(obstacleToThird({ ...free, isMember: true })).toBe('member');
    expect(obstacleToThird({ ...free, isGone: true })).toBe('gone');
    expect(obstacleToThird({ ...free, hasAddress: false })).toBe('unreachable');
    expect(obstacleToThird({ ...free, askedBefore: true })).toBe('asked');
    expect(obstacleToThird({ ...free, openAsks: 3 })).toBe('busy');
  });
});

describe('a sponsorship', () => {
  it('is a promise of the helper, who says whether it was kept; the guest may ask for one', () => {
    expect(beginIntroduction('sponsorship', 'helper')).toBe('made');
    expect(answerIntroduction('sponsorship', 'asked', 'helper', true)).toBe('made');
    expect(tellOutcome('sponsorship', 'made', 'helper', true)).toBe('done');
    expect(tellOutcome('sponsorship', 'done', 'helper', false)).toBe('missed');
    expect(() => tellOutcome('sponsorship', 'made', 'guest', true)).toThrow(Refusal);
  });
});

/** The state after somebody has tried something; null where it is refused. */
function attempt(
  kind: IntroductionKind,
  state: IntroductionState,
  part: IntroductionPart,
  what: string,
): IntroductionState | null {
  try {
    if (what === 'yes' || what === 'no') return answerIntroduction(kind, state, part, what === 'yes');
    if (what === 'take back')
      return mayTakeBack(kind, state, part) ? moveIntroduction(state, 'withdrawn') : null;
    return tellOutcome(kind, state, part, what === 'it came about');
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
