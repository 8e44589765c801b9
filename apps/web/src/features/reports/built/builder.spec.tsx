import type { BuiltReport, SavedReport } from '@ithaca/contracts/saved-reports';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { answer, problem, type Asked, type Replies } from '../../../testing/answers.ts';
import { cohortOf, programId, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { stamp } from '../../../testing/stamp.ts';
import { ReportBuilder } from './builder.tsx';

const cohort = cohortOf();
const program = programOf({ cohorts: [cohort] });
const id = '0190a000-0000-7000-8000-000000000201';
const linkId = '0190a000-0000-7000-8000-000000000202';
const saved: SavedReport = {
  id,
  programId,
  name: 'For the board',
  question: { metrics: ['active-pairings'], split: null, period: 'whole', cohortIds: [cohort.id] },
  createdByName: 'Carla Moreau',
  updatedAt: '2026-11-20T10:00:00.000Z',
  version: 4,
};
const report: BuiltReport = {
  organisationName: 'Halden Robotics',
  programId,
  programName: program.name,
  asOf: '2026-11-22T10:00:00.000Z',
  stamp,
  minimumGroup: 10,
  split: null,
  period: null,
  cohorts: [{ id: cohort.id, name: cohort.name, startsOn: cohort.startsOn, endsOn: cohort.endsOn }],
  metrics: [],
};
const link = {
  id: linkId,
  state: 'open',
  createdByName: 'Carla Moreau',
  createdAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-12-21T10:00:00.000Z',
  revokedAt: null,
  opened: 3,
  lastOpenedAt: '2026-11-22T09:00:00.000Z',
};

function open(savedReportId: string, role: 'coordinator' | 'auditor' = 'coordinator', more: Replies = {}) {
  const asked = answer({
    [`POST /api/programs/${programId}/saved-reports/preview`]: report,
    [`POST /api/programs/${programId}/saved-reports`]: saved,
    [`GET /api/saved-reports/${id}`]: { saved, report },
    [`GET /api/saved-reports/${id}/links`]: { items: [link], nextCursor: null },
    [`POST /api/saved-reports/${id}/links`]: { link, path: `/shared/${'s'.repeat(43)}` },
    ...more,
  });
  const queryClient = signedIn({ grants: [{ role, programId: null }] });
  const view = render(
    <CohortProvider program={program}>
      <ReportBuilder savedReportId={savedReportId} />
    </CohortProvider>,
    { queryClient },
  );
  return { ...view, asked };
}

beforeEach(() => window.history.replaceState(null, '', '/'));

describe('the report builder', () => {
  it('keeps the question under a name, by keys alone, and says when the name is missing', async () => {
    const { user, asked } = open('new');
    const name = await screen.findByRole('textbox', { name: 'Name' });
    act(() => screen.getByRole('button', { name: 'Save report' }).focus());
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Give the report a name.')).toBeTruthy();
    expect(document.activeElement).toBe(name);
    expect(asked.filter(({ route }) => route.endsWith('/saved-reports'))).toEqual([]);
    await user.keyboard('  For the board ');
    act(() => screen.getByRole('checkbox', { name: 'Match rate' }).focus());
    await user.keyboard(' ');
    act(() => name.focus());
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(asked.find(({ route }) => route.endsWith('/saved-reports'))?.body).toEqual({
        name: 'For the board',
        question: {
          metrics: ['match-rate', 'active-pairings', 'meetings-held'],
          split: null,
          period: 'whole',
          cohortIds: [cohort.id],
        },
      }),
    );
  });

  it('turns off what privacy does not permit together, and says why', async () => {
    window.history.replaceState(null, '', '/?split=department');
    open('new');
    const answers = await screen.findByRole<HTMLInputElement>('checkbox', { name: /^Found useful/ });
    expect(answers.disabled).toBe(true);
    expect(screen.getAllByText('Answers are told by side only.').length).toBeGreaterThan(0);
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Match rate' }).disabled).toBe(false);
  });

  it('asks what can be asked where the address asks what cannot: no such metric, split, period, cohort', async () => {
    const odd = '/?metrics=satisfaction&split=department&period=9999-Q9&of=elsewhere';
    window.history.replaceState(null, '', odd);
    const { asked } = open('new');
    expect((await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Found useful' })).checked).toBe(
      true,
    );
    await waitFor(() => expect(window.location.search).toBe('?metrics=satisfaction'));
    expect(asked.filter(({ route }) => route.endsWith('/preview')).map(({ body }) => body)).toEqual([
      { metrics: ['satisfaction'], split: null, period: 'whole', cohortIds: [cohort.id] },
    ]);
  });

  it('names the place of a name that is too long, and keeps what was typed in the address', async () => {
    const { user, asked } = open('new');
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    await user.click(name);
    await user.paste('N'.repeat(81));
    expect(new URLSearchParams(window.location.search).get('name')).toHaveLength(81);
    await user.click(screen.getByRole('button', { name: 'Save report' }));
    expect(await screen.findByText('Use at most 80 characters.')).toBeTruthy();
    expect(document.activeElement).toBe(name);
    expect(asked.filter(({ route }) => route.endsWith('/saved-reports'))).toEqual([]);
  });

  it('shows that somebody saved another version: theirs, or mine over it', async () => {
    const theirs = { ...saved, name: 'For the council', version: 5 };
    let version = saved;
    const { user, asked } = open(id, 'coordinator', {
      [`GET /api/saved-reports/${id}`]: () => ({ saved: version, report }),
      [`PUT /api/saved-reports/${id}`]: ({ headers }: Asked) => {
        if (headers['if-match'] !== `"${version.version}"`) return problem(412, 'record.changed');
        return (version = { ...version, name: 'For the chair', version: 6 });
      },
    });
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'For the chair');
    version = theirs;
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('This was changed meanwhile')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'For the council' })).toBeTruthy();
    expect(name.value).toBe('For the chair');
    await user.click(screen.getByRole('button', { name: 'Save mine over it' }));
    await waitFor(() => expect(screen.queryByText('This was changed meanwhile')).toBeNull());
    expect(asked.filter(({ route }) => route.startsWith('PUT'))).toHaveLength(2);
  });

  it('makes a link whose address is told once and marked, and lists how often each was opened', async () => {
    const { user, asked } = open(id);
    const links = await screen.findByRole('list', { name: 'Links to this report' });
    expect(within(links).getByText(/^Opened 3 times · last/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Make a link' }));
    const dialog = await screen.findByRole('dialog', { name: 'Make a link to For the board' });
    await user.click(within(dialog).getByRole('radio', { name: '7 days' }));
    await user.click(within(dialog).getByRole('button', { name: 'Make a link' }));
    const address = await within(dialog).findByRole<HTMLInputElement>('textbox', { name: 'Address' });
    expect(address.value).toMatch(/\/shared\/s{43}$/);
    expect(document.activeElement).toBe(address);
    expect(asked.find(({ route }) => route === `POST /api/saved-reports/${id}/links`)?.body).toEqual({
      days: 7,
    });
  });

  it('hides files and links of a question that is changed and not saved', async () => {
    const { user } = open(id);
    expect(await screen.findByRole('link', { name: 'CSV: For the board' })).toBeTruthy();
    await user.click(screen.getByRole('checkbox', { name: 'Match rate' }));
    expect(screen.queryByRole('link', { name: 'CSV: For the board' })).toBeNull();
    expect(screen.queryByRole('list', { name: 'Links to this report' })).toBeNull();
    expect(screen.getByText('Save the report to take it along as a file.')).toBeTruthy();
  });

  it('lets those read who may not coordinate, and says why they cannot act', async () => {
    open(id, 'auditor');
    await screen.findByRole('list', { name: 'Links to this report' });
    expect(screen.queryByRole('button', { name: /^Take back/ })).toBeNull();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).disabled).toBe(true);
  });
});
