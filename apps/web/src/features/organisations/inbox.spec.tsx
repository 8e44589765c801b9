import type { InboxItem } from '@ithaca/contracts/organisations';
import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import InboxPage from './inbox.page.tsx';

const item = (n: number, subject: string, changes: Partial<InboxItem> = {}): InboxItem => ({
  id: `0190b000-0000-7000-8000-00000000005${n}`,
  kind: 'message-received',
  subject,
  path: `/pairings/1`,
  createdAt: '2026-10-01T08:00:00Z',
  at: '2026-10-01T08:00:00Z',
  readAt: null,
  snoozedUntil: null,
  group: {
    pairingId: '0190b000-0000-7000-8000-000000000001',
    partnerNames: ['Jun Sato'],
    programId: '0190b000-0000-7000-8000-000000000004',
    programName: 'Career growth',
  },
  ...changes,
});

it('what came is grouped by whom it is about; one press puts it off, and Undo brings it back', async () => {
  const program = { pairingId: null, partnerNames: [], programId: '9', programName: 'Circles' };
  const items = [
    item(1, 'A message'),
    item(2, 'The cohort opens', { group: program, readAt: '2026-10-02T08:00:00Z' }),
    item(3, 'A meeting was moved'),
  ];
  const asked = answer({
    'GET /api/inbox': { items, nextCursor: null, unreadCount: 2 },
    'POST /api/inbox/snooze': null,
  });
  const { user } = render(<InboxPage />, { queryClient: signedIn() });
  const jun = await screen.findByRole('region', { name: 'Jun Sato' });
  expect(within(jun).getAllByRole('listitem')).toHaveLength(2);
  expect(within(screen.getByRole('region', { name: 'Circles' })).getAllByRole('listitem')).toHaveLength(1);
  await user.click(within(jun).getAllByRole('button')[0] as HTMLElement);
  await user.click(await screen.findByRole('menuitem', { name: /tomorrow/i }));
  await waitFor(() =>
    expect(asked.find(({ route }) => route.includes('snooze'))?.body).toEqual({
      ids: [items[0]?.id],
      until: 'tomorrow',
    }),
  );
});
