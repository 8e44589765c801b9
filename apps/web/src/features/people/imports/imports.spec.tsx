import type { PersonImport } from '@ithaca/contracts/imports';
import type { Grant } from '@ithaca/domain/permissions';
import { afterEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { goTo } from '../../../lib/history.ts';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import ImportPage from './import.page.tsx';
import ImportsPage from './imports.page.tsx';

const importId = '0190a000-0000-7000-8000-0000000000a1';
const ada = '0190a000-0000-7000-8000-0000000000b1';
const coordinator: Grant = { role: 'coordinator', programId: null };
const auditor: Grant = { role: 'auditor', programId: null };

function record(more: Partial<PersonImport> = {}): PersonImport {
  return {
    id: importId,
    fileName: 'people.csv',
    state: 'mapping',
    encoding: 'utf-8',
    delimiter: ';',
    source: { kind: 'text', sheet: null, sheets: [], titleLines: 0, mergedAreas: 0, canReread: true },
    savedMapping: null,
    targetName: null,
    columns: [
      {
        column: 0,
        header: 'Name',
        samples: ['Ada Obi', 'Ben Roth'],
        filled: 3,
        guess: { field: 'name', confidence: 'sure', side: null },
        dateOrders: [],
        mixedOrders: false,
        twoDigitYears: false,
      },
      {
        column: 1,
        header: 'Mail',
        samples: ['ada@x.example'],
        filled: 3,
        guess: { field: 'email', confidence: 'likely', side: null },
        dateOrders: [],
        mixedOrders: false,
        twoDigitYears: false,
      },
      {
        column: 2,
        header: 'Start',
        samples: ['03/04/2021'],
        filled: 3,
        guess: { field: 'hiredOn', confidence: 'sure', side: null },
        dateOrders: ['day-month-year', 'month-day-year'],
        mixedOrders: false,
        twoDigitYears: false,
      },
    ],
    mapping: null,
    counts: null,
    problems: [],
    progress: 0,
    problem: null,
    createdAt: '2026-11-22T08:00:00Z',
    createdByName: 'Noor Haddad',
    finishedAt: null,
    undoableUntil: null,
    version: 1,
    ...more,
  };
}

const ready = record({
  state: 'ready',
  mapping: {
    columns: [
      { column: 0, field: 'name' },
      { column: 1, field: 'email' },
      { column: 2, field: 'hiredOn', dateOrder: 'day-month-year' },
    ],
    key: 'email',
  },
  counts: {
    rows: 4,
    new: 2,
    changed: 1,
    unchanged: 0,
    rejected: 1,
    leavers: 0,
    joined: 0,
    enrolments: 0,
    pairings: 0,
  },
  problems: [{ code: 'email-malformed', severity: 'error', rows: 1, mendable: 0, values: [] }],
  version: 2,
});
const rejected = {
  line: 3,
  cells: ['Ben Roth', 'ben-at-x', '05/06/2020'],
  effect: 'rejected',
  changes: {},
  problems: [{ code: 'email-malformed', severity: 'error', column: 1, value: 'ben-at-x', suggestion: null }],
};
const rows = `GET /api/imports/${importId}/rows`;
const page = (items: unknown[]) => ({ items, nextCursor: null });

function open(
  shown: PersonImport,
  replies: Record<string, unknown> = {},
  { grants = [coordinator], address = '' }: { grants?: Grant[]; address?: string } = {},
) {
  goTo(`/imports/${importId}${address}`, { replace: true });
  const asked = answer({ [`GET /api/imports/${importId}`]: shown, [rows]: page([]), ...replies });
  const rendered = render(<ImportPage importId={importId} />, { queryClient: signedIn({ grants }) });
  return { asked, ...rendered };
}

afterEach(() => goTo('/', { replace: true }));

describe('the columns of a file', () => {
  it('wait for the order of days that can be read in two ways, and are sent with it', async () => {
    const { asked, user } = open(record(), { [`PUT /api/imports/${importId}/mapping`]: ready });
    const check = await screen.findByRole('button', { name: 'Check lines' });
    expect(check.getAttribute('aria-disabled')).toBe('true');
    const orders = await screen.findByRole('radiogroup', { name: /How is “03\/04\/2021” to be read/ });
    await user.click(within(orders).getByRole('radio', { name: /3 April 2021|April 3, 2021/ }));
    await user.click(screen.getByRole('button', { name: 'Check lines' }));
    await waitFor(() => expect(asked.find(({ route }) => route.startsWith('PUT'))).toBeDefined());
    const sent = asked.find(({ route }) => route.startsWith('PUT'));
    expect(sent?.body).toEqual(ready.mapping);
    expect(sent?.headers['if-match']).toBe('"1"');
    expect(await screen.findByRole('heading', { name: 'Not a mail address' })).toBeInstanceOf(HTMLElement);
  }, 15_000);

  it('may be looked at but not changed by an auditor', async () => {
    open(record({ columns: record().columns.slice(0, 2) }), {}, { grants: [auditor] });
    const check = await screen.findByRole('button', { name: 'Check lines' });
    expect(check.getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText(/Only owners and coordinators/)).toBeInstanceOf(HTMLElement);
  });
});

describe('the problems of a file', () => {
  it('are mended in place: the whole line is sent back', async () => {
    const mended = { ...rejected, effect: 'new', problems: [] };
    const { asked, user } = open(ready, {
      [rows]: page([rejected]),
      [`PUT /api/imports/${importId}/rows/3`]: mended,
    });
    const mail = await screen.findByRole('textbox', { name: 'Line 3, Mail' });
    await user.clear(mail);
    await user.type(mail, 'ben@x.example{Enter}');
    await waitFor(() =>
      expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
        cells: ['Ben Roth', 'ben@x.example', '05/06/2020'],
      }),
    );
  });
});

