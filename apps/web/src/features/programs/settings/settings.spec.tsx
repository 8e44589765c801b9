import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { Cohort, Program } from '@ithaca/contracts/programs';
import { everyone } from '@ithaca/domain/eligibility-rule';
import { programTemplates } from '@ithaca/domain/program-templates';
import { describe, expect, it } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { history } from '../../../lib/history.ts';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { programQuery } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { useQuery } from '@tanstack/react-query';
import SettingsPage from './settings.page.tsx';

const [template] = programTemplates;
if (!template) throw new Error('There are no templates');
const programId = '0190a000-0000-7000-8000-0000000000a1';
const running: Cohort = {
  id: '0190a000-0000-7000-8000-0000000000c1',
  programId,
  programName: 'Career growth',
  programFormat: 'one-to-one',
  name: 'Spring',
  state: 'running',
  enrolmentOpensOn: '2026-01-01',
  enrolmentClosesOn: '2026-01-20',
  startsOn: '2026-02-01',
  endsOn: '2026-08-01',
  opensAtMinute: 0,
  closedAt: null,
  menteeGoal: 20,
  counts: {
    invited: 0,
    enrolledMentors: 4,
    enrolledMentees: 9,
    enrolledPeers: 0,
    places: 9,
    openPairings: 9,
  },
  missing: [],
  version: 5,
};
const program: Program = {
  id: programId,
  slug: 'career-growth',
  name: 'Career growth',
  purpose: 'Grow.',
  format: 'one-to-one',
  templateKey: 'career-growth',
  state: 'open',
  eligibility: everyone,
  form: template.form,
  formDraft: null,
  formVersion: 1,
  policy: template.policy,
  goalPlans: [],
  nudges: nudgeSettingsOf({}),
  pairingMode: 'coordinator',
  answerDays: 5,
  journey: template.journey,
  cohorts: [running],
  version: 3,
};
const base = `GET /api/programs/${programId}`;
const touched = {
  askedMentors: 0,
  menteesWithoutPairing: 2,
  people: 13,
  invited: 0,
  openPairings: 9,
  meetingsAfterEnd: 4,
};

function Framed() {
  const { data } = useQuery(programQuery(programId));
  return data ? (
    <CohortProvider program={data}>
      <SettingsPage />
    </CohortProvider>
  ) : null;
}

function open(
  answers: Parameters<typeof answer>[0] = {},
  grants = [{ role: 'coordinator' as const, programId }],
) {
  history.replace(`/manage/${programId}/settings`);
  const asked = answer({
    [`${base}/coordinators`]: { items: [] },
    'GET /api/metrics': { items: [] },
    [`${base}/touched`]: touched,
    [`PUT /api/programs/${programId}/presence`]: { people: [] },
    ...answers,
  });
  const queryClient = signedIn({ grants });
  queryClient.setQueryData(programQuery(programId).queryKey, program);
  return { ...render(<Framed />, { queryClient }), asked, queryClient };
}

describe('the settings of a program', () => {
  it('say whom a change touches before it is saved, and save it on the version that was read', async () => {
    const { user, asked } = open({
      [`PATCH /api/programs/${programId}`]: { ...program, pairingMode: 'self-service', version: 4 },
    });
    await user.click(await screen.findByRole('radio', { name: /People ask one another/ }));
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(await within(dialog).findByText('2 mentees have no partner yet.')).toBeTruthy();
    expect(within(dialog).getByText('Nobody gets a mail by saving.')).toBeTruthy();
    expect(asked.some(({ route }) => route.startsWith('PATCH'))).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    const save = asked.find(({ route }) => route.startsWith('PATCH'));
    expect(save?.body).toEqual({ pairingMode: 'self-service' });
    expect(save?.headers['if-match']).toBe('"3"');
  });

  it('show what somebody else saved at once, and both versions where the same is being changed', async () => {
    const { user, queryClient } = open();
    const name = await screen.findByRole('textbox', { name: /Name of the cohort/ });
    const theirs = (change: Partial<Cohort>) =>
      act(() =>
        queryClient.setQueryData(programQuery(programId).queryKey, {
          ...program,
          cohorts: [{ ...running, ...change, version: 6 }],
        }),
      );
    theirs({ name: 'Summer' });
    await waitFor(() => expect((name as HTMLInputElement).value).toBe('Summer'));
    await user.clear(name);
    await user.type(name, 'Autumn');
    theirs({ name: 'Winter' });
    expect((name as HTMLInputElement).value).toBe('Autumn');
    const banner = await screen.findByText('Somebody else changed the same setting');
    expect(banner.parentElement?.textContent).toContain('Winter');
    await user.click(screen.getByRole('button', { name: 'Show the newer version' }));
    await waitFor(() => expect((name as HTMLInputElement).value).toBe('Winter'));
  });

  it('can only be read by an auditor', async () => {
    open({}, [{ role: 'auditor', programId: null }] as never);
    const name = await screen.findByRole('textbox', { name: /Name of the cohort/ });
    expect((name as HTMLInputElement).disabled).toBe(true);
  });
});
