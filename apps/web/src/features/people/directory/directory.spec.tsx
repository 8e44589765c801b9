import type { Person } from '@ithaca/contracts/people';
import type { Grant } from '@ithaca/domain/permissions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { goTo } from '../../../lib/history.ts';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import DirectoryPage from './directory.page.tsx';
import PersonPage from '../person.page.tsx';

const id = '0190a000-0000-7000-8000-0000000000b1';
const ada: Person = {
  id,
  displayName: 'Ada Obi',
  givenName: 'Ada',
  familyName: 'Obi',
  email: 'ada@northwind.example',
  employeeNumber: '17',
  jobTitle: 'Analyst',
  department: 'Finance',
  site: 'Berlin',
  grade: 5,
  managerId: null,
  managerName: null,
  hiredOn: '2021-04-03',
  leftOn: null,
  leaveFrom: null,
  leaveUntil: null,
  hasAccount: false,
  pronouns: '',
  about: '',
  timeZone: 'Europe/Berlin',
  locale: 'en',
  languages: ['en'],
  workingHours: null,
  offers: [],
  wants: [],
  bounce: null,
  reports: 0,
  version: 7,
};
const replies = {
  'GET /api/people': { items: [ada], nextCursor: null },
  'GET /api/people-facets': { departments: [], sites: [], employed: 1 },
  [`GET /api/people/${id}`]: ada,
  'GET /api/views': { items: [] },
  [`GET /api/people/${id}/job-spells`]: {
    items: [
      {
        id: '0190a000-0000-7000-8000-0000000000d1',
        startsOn: '2021-04-03',
        endsOn: null,
        jobTitle: 'Analyst',
        department: 'Finance',
        grade: 5,
        site: 'Berlin',
        managerId: null,
        managerName: null,
        recordedAt: '2021-04-03T09:00:00Z',
        recordedByName: null,
        fromImport: true,
      },
    ],
    corrections: [],
    version: 7,
  },
};
const show = (grants: Grant[]) => render(<DirectoryPage />, { queryClient: signedIn({ grants }) });
const coordinator: Grant = { role: 'coordinator', programId: null };

beforeEach(() => goTo(`/people?panel=${id}`, { replace: true }));
afterEach(() => goTo('/', { replace: true }));

describe('the directory', () => {
  it('shows a person beside the list, with the way to the profile', async () => {
    answer(replies);
    show([coordinator]);
    const panel = await screen.findByRole('complementary', { name: 'Person' });
    expect((await within(panel).findByRole('link', { name: 'Open profile' })).getAttribute('href')).toBe(
      `/people/${id}`,
    );
    expect(panel.textContent).toMatch(/No sign-in yet/);
  });

  it('writes the hours of a person as the reader writes times', async () => {
    answer({
      ...replies,
      [`GET /api/people/${id}`]: { ...ada, workingHours: { from: '09:00', to: '17:30', days: [1, 2, 3] } },
    });
    render(<PersonPage personId={id} />, { locale: 'ar', queryClient: signedIn({ grants: [] }) });
    expect((await screen.findByText(/٩:٠٠ ص/)).textContent).toMatch(/٥:٣٠ م/);
  });

  it('lets a coordinator of one program read, and says who may write', async () => {
    answer(replies);
    show([{ role: 'coordinator', programId: '0190a000-0000-7000-8000-0000000000c1' }]);
    expect((await screen.findByRole('button', { name: 'Correct' })).getAttribute('aria-disabled')).toBe(
      'true',
    );
    expect(screen.getByRole('button', { name: 'Add person' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('sends only what was corrected, and keeps it when somebody else was faster', async () => {
    let version = 7;
    const asked = answer({
      ...replies,
      [`GET /api/people/${id}`]: () => ({ ...ada, version }),
      [`PATCH /api/people/${id}`]: (request: { headers: Record<string, string> }) => {
        if (request.headers['if-match'] !== '"8"') {
          version = 8;
          return problem(412, 'record.changed', { facts: { version } });
        }
        return { ...ada, jobTitle: 'Senior analyst', version: 9 };
      },
    });
    const { user } = show([coordinator]);
    await user.click(await screen.findByRole('button', { name: 'Correct' }));
    const title = await screen.findByRole('textbox', { name: /Title/ });
    await user.clear(title);
    await user.type(title, 'Senior analyst');
    await user.click(screen.getByRole('button', { name: 'Save person' }));
    await user.click(await screen.findByRole('button', { name: 'Save mine over it' }));
    await waitFor(() =>
      expect(asked.filter(({ route }) => route.startsWith('PATCH')).map(({ body }) => body)).toEqual([
        { jobTitle: 'Senior analyst' },
        { jobTitle: 'Senior analyst' },
      ]),
    );
    expect(await screen.findByRole('button', { name: 'Correct' })).toBeInstanceOf(HTMLElement);
  });

  it('says beside the field that a mail address is taken', async () => {
    goTo('/people?add=yes', { replace: true });
    answer({ ...replies, 'POST /api/people': problem(409, 'person.email-taken') });
    const { user } = show([coordinator]);
    const dialog = await screen.findByRole('dialog', { name: 'Add person' });
    await user.type(await within(dialog).findByRole('textbox', { name: 'Name' }), 'Ada Two');
    const mail = within(dialog).getByRole('textbox', { name: /Mail/ });
    await user.type(mail, 'ada@northwind.example');
    await user.click(within(dialog).getByRole('button', { name: 'Add person' }));
    await waitFor(() => expect(mail.getAttribute('aria-invalid')).toBe('true'));
    expect(within(dialog).getAllByText(/has this mail address/).length).toBeGreaterThan(0);
  });

  it('changes many at once after saying whom, and takes it back', async () => {
    goTo('/people', { replace: true });
    const act = {
      id: 'act',
      kind: 'set-site',
      people: 1,
      skipped: [],
      doneAt: '',
      undoneAt: null,
      version: 1,
    };
    const asked = answer({
      ...replies,
      'POST /api/people/acts/preview': {
        people: 1,
        skipped: [{ reason: 'left', people: 2 }],
        names: ['Ada Obi'],
      },
      'POST /api/people/acts': act,
      'POST /api/people/acts/act/undo': { act, undone: 1, kept: 0 },
    });
    const { user } = show([coordinator]);
    await user.click(await screen.findByRole('checkbox', { name: /Ada Obi/ }));
    await user.click(screen.getByRole('button', { name: 'Choose all who fit the filters' }));
    await user.click(screen.getByRole('button', { name: 'Change people' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Set site' }));
    const dialog = await screen.findByRole('dialog', { name: 'Set site' });
    await user.type(within(dialog).getByRole('textbox', { name: 'Site' }), 'Oslo');
    expect(await within(dialog).findByText('2 stay as they are: has left')).toBeInstanceOf(HTMLElement);
    await user.click(await within(dialog).findByRole('button', { name: 'Change 1 person' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route === 'POST /api/people/acts')?.body).toEqual({
        selection: { filter: { employed: true } },
        act: { kind: 'set-site', site: 'Oslo' },
      }),
    );
  }, 20_000);
});
