import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { Cohort, Program } from '@ithaca/contracts/programs';
import { everyone } from '@ithaca/domain/eligibility-rule';
import { programTemplates } from '@ithaca/domain/program-templates';
import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { CohortProvider } from '../../shell/cohort-frame.tsx';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { InviteForm } from './invite.form.tsx';

const [template] = programTemplates;
if (!template) throw new Error('There are no templates');
const programId = '0190a000-0000-7000-8000-0000000000a1';
const cohortId = '0190a000-0000-7000-8000-0000000000c1';
const linkId = '0190a000-0000-7000-8000-0000000000d1';
const path = `/api/cohorts/${cohortId}/links`;
const cohort: Cohort = {
  id: cohortId,
  programId,
  programName: 'Growth',
  programFormat: 'one-to-one',
  name: 'Spring',
  state: 'enrolling',
  enrolmentOpensOn: '2099-01-01',
  opensAtMinute: 0,
  enrolmentClosesOn: '2099-01-20',
  startsOn: '2099-02-01',
  endsOn: '2099-03-01',
  closedAt: null,
  menteeGoal: 10,
  counts: {
    invited: 0,
    enrolledMentors: 0,
    enrolledMentees: 0,
    enrolledPeers: 0,
    places: 0,
    openPairings: 0,
  },
  missing: [],
  version: 1,
};
const program: Program = {
  id: programId,
  slug: 'growth',
  name: 'Growth',
  purpose: 'Grow.',
  format: 'one-to-one',
  templateKey: template.key,
  state: 'open',
  eligibility: everyone,
  form: { questions: [] },
  formDraft: null,
  formVersion: 1,
  policy: template.policy,
  goalPlans: [],
  nudges: nudgeSettingsOf({}),
  pairingMode: 'coordinator',
  answerDays: 5,
  journey: template.journey,
  cohorts: [cohort],
  version: 1,
};

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
