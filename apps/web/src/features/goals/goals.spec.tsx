import { expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { Suspense } from 'react';
import { pairingQuery } from '../../lib/pairing.ts';
import { answer } from '../../testing/answers.ts';
import { goalOf, pairingId, pairingOf } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import GoalsPage from './goals.page.tsx';

const path = `/api/pairings/${pairingId}`;

function renderGoals() {
  const queryClient = signedIn();
  queryClient.setQueryData(pairingQuery(pairingId).queryKey, pairingOf());
  return render(
    <Suspense>
      <GoalsPage pairingId={pairingId} />
    </Suspense>,
    { queryClient },
  );
}

it('a goal is sent without the steps that were left empty', async () => {
  const asked = answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/goals`]: { items: [] },
    [`POST ${path}/goals`]: goalOf(1),
  });
  const { user } = renderGoals();
  await user.click(await screen.findByRole('button', { name: 'Add goal' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Add goal' }));
  expect(await dialog.findAllByText('This is needed.')).not.toHaveLength(0);
  await user.type(dialog.getByRole('textbox', { name: 'What do you want to reach?' }), 'Speak up');
  await user.click(dialog.getByRole('button', { name: 'Add goal' }));
  expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toEqual({
    title: 'Speak up',
    measure: '',
    dueOn: null,
    milestones: [],
  });
});

it('with three open goals no fourth can be added, and the button says why', async () => {
  answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/goals`]: { items: [goalOf(1), goalOf(2), goalOf(3)] },
  });
  const { user } = renderGoals();
  const add = await screen.findByRole('button', { name: 'Add goal' });
  expect(add.getAttribute('aria-disabled')).toBe('true');
  await user.tab();
  add.focus();
  expect(await screen.findByRole('tooltip')).toHaveProperty(
    'textContent',
    expect.stringContaining('3 open goals are enough'),
  );
});
