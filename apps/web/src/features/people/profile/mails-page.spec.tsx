import type { MailChoice } from '@ithaca/domain/delivery';
import { expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import MailsPage from './mails.page.tsx';

const choices: MailChoice[] = ['at-once', 'digest', 'off'];
const kinds = (nudges: MailChoice) => [
  { kind: 'nudges', choice: nudges, choices },
  { kind: 'coordinator-digest', choice: 'at-once', choices: ['at-once', 'off'] },
  { kind: 'report-scheduled', choice: 'at-once', choices },
];
const quietHours = { from: '20:00', to: '08:00' };

it('how a kind of mail comes holds at once, goes back when it was refused, and a summary of the day can then be seen', async () => {
  let isUp = false;
  const asked = answer({
    'GET /api/me/mails': { items: kinds('at-once'), quietHours },
    'PUT /api/me/mails': () => (isUp ? { items: kinds('digest'), quietHours } : problem(503, 'service.busy')),
    'GET /api/me/digest': { waiting: 2, subject: 'Two things', text: 'Two', html: '<p>Two</p>' },
  });
  const { user } = render(<MailsPage />, { queryClient: signedIn() });
  const choose = async () => {
    await user.click(await screen.findByRole('button', { name: /Reminders/ }));
    await user.click(screen.getByRole('option', { name: 'In one mail a day' }));
  };
  await choose();
  await waitFor(() =>
    expect(screen.getByRole('button', { name: /Reminders/ }).textContent).toContain('At once'),
  );
  isUp = true;
  await choose();
  await waitFor(() =>
    expect(screen.getByRole('button', { name: /Reminders/ }).textContent).toContain('In one mail a day'),
  );
  expect(asked.filter(({ route }) => route.startsWith('PUT')).map(({ body }) => body)).toEqual(
    Array(2).fill({ kind: 'nudges', choice: 'digest' }),
  );
  // Only who runs a program gets its summary, only who may read reports is sent any.
  expect(screen.queryByRole('button', { name: /By mail|Reports/ })).toBeNull();
  expect(await screen.findByText(/2 /)).toBeTruthy();
});
