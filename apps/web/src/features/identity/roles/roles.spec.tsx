import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
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

it('is given to a colleague, in one program only where that is wanted', async () => {
  const colleague = {
    id: '0190a000-0000-7000-8000-0000000000b2',
    displayName: 'Ben Ito',
    jobTitle: 'Analyst',
    department: 'Finance',
  };
  const program = { id: '0190a000-0000-7000-8000-0000000000c2', name: 'Growth' };
  const asked = answer({
    'GET /api/grants': { items: [] },
    'GET /api/programs': { items: [program] },
    'GET /api/people-search': { items: [colleague] },
    'POST /api/grants': { personName: colleague.displayName },
  });
  const { user } = render(<RolesPage />, {
    queryClient: signedIn({ grants: [{ role: 'owner', programId: null }] }),
  });
  await user.click(await screen.findByRole('button', { name: 'Grant a role' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(await dialog.findByRole('button', { name: 'Grant a role' }));
  expect(await dialog.findByText('This is needed.')).toBeTruthy();
  await user.type(dialog.getByRole('combobox', { name: /Person/ }), 'ben');
  await user.click(await screen.findByRole('option', { name: /Ben Ito/ }));
  await user.tab();
  await user.click(await dialog.findByRole('button', { name: /The whole organisation/ }));
  await user.click(await screen.findByRole('option', { name: 'Growth' }));
  await user.click(dialog.getByRole('button', { name: 'Grant a role' }));
  const posted = () => asked.find(({ route }) => route === 'POST /api/grants');
  await waitFor(() => expect(posted()).toBeTruthy());
  expect(posted()?.body).toEqual({ personId: colleague.id, role: 'coordinator', programId: program.id });
});