describe('one kind of problem', () => {
  const slips = {
    ...ready,
    problems: [{ code: 'email-malformed', severity: 'error', rows: 12, mendable: 12, values: [] }],
  } as const satisfies PersonImport;

  it('is mended for all its lines at once', async () => {
    const row = { ...rejected, problems: [{ ...rejected.problems[0], suggestion: 'ben@x.example' }] };
    const { asked, user } = open(slips, {
      [rows]: page([row]),
      [`POST /api/imports/${importId}/mends`]: { import: ready, mended: 12 },
    });
    expect(await screen.findByText('ben@x.example')).toBeInstanceOf(HTMLElement);
    await user.click(screen.getByRole('button', { name: 'Fix all 12 cells' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route.endsWith('/mends'))?.body).toEqual({
        code: 'email-malformed',
        how: 'suggested',
      }),
    );
  });

  it('is gone through cell by cell with the keyboard', async () => {
    const second = { ...rejected, line: 4, cells: ['Cy Ek', 'cy', ''] };
    const { user } = open(slips, { [rows]: page([rejected, second]) });
    const mail = await screen.findByRole('textbox', { name: 'Line 3, Mail' });
    await user.click(mail);
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Line 4, Mail' }));
    // What is to be mended stands first.
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Line 4, Full name' }));
    await user.keyboard('x{Escape}');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Line 4, Full name' }).value).toBe('Cy Ek');
  });

  it('maps a department nobody knows once for the file', async () => {
    const units = {
      ...ready,
      problems: [
        {
          code: 'department-new',
          severity: 'warning',
          rows: 3,
          mendable: 0,
          values: [{ value: 'IT/IS', rows: 3 }],
        },
      ],
    } as const satisfies PersonImport;
    const { asked, user } = open(units, {
      [rows]: page([{ ...rejected, effect: 'new' }]),
      'GET /api/people-facets': { departments: [{ name: 'IT', people: 4 }], sites: [], employed: 4 },
      [`PUT /api/imports/${importId}/mapping`]: ready,
    });
    await user.click(await screen.findByRole('button', { name: /What “IT\/IS” is/ }));
    await user.click(await screen.findByRole('option', { name: 'IT' }));
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route.endsWith('/mapping'))?.body).toMatchObject({
        values: [{ field: 'department', from: 'IT/IS', to: 'IT' }],
      }),
    );
  });
});

