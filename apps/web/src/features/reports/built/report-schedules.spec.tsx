import type { ReportSchedule } from '@ithaca/contracts/report-schedules';
import type { BuiltReport, SavedReport } from '@ithaca/contracts/saved-reports';
import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { answer } from '../../../testing/answers.ts';
import { cohortOf, programId, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { ReportSchedules } from './report-schedules.tsx';
import SentReportPage from './sent-report.page.tsx';

const id = (number: number) => `0190a000-0000-7000-8000-0000000002${String(number).padStart(2, '0')}`;
const [max, ada] = [
  { personId: id(1), displayName: 'Max Quist', jobTitle: 'Head of sales', department: 'Sales' },
  { personId: id(2), displayName: 'Ada Quill', jobTitle: 'Auditor', department: '' },
];
const saved: SavedReport = {
  id: id(3),
  programId,
  name: 'For the board',
  question: { metrics: ['match-rate'], split: null, period: 'whole', cohortIds: [cohortOf().id] },
  createdByName: 'Cora Quill',
  updatedAt: '2026-03-02T09:00:00.000Z',
  version: 1,
};
const weekly: ReportSchedule = {
  id: id(4),
  rhythm: 'weekly',
  readers: [max, ada],
  isPaused: false,
  end: null,
  runs: [
    { id: id(5), at: '2026-03-02T07:50:00.000Z', people: 2, failed: 1 },
    { id: id(6), at: '2026-02-23T07:50:00.000Z', people: 1, failed: 0 },
  ],
  nextAt: '2026-03-09T07:00:00.000Z',
  createdByName: 'Cora Quill',
  version: 3,
};
const path = `/api/saved-reports/${saved.id}/schedules`;

function open({ items = [] as ReportSchedule[], state = 'running' as 'running' | 'closed' } = {}) {
  const program = programOf({ cohorts: [cohortOf({ state })] });
  const asked = answer({
    [`GET ${path}`]: { items },
    [`GET /api/saved-reports/${saved.id}/readers`]: { items: [ada, max] },
    [`POST ${path}`]: weekly,
    [`PUT ${path}/${weekly.id}/pause`]: { ...weekly, isPaused: true, nextAt: null, version: 4 },
    [`PUT ${path}/${weekly.id}/readers`]: { ...weekly, readers: [ada], version: 4 },
    [`DELETE ${path}/${weekly.id}`]: null,
  });
  const view = render(
    <CohortProvider program={program}>
      <ReportSchedules saved={saved} />
    </CohortProvider>,
    { queryClient: signedIn({ grants: [{ role: 'coordinator', programId: null }] }) },
  );
  return { ...view, asked, sent: () => asked.filter(({ route }) => !route.startsWith('GET')) };
}

/** A schedule; its runs are items as well. */
const findSchedule = async () => {
  const [item] = await screen.findAllByRole('listitem');
  if (!item) throw new Error('No schedule is shown.');
  return item;
};

it('lets a report go out by mail to people who are offered because they may read it', async () => {
  const { user, sent } = open();
  await user.click(await screen.findByRole('button', { name: 'Send by mail' }));
  const dialog = await screen.findByRole('dialog', { name: 'Send “For the board” by mail' });
  await user.click(within(dialog).getByRole('button', { name: 'Send by mail' }));
  expect(await within(dialog).findByText('Choose at least one person.')).toBeTruthy();
  expect(sent()).toEqual([]);
  await user.click(within(dialog).getByRole('radio', { name: /Weekly/ }));
  await user.type(await within(dialog).findByRole('combobox', { name: /To/ }), 'ma');
  await user.click(await screen.findByRole('option', { name: /Max Quist/ }));
  await user.tab();
  await user.click(within(dialog).getByRole('button', { name: 'Send by mail' }));
  await waitFor(() =>
    expect(sent().map(({ body }) => body)).toEqual([{ rhythm: 'weekly', personIds: [max?.personId] }]),
  );
});

it('says to whom, what went out lately and when next, and can rest or be removed', async () => {
  const { user, sent } = open({ items: [weekly] });
  const item = await findSchedule();
  expect(within(item).getByText(/^Next /)).toBeTruthy();
  expect(within(item).getByText('To Max Quist and Ada Quill')).toBeTruthy();
  const runs = within(within(item).getByRole('list', { name: 'Sent lately' })).getAllByRole('listitem');
  expect(runs.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/to 2 people.*one mail did not arrive$/),
    expect.stringMatching(/to one person$/),
  ]);
  expect(runs.map((run) => within(run).getByRole('link').getAttribute('href'))).toEqual([
    `/reports/sent/${id(5)}`,
    `/reports/sent/${id(6)}`,
  ]);
  await user.click(within(item).getByRole('button', { name: 'Pause: Weekly, to Max Quist and Ada Quill' }));
  await waitFor(() => expect(sent()).toHaveLength(1));
  await user.click(within(item).getByRole('button', { name: 'Remove: Weekly, to Max Quist and Ada Quill' }));
  const dialog = await screen.findByRole('alertdialog');
  await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(sent()).toHaveLength(2));
  expect(sent().map(({ route, headers }) => [route.split(' ')[0], headers['if-match']])).toEqual([
    ['PUT', '"3"'],
    ['DELETE', '"3"'],
  ]);
});

it('goes to other readers once they are changed, also after it ended for want of them', async () => {
  const { user, sent } = open({ items: [{ ...weekly, end: 'nobody-left', nextAt: null }] });
  const item = await findSchedule();
  await user.click(within(item).getByRole('button', { name: /^Change readers/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Who gets “For the board” by mail' });
  await user.click(await within(dialog).findByRole('button', { name: /Max Quist/ }));
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]).toMatchObject({
    route: `PUT ${path}/${weekly.id}/readers`,
    body: { personIds: [ada?.personId] },
    headers: { 'if-match': '"3"' },
  });
});

it('says why it ended by itself, and why none can be made of closed cohorts', async () => {
  open({ items: [{ ...weekly, end: 'nobody-left', nextAt: null }], state: 'closed' });
  expect(await screen.findByText('None of its readers may read it any more')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Pause/ })).toBeNull();
  expect(screen.getByRole('button', { name: 'Send by mail' }).getAttribute('aria-disabled')).toBe('true');
});

it('opens for a reader as it went out', async () => {
  const report: BuiltReport = {
    organisationName: 'Halden Robotics',
    programId,
    programName: 'Career growth',
    asOf: '2026-03-02T07:50:00.000Z',
    minimumGroup: 10,
    split: null,
    period: null,
    cohorts: [{ id: cohortOf().id, name: 'Spring', startsOn: '2026-02-01', endsOn: '2026-08-01' }],
    metrics: [],
  };
  answer({ [`GET /api/report-runs/${id(5)}`]: { name: saved.name, report } });
  render(<SentReportPage reportRunId={id(5)} />, { queryClient: signedIn({ grants: [] }) });
  expect(await screen.findByRole('heading', { level: 1, name: 'For the board' })).toBeTruthy();
  expect(screen.getByText(/^Since the start · As of .* · as it went out by mail$/)).toBeTruthy();
});
