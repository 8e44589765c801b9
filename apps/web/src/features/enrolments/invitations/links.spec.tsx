import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { answer } from '../../../testing/answers.ts';
import { cohortOf, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { InviteForm } from './invite.form.tsx';

const linkId = '0190a000-0000-7000-8000-0000000000d1';
const cohort = cohortOf({
  state: 'enrolling',
  enrolmentOpensOn: '2099-01-01',
  enrolmentClosesOn: '2099-01-20',
  startsOn: '2099-02-01',
  endsOn: '2099-03-01',
});
const path = `/api/cohorts/${cohort.id}/links`;
const program = programOf({ cohorts: [cohort] });

it('makes an open link for the usual mail domain, shows it once, and removes one', async () => {
  const link = {
    id: linkId,
    role: null,
    domains: ['halden.example'],
    untilOn: '2099-01-20',
    createdByName: 'Carla Moreau',
    createdAt: '2099-01-02T09:00:00Z',
    isOpen: true,
    came: 3,
  };
  const asked = answer({
    [`GET ${path}`]: { items: [link], domains: [{ domain: 'halden.example', people: 40 }] },
    [`POST ${path}`]: { link, path: '/join/secret' },
    [`POST ${path}/${linkId}/revocation`]: null,
  });
  const { user } = render(
    <CohortProvider program={program}>
      <InviteForm onClose={() => undefined} />
    </CohortProvider>,
    { queryClient: signedIn({ grants: [{ role: 'coordinator', programId: null }] }) },
  );
  await user.click(await screen.findByRole('radio', { name: /An open link/ }));
  expect(await screen.findByText(/3 people came by it/)).toBeInstanceOf(HTMLElement);
  await user.click(screen.getByRole('button', { name: /Remove link/ }));
  await user.click(screen.getByRole('button', { name: 'Make the link' }));
  expect((await screen.findByLabelText<HTMLInputElement>('Address')).value).toMatch(/\/join\/secret$/);
  expect(asked.filter(({ route }) => route.startsWith(`POST ${path}`)).map(({ body }) => body)).toEqual([
    undefined,
    { domains: ['halden.example'], untilOn: '2099-01-20', role: null },
  ]);
});
