import { describe, expect, it } from '@jest/globals';

import type { CohortInput } from './cohort.ts';
import { givenMentee, givenMentor } from './given.ts';
import { defaultPolicy } from './policy.ts';
import { findFixes } from './readiness-fixes.ts';
import { readiness } from './readiness.ts';

const of = (mentees: CohortInput['mentees'], mentors: CohortInput['mentors']): CohortInput => ({
  mentees,
  mentors,
  policy: defaultPolicy,
});
const sql = { skill: 'sql', level: 3, importance: 1 };

describe('fixes of a cohort', () => {
  it('are none when everybody can be matched', () => {
    expect(findFixes(of([givenMentee('a')], [givenMentor('x')])).fixes).toEqual([]);
  });

  it('name mentors with the scarce skill, and more places, when places are short', () => {
    const mentees = ['a', 'b', 'c'].map((id) => givenMentee(id, { skillsWanted: [sql] }));
    const input = of(mentees, [givenMentor('x', { capacity: 1 })]);
    const { matchable, fixes } = findFixes(input);
    expect(matchable).toBe(1);
    expect(fixes).toEqual([
      { fix: { kind: 'invite', skill: 'sql', count: 2 }, more: 2 },
      { fix: { kind: 'capacity', mentors: 1 }, more: 1 },
    ]);
  });

  it('name the rule that binds, with the effect of leaving it out, never one that protects', () => {
    const team = ['a', 'b'].map((id) => givenMentee(id, { teamId: 't' }));
    const input = of(team, [givenMentor('x', { teamId: 't', capacity: 2 })]);
    const relax = findFixes(input).fixes.find(({ fix }) => fix.kind === 'relax');
    expect(relax).toEqual({ fix: { kind: 'relax', rule: 'same-team' }, more: 2 });
    const avoided = of([givenMentee('a', { doNotPairWith: ['p-x'] })], [givenMentor('x')]);
    expect(readiness(avoided).matchable).toBe(0);
    expect(findFixes(avoided).fixes.filter(({ fix }) => fix.kind === 'relax')).toEqual([]);
  });

  it('have the effect that the changed cohort really has', () => {
    const mentees = ['a', 'b', 'c', 'd'].map((id) => givenMentee(id));
    const mentors = [givenMentor('x', { capacity: 1 }), givenMentor('y', { capacity: 1 })];
    const more = findFixes(of(mentees, mentors)).fixes.find(({ fix }) => fix.kind === 'capacity')?.more;
    const raised = mentors.map((mentor) => ({ ...mentor, capacity: 2 }));
    expect(readiness(of(mentees, raised)).matchable - readiness(of(mentees, mentors)).matchable).toBe(more);
  });

  it('count a language that only some speak', () => {
    const mentees = ['a', 'b'].map((id) => givenMentee(id, { languages: ['ar'] }));
    const { scarceLanguages } = findFixes(
      of(mentees, [givenMentor('x', { languages: ['ar', 'en'], capacity: 1 })]),
    );
    expect(scarceLanguages).toEqual([{ language: 'ar', wanted: 2, places: 1 }]);
  });
});
