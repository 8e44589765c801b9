import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { matchingPolicyRoutes as policyRoutes } from '@ithaca/contracts/matching-policy';
import { reviewRoutes } from '@ithaca/contracts/review';
import { addDays } from '@ithaca/domain/cohort';
import { giveDaysAway } from '@ithaca/testkit/given-admission';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { MatchingStory, pairsOf } from '../../../testing/matching-story.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('people who are away too long at different times', () => {
  it('are not paired where the policy asks for time together, and nobody reads a date', async () => {
    const story = await MatchingStory.begin(api);
    const mia = await story.enrol('Mia', 'mentor', { skills: [['Finance', 3]], capacity: 1 });
    const max = await story.enrol('Max', 'mentor', { skills: [['Design', 3]], capacity: 1 });
    const ada = await story.enrol('Ada', 'mentee', { skills: [['Finance', 3]] });
    await story.enrol('Ben', 'mentee', { skills: [['Design', 3]] });
    // Of 26 weeks Mia misses the first nine, Ada the last eight: nine are left, and Ada with Max has eighteen.
    const on = (day: number) => addDays(story.cohort.startsOn, day);
    await giveDaysAway(api.given, mia.person, { fromOn: on(-30), untilOn: on(63) });
    await giveDaysAway(api.given, ada.person, { fromOn: on(126), untilOn: on(300) });
    expect(pairsOf((await story.draft()).items)).toEqual(['Ada – Mia', 'Ben – Max']);

    const program = { programId: story.program.id };
    const { body: state } = await story.browser.call(policyRoutes.get, { params: program });
    const policy = { ...state.policy, rules: { ...state.policy.rules, leastTimeTogether: 50 } };
    const preview = await story.browser.call(policyRoutes.preview, {
      params: { cohortId: story.cohort.id },
      body: { policy },
    });
    expect(preview.body).toMatchObject({
      now: { matched: 2, eligiblePairs: 4 },
      edited: { matched: 2, eligiblePairs: 3 },
      difference: { pairsDiffer: 2 },
    });
    const saved = await story.browser.call(policyRoutes.save, {
      params: program,
      version: state.version,
      body: { policy },
    });
    expect(saved.body.versions[0]?.changes).toEqual([
      { code: 'rule-on', facts: { rule: 'leastTimeTogether', value: 50 } },
    ]);
    const draft = await story.draft();
    expect(pairsOf(draft.items)).toEqual(['Ada – Max', 'Ben – Mia']);
    const whyNot = await story.browser.call(matchingRoutes.whyNot, {
      params: draft.params,
      query: { mentee: ada.id, mentor: mia.id },
    });
    expect(whyNot.body.forbiddenBy).toEqual([{ code: 'time-together', facts: { weeks: 9, required: 13 } }]);

    // Max goes on leave as well: Ada has nobody, and is told which rule keeps both away.
    await giveDaysAway(api.given, max.person, { fromOn: on(0), untilOn: on(60) });
    const { params } = await story.draft();
    const why = await story.browser.call(reviewRoutes.whyUnmatched, { params, query: { mentee: ada.id } });
    expect(why.body).toMatchObject({
      causes: [
        { code: 'no-eligible-mentor', facts: { mentors: 2 } },
        { code: 'time-together', facts: { mentors: 2, alone: 2 } },
      ],
      smallestChange: { code: 'relax-rule', facts: { rule: 'time-together' } },
    });
    const fixes = await story.browser.call(matchingRoutes.fixes, {
      params: { cohortId: story.cohort.id },
    });
    expect(fixes.body.fixes).toContainEqual({ fix: { kind: 'relax', rule: 'time-together' }, more: 1 });
    for (const { text } of [preview, whyNot, why, fixes]) {
      for (const date of [on(-30), on(63), on(126), on(300), on(60)]) expect(text).not.toContain(date);
      expect(text).not.toMatch(/daysAway|blackout/);
    }
  });
});

describe('a rule of the program’s own', () => {
  it('compares a fact, an attribute of the directory or an answer, is named everywhere, and never a protected one', async () => {
    const story = await MatchingStory.begin(api);
    const question = (key: string, label: string) => ({
      key,
      kind: 'choice',
      label,
      options: ['Backend', 'Frontend'],
      required: false,
      askedOf: 'both',
      usedFor: 'report',
    });
    await api.rows(
      `update programs set form = jsonb_set(form, '{questions}', form -> 'questions' || $2::jsonb) where id = $1`,
      [
        story.program.id,
        JSON.stringify([question('track', 'Which track?'), question('who', 'What is your gender?')]),
      ],
    );
    const enrol = async (name: string, role: 'mentor' | 'mentee', skill: string, track: string | null) => {
      const one = await story.enrol(name, role, {
        skills: [[skill, 3]],
        capacity: 1,
        person: { department: role === 'mentor' ? 'Sales' : 'Finance' },
      });
      if (track !== null)
        await api.rows(`update enrolments set answers = answers || $2::jsonb where id = $1`, [
          one.id,
          JSON.stringify({ own: { track } }),
        ]);
      return one;
    };
    const mia = await enrol('Mia', 'mentor', 'Finance', 'Backend');
    await enrol('Max', 'mentor', 'Design', 'Frontend');
    const ada = await enrol('Ada', 'mentee', 'Finance', 'Frontend');
    // Ben never answered: he may have either.
    await enrol('Ben', 'mentee', 'Design', null);
    await api.rows(`update people set attributes = '{"Region":"north","Religion":"x"}' where id = $1`, [
      mia.person.id,
    ]);
    const program = { programId: story.program.id };
    const { body: state } = await story.browser.call(policyRoutes.get, { params: program });
    expect(state.ownRuleSubjects).toEqual([
      { of: 'attribute', name: 'Region' },
      { of: 'answer', name: 'track', label: 'Which track?' },
    ]);
    const save = (version: number, ownRules: NonNullable<typeof state.policy.ownRules>) =>
      story.browser.call(policyRoutes.save, {
        params: program,
        version,
        body: { policy: { ...state.policy, ownRules } },
      });
    const refused = await save(state.version, [
      { of: 'answer', name: 'who', label: 'Which team?', partners: 'same' },
    ]);
    expect([refused.status, refused.body.code]).toEqual([422, 'policy.protected-attribute']);
    // The words are the form's, whatever the caller calls the question.
    const track = { of: 'answer', name: 'track', label: 'Which track?', partners: 'same' } as const;
    const saved = await save(state.version, [{ ...track, label: 'Something else' }]);
    expect(saved.body.versions[0]?.changes).toEqual([{ code: 'own-rule-on', facts: track }]);
    const draft = await story.draft();
    expect(pairsOf(draft.items)).toEqual(['Ada – Max', 'Ben – Mia']);
    const whyNot = await story.browser.call(matchingRoutes.whyNot, {
      params: draft.params,
      query: { mentee: ada.id, mentor: mia.id },
    });
    expect(whyNot.body.forbiddenBy).toEqual([
      { code: 'attribute:Which track?', facts: { attribute: 'answer:track', relation: 'same' } },
    ]);

    await save(saved.body.version, [track, { of: 'department', partners: 'same' }]);
    const fixes = await story.browser.call(matchingRoutes.fixes, {
      params: { cohortId: story.cohort.id },
    });
    expect(fixes.body).toMatchObject({ mentees: 2, matchable: 0 });
    expect(fixes.body.fixes).toContainEqual({
      fix: { kind: 'relax', rule: 'attribute:department' },
      more: 2,
    });
  });
});
