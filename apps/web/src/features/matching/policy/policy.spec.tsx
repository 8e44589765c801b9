import type { PolicyPreview, PolicyState } from '@ithaca/contracts/matching-policy';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { aProgram, cohortId, policy, programId } from '../given.ts';
import PolicyPage from './policy.page.tsx';

const version = (number: number): PolicyState['versions'][number] => ({
  number,
  policy: { ...policy, rules: { ...policy.rules, notSameTeam: number > 1 } },
  changes: number === 1 ? [] : [{ code: 'rule-on', facts: { rule: 'notSameTeam' } }],
  note: null,
  returnedTo: null,
  savedAt: '2026-11-02T09:00:00.000Z',
  savedByName: 'Carla Moreau',
  runs: number,
});
const state: PolicyState = {
  programId,
  accessAttributes: [],
  ownRuleSubjects: [{ of: 'answer', name: 'track', label: 'Which track?' }],
  policy,
  version: 2,
  versions: [version(2), version(1)],
  scenarios: [],
};
const figures: PolicyPreview['now'] = {
  mentees: 12,
  mentors: 8,
  places: 12,
  eligiblePairs: 80,
  matched: 12,
  mean: 6000,
  median: 6100,
  worstDecile: 4200,
  worst: 4000,
  placesLeft: 0,
  withoutPartner: 0,
};
const person = (displayName: string) => ({
  enrolmentId: crypto.randomUUID(),
  personId: crypto.randomUUID(),
  displayName,
  jobTitle: '',
  department: '',
  site: '',
  grade: 5,
  timeZone: 'UTC',
});
const mia = { mentor: person('Mia'), score: 7000, contributions: [] };
const max = { mentor: person('Max'), score: 8000, contributions: [] };
const preview: PolicyPreview = {
  isEstimate: false,
  keptPairs: 0,
  computedMs: 12,
  now: figures,
  edited: { ...figures, matched: 10, withoutPartner: 1, placesLeft: 2 },
  difference: { pairsDiffer: 4, gain: 1, lose: 3, newlyMatched: 0, leftOut: 2, meanByPresent: 5900 },
  withoutPartner: [
    { person: person('Ada'), causes: [{ code: 'same-team', facts: { mentors: 8, alone: 0 } }] },
  ],
  sample: [{ mentee: person('Ben'), now: mia, edited: max }],
};

const SAME_TEAM = 'Never pair people of the same team.';
const path = `/api/programs/${programId}/matching-policy`;
const show = (role: 'coordinator' | 'auditor' = 'coordinator') =>
  render(
    <CohortProvider program={aProgram()} wanted={cohortId}>
      <PolicyPage />
    </CohortProvider>,
    { queryClient: signedIn({ grants: [{ role, programId: null }] }) },
  );

// Ten sliders and as many rules at once are much for a simulated browser on a busy machine.
jest.setTimeout(20_000);

// The parts of the page come when they are shown; here they are there before the clock of a test runs.
beforeAll(async () => {
  await Promise.all([
    import('./editor.tsx'),
    import('./save-dialog.tsx'),
    import('../../../ui/dialog-box.tsx'),
  ]);
}, 60_000);

describe('the policy editor', () => {
  it('says each rule and share as a sentence, and keeps the shares at 100 %', async () => {
    answer({ [`GET ${path}`]: state, [`POST /api/cohorts/${cohortId}/policy-preview`]: preview });
    const { user } = show();
    const team = await screen.findByLabelText<HTMLInputElement>(SAME_TEAM);
    expect(team.checked).toBe(true);
    screen.getByText('Shared skills count most (100%)');
    await user.click(screen.getByLabelText('More: Goals'));
    screen.getByText('Shared skills count most (95%)');
    screen.getByText('Shared goals count a little (5%)');
  });

  it('shows whom an edit would change, and saves nothing until asked', async () => {
    const requests = answer({
      [`GET ${path}`]: state,
      [`POST /api/cohorts/${cohortId}/policy-preview`]: preview,
      [`PUT ${path}`]: { ...state, version: 3 },
    });
    const { user } = show();
    await user.click(await screen.findByLabelText(SAME_TEAM));
    const verdict = '10 of 12 mentees get a partner, 2 fewer than now. 4 pairs differ.';
    expect((await screen.findAllByText(verdict)).length).toBeGreaterThan(0);
    screen.getByText('No longer: Never pair people of the same team.');
    screen.getByText('1 person fits better, 3 worse.', { exact: false });
    screen.getByText('Max');
    expect(requests.some(({ route }) => route.startsWith('PUT'))).toBe(false);

    await user.click(screen.getByText('Save as version 3'));
    const dialog = await screen.findByRole('dialog', { name: 'Save as version 3' });
    await user.type(within(dialog).getByRole('textbox', { name: /Why this change/ }), 'Small teams');
    await user.click(within(dialog).getByRole('button', { name: 'Save as version 3' }));
    await waitFor(() =>
      expect(requests.find(({ route }) => route.startsWith('PUT'))?.body).toMatchObject({
        note: 'Small teams',
        policy: { rules: { notSameTeam: false } },
      }),
    );
  });

  it('takes a rule of the program’s own as a sentence, and takes it out again', async () => {
    answer({ [`GET ${path}`]: state, [`POST /api/cohorts/${cohortId}/policy-preview`]: preview });
    const { user } = show();
    const add = await screen.findByRole('button', { name: 'Add a rule of your own' });
    await user.click(add);
    const dialog = await screen.findByRole('dialog', { name: 'Add a rule of your own' });
    await user.click(within(dialog).getByRole('button', { name: /What to compare/ }));
    await user.click(await screen.findByRole('option', { name: /^Which track\?/ }));
    await user.click(within(dialog).getByRole('radio', { name: 'must differ' }));
    await user.click(within(dialog).getByRole('button', { name: 'Add rule' }));
    const sentence = 'Never pair people whose answer to “Which track?” is the same.';
    await screen.findByText(`New: ${sentence}`);
    await user.click(screen.getByRole('button', { name: `Remove: ${sentence}` }));
    expect(screen.queryByText(sentence)).toBeNull();
    expect(document.activeElement).toBe(add);
  });

  it('is for reading only to an auditor, and asks for no effect', async () => {
    const requests = answer({ [`GET ${path}`]: state });
    show('auditor');
    const team = await screen.findByLabelText<HTMLInputElement>(SAME_TEAM);
    expect(team.disabled).toBe(true);
    expect(screen.queryByText('What it would do')).toBeNull();
    expect(requests.every(({ route }) => route.startsWith('GET'))).toBe(true);
  });
});