describe('a file of another mentoring tool', () => {
  it('waits for the cohort, and sends whom each column speaks of', async () => {
    const cohortId = '0190a000-0000-7000-8000-0000000000c1';
    const columns = (['mentor', 'mentee'] as const).map((side, column) => ({
      column,
      header: `${side} name`,
      samples: [],
      filled: 3,
      guess: { field: 'name' as const, confidence: 'sure' as const, side },
      dateOrders: [],
      mixedOrders: false,
      twoDigitYears: false,
    }));
    const { asked, user } = open(record({ columns }), {
      'GET /api/programs': {
        items: [{ name: 'Growth', cohorts: [{ id: cohortId, name: 'Spring', state: 'running' }] }],
      },
      [`PUT /api/imports/${importId}/mapping`]: ready,
    });
    const check = await screen.findByRole('button', { name: 'Check lines' });
    expect(check.getAttribute('aria-disabled')).toBe('true');
    await user.click(await screen.findByRole('button', { name: /Cohort/ }));
    await user.click(await screen.findByRole('option', { name: 'Growth · Spring' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Check lines' }).getAttribute('aria-disabled')).not.toBe(
        'true',
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Check lines' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
        columns: [
          { column: 0, field: 'name', side: 'mentor' },
          { column: 1, field: 'name', side: 'mentee' },
        ],
        key: 'name',
        target: { cohortId },
      }),
    );
  }, 15_000);
});

describe('the preview', () => {
  it('names what the button does, and imports as a job', async () => {
    const running = record({ ...ready, state: 'running', progress: 30, version: 3 });
    let shown: PersonImport = ready;
    const { asked, user } = open(
      ready,
      {
        [`GET /api/imports/${importId}`]: () => shown,
        [`POST /api/imports/${importId}/run`]: () => (shown = running),
        [rows]: page([
          {
            line: 5,
            cells: ['Ada Obi', 'ada@x.example', ''],
            effect: 'changed',
            changes: { department: ['Sales', 'Marketing'] },
            problems: [],
          },
        ]),
      },
      { address: '?step=preview' },
    );
    expect(await screen.findByText('Nobody gets a mail from this.')).toBeInstanceOf(HTMLElement);
    await user.click(await screen.findByRole('tab', { name: /Changed/ }));
    expect((await screen.findByRole('row', { name: /Ada Obi/ })).textContent).toMatch(
      /Department:Sales.*Marketing/,
    );
    await user.click(screen.getByRole('button', { name: 'Import 3 people' }));
    expect(await screen.findByRole('progressbar', { name: 'Importing people' })).toBeInstanceOf(HTMLElement);
    expect(asked.find(({ route }) => route.endsWith('/run'))?.headers['if-match']).toBe('"2"');
  });
});

describe('past imports', () => {
  const done = record({
    ...ready,
    state: 'done',
    undoableUntil: new Date(Date.now() + 86_400_000).toISOString(),
    version: 4,
  });

  it('are undone after saying what that does, and who stays is named with the reason', async () => {
    answer({
      'GET /api/imports': page([done]),
      [`POST /api/imports/${importId}/undo`]: {
        import: { ...done, state: 'undone', undoableUntil: null, version: 5 },
        kept: [{ personId: ada, displayName: 'Ada Obi', kind: 'person', reason: 'paired' }],
      },
    });
    const { user } = render(<ImportsPage />, { queryClient: signedIn({ grants: [coordinator] }) });
    await user.click(await screen.findByRole('button', { name: /Undo/ }));
    const confirm = await screen.findByRole('alertdialog');
    expect(confirm.textContent).toMatch(/2 people it added are removed.*1 person it changed is as before/s);
    await user.click(within(confirm).getByRole('button', { name: 'Undo import' }));
    const told = await screen.findByRole('dialog', { name: 'Import undone' });
    expect(told.textContent).toMatch(/Ada Obi.*has a pairing/s);
  });

  it('say why a file was not read, with the line', async () => {
    answer({
      'GET /api/imports': page([]),
      'POST /api/imports': problem(422, 'import.broken-quote', { facts: { line: 12 } }),
    });
    const { user, container } = render(<ImportsPage />, { queryClient: signedIn({ grants: [coordinator] }) });
    const chooser = container.querySelector<HTMLInputElement>('input[type=file]');
    if (!chooser) throw new Error('There is a place to choose a file.');
    await user.upload(chooser, new File(['"a'], 'broken.csv', { type: 'text/csv' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/“broken.csv” was not read.*line 12/s);
  });
});
