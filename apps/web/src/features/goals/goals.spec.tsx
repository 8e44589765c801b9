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
    [`GET ${path}/goal-plans`]: { items: [] },
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

it('a plan of the program fills the form with one press, in the reader’s language and from today', async () => {
  answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/goals`]: { items: [] },
    [`GET ${path}/goal-plans`]: {
      items: [{ title: 'Speak up', measure: 'Two did', days: 30, steps: [{ title: 'Once', day: 0 }] }],
    },
  });
  const { user } = renderGoals();
  await user.click(await screen.findByRole('button', { name: 'Add goal' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(await dialog.findByRole('button', { name: /Speak up.*1 step · 30 days/ }));
  expect(dialog.getByRole('textbox', { name: 'What do you want to reach?' })).toHaveProperty(
    'value',
    'Speak up',
  );
  expect(dialog.getByRole('textbox', { name: 'Step 1' })).toHaveProperty('value', 'Once');
});

it('what the partner calls reached is confirmed, or asked about', async () => {
  const jun = pairingOf().members[0];
  const claim = {
    personId: jun?.personId ?? '',
    displayName: 'Jun Sato',
    at: '2026-10-01T08:00:00Z',
    confirmed: null,
  };
  const claimed = goalOf(1, { state: 'claimed', claim });
  const asked = answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/goals`]: { items: [claimed] },
    [`POST /api/goals/${claimed.id}/questions`]: goalOf(1, { version: 2 }),
    [`PATCH /api/goals/${claimed.id}`]: goalOf(1, { state: 'claimed', version: 3 }),
  });
  const { user } = renderGoals();
  expect(await screen.findByText('Jun says it is reached. Do you see it the same way?')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Ask about it' }));
  await user.click(screen.getByRole('button', { name: 'Send question' }));
  expect(screen.getByText('This is needed.')).toBeTruthy();
  await user.type(screen.getByRole('textbox', { name: 'Your question' }), 'How do we know?');
  await user.click(screen.getByRole('button', { name: 'Send question' }));
  // The goal is open again: now it can be claimed.
  await user.click(await screen.findByRole('button', { name: 'Mark reached' }));
  expect(asked.flatMap(({ route, body }) => (route.startsWith('GET') ? [] : [body]))).toEqual([
    { body: 'How do we know?' },
    { state: 'claimed' },
  ]);
});
