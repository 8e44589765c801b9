import { expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import RolesPage from './roles.page.tsx';

it('a role is given on a day of the reader, and lasts until a day of the organisation', async () => {
  answer({
    'GET /api/grants': {
      items: [
        {
          id: '0190a000-0000-7000-8000-0000000000e1',
          personId: '0190a000-0000-7000-8000-0000000000b1',
          personName: 'Ada Obi',
          role: 'auditor',
          programId: null,
          programName: null,
          grantedAt: '2026-03-01T20:00:00.000Z',
          // Midnight in Berlin.
          expiresAt: '2026-03-31T22:00:00.000Z',
        },
      ],
    },
  });
  render(<RolesPage />, { queryClient: signedIn({ timeZone: 'Asia/Seoul' }) });
  const row = within(await screen.findByRole('row', { name: /Ada Obi/ }));
  expect(row.getByText('Mar 2, 2026')).toBeTruthy();
  expect(row.getByText('Mar 31, 2026')).toBeTruthy();
});
