import { expect, it } from '@jest/globals';
import type { CohortState } from '@ithaca/domain/cohort';
import { screen } from '@testing-library/react';
import { CohortProvider } from '../../shell/cohort-frame.tsx';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { aPerson, aProgram, aRun, cohortId, policy, programId } from './given.ts';
import MatchingPage from './matching.page.tsx';

function open(state: CohortState, runs = [aRun({ state: 'superseded' })]) {
  answer({
    [`GET /api/cohorts/${cohortId}/matching`]: {
      readiness: {
        mentees: 3,
        mentors: 3,
        places: 4,
        withoutPartner: [
          { person: aPerson('Eli'), causes: [{ code: 'own-manager-line', facts: { mentors: 2, alone: 0 } }] },
        ],
        scarceSkills: [{ skill: 'Strategy', wanted: 3, offered: 1 }],
      },
      policy,
      policyVersion: 1,
      runs,
    },
  });
  return render(
    <CohortProvider program={aProgram(state)}>
      <MatchingPage />
    </CohortProvider>,
    { queryClient: signedIn({ grants: [{ role: 'coordinator', programId }] }) },
  );
}

it('says who cannot be matched and which rule binds', async () => {
  open('matching');
  expect(
    await screen.findByRole('heading', { name: '1 mentee has no possible partner under today’s rules' }),
  ).toBeTruthy();
  expect(screen.getByText('Own reporting line: 2 mentors excluded')).toBeTruthy();
  await screen.findByText('Never pair people within 2 levels of one reporting line.');
  expect(
    screen.getByRole('heading', { name: '1 skill is wanted more often than it is offered' }),
  ).toBeTruthy();
});

it('drafts nothing while people still enrol, and says what to do first', async () => {
  open('enrolling');
  const draft = await screen.findByRole('button', { name: 'Draft pairings' });
  expect(draft.getAttribute('aria-disabled')).toBe('true');
  expect(
    screen.getByText('Enrolment is open. Close it first, so that answers no longer change.'),
  ).toBeTruthy();
});

it('goes on with the draft in review instead of making another one', async () => {
  open('matching', [aRun()]);
  expect(await screen.findByRole('link', { name: 'Review draft' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Draft pairings' })).toBeNull();
  expect(screen.getByText('Proven optimal')).toBeTruthy();
});
