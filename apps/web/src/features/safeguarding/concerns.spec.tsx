import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import ConcernPage from './concern.page.tsx';
import ConcernsPage from './concerns.page.tsx';

const concern = {
  id: '0190b000-0000-7000-8000-000000000030',
  reason: 'other',
  programName: 'Career growth',
  raisedAt: '2026-10-01T08:00:00Z',
  closedAt: null,
  outcome: null,
};
const path = `/api/concerns/${concern.id}`;

it('what is open leads on, what is closed cannot be read any more', async () => {
  const closed = {
    ...concern,
    id: '0190b000-0000-7000-8000-000000000031',
    closedAt: '2026-10-02T08:00:00Z',
    outcome: 'no-action',
  };
  answer({ 'GET /api/concerns': { items: [concern, closed], nextCursor: null } });
  render(<ConcernsPage />, { queryClient: signedIn() });
  const links = await screen.findAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual([`/concerns/${concern.id}`]);
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
});

it('nothing that was written is fetched before the reviewer asks; closing needs an outcome and a second yes', async () => {
  const words = { id: '1', authorId: '2', authorName: 'Jun Sato', body: 'Hello again', attachments: [] };
  const asked = answer({
    [`POST ${path}/look`]: {
      ...concern,
      raisedBy: 'Noor Haddad',
      note: '',
      messages: [{ ...words, sentAt: '2026-10-01T07:00:00Z', isReported: true }],
    },
    [`POST ${path}/closure`]: null,
  });
  const { user } = render(<ConcernPage concernId={concern.id} />, { queryClient: signedIn() });
  expect(asked).toEqual([]);
  await user.click(screen.getByRole('button'));
  expect(await screen.findByText('Hello again')).toBeTruthy();
  await user.click(screen.getAllByRole('radio')[0] as HTMLElement);
  await user.click(screen.getAllByRole('button').at(-1) as HTMLElement);
  expect(asked).toHaveLength(1);
  const dialog = await screen.findByRole('alertdialog');
  await user.click(within(dialog).getAllByRole('button').at(-1) as HTMLElement);
  await waitFor(() => expect(asked).toHaveLength(2));
});
