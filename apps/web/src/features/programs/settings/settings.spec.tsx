import type { Cohort } from '@ithaca/contracts/programs';
import { describe, expect, it } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { history } from '../../../lib/history.ts';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { programQuery } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { cohortOf, programId, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { useQuery } from '@tanstack/react-query';
import SettingsPage from './settings.page.tsx';

const running = cohortOf({
  counts: { ...cohortOf().counts, enrolledMentors: 4, enrolledMentees: 9, places: 9, openPairings: 9 },
  version: 5,
});
const program = programOf({ cohorts: [running] });
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
