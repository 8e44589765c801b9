import type { RehearsalRoom } from '@ithaca/contracts/rehearsals';
import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { history } from '../../lib/history.ts';
import RehearsalBanner from '../../shell/rehearsal-banner.tsx';
import { sessionQuery } from '../../shell/session.tsx';
import { answer, problem } from '../../testing/answers.ts';
import { render, testQueryClient } from '../../testing/render.tsx';
import { sessionOf } from '../../testing/session.ts';
import RehearsalMailsPage from './mails.page.tsx';
import RehearsalPage from './rehearsal.page.tsx';

const person = {
  personId: '0190a000-0000-7000-8000-0000000000b1',
  displayName: 'Amara Okafor',
  department: 'Sales',
  locale: 'de' as const,
  role: 'mentee' as const,
  state: 'matched' as const,
  enrolmentId: null,
  partners: ['Jonas Berg'],
  mails: 2,
};
const room: RehearsalRoom = {
  rehearsalId: '0190a000-0000-7000-8000-0000000000d1',
  programId: '0190a000-0000-7000-8000-0000000000a1',
  programName: 'Career growth',
  cohortId: '0190a000-0000-7000-8000-0000000000c1',
  cohortName: 'Spring',
  cohortState: 'matching',
  format: 'one-to-one',
  day: '2026-04-01',
  daysPassed: 20,
  walkingTo: null,
  stops: [
    { kind: 'enrolment-over', title: '', daysPassed: 19, day: '2026-03-31' },
    { kind: 'milestone', title: 'Goals are set', daysPassed: 40, day: '2026-04-21' },
  ],
  seat: null,
  cast: [
    person,
    {
      ...person,
      personId: '0190a000-0000-7000-8000-0000000000b2',
      displayName: 'Mei Khoury',
      role: null,
      state: null,
      partners: [],
      mails: 0,
    },
  ],
  counts: { mails: 90, pairings: 9, meetings: 3, answeredCheckIns: 1, checkIns: 4 },
};

describe('the page of a rehearsal', () => {
  it('lets days pass to where something happens, and says so while they do', async () => {
    let shown = room;
    const asked = answer({
      'GET /api/rehearsal': () => shown,
      'PUT /api/rehearsal/day': () => {
        shown = { ...room, walkingTo: 40 };
        return null;
      },
    });
    const { user } = render(<RehearsalPage />);
    await screen.findByText(/Now it is your turn/);
    const row = screen.getByRole('row', { name: /Amara Okafor/ });
    expect(within(row).getByText('With Jonas Berg')).toBeInstanceOf(HTMLElement);
    await user.click(screen.getByRole('button', { name: 'Go there: Goals are set' }));
    await screen.findByText('20 days left');
    expect(asked.find(({ route }) => route === 'PUT /api/rehearsal/day')?.body).toEqual({ daysPassed: 40 });
    expect(screen.getByRole('button', { name: 'A week' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is nowhere outside of a rehearsal', async () => {
    answer({ 'GET /api/rehearsal': problem(404, 'record.not-found') });
    render(<RehearsalPage />);
    expect(await screen.findByRole('heading', { level: 1 })).toBeInstanceOf(HTMLElement);
  });
});

it('a mail of a rehearsal is read in its own language and in every other', async () => {
  const mail = {
    id: '0190a000-0000-7000-8000-0000000000e1',
    personId: person.personId,
    displayName: person.displayName,
    kind: 'cohort-invitation',
    locale: 'de',
    subject: 'Einladung zu Career growth',
    day: '2026-03-12',
  };
  const body = { toAddress: 'amara.okafor.3@rehearsal.invalid', bodyText: 'Hallo', bodyHtml: '<p>Hallo</p>' };
  answer({
    'GET /api/rehearsal': room,
    'GET /api/rehearsal/mails': { items: [mail], nextCursor: null },
    [`GET /api/rehearsal/mails/${mail.id}`]: { ...mail, ...body },
  });
  history.replace(`/rehearsal/mails?mail=${mail.id}`);
  const { user } = render(<RehearsalMailsPage />);
  await screen.findByRole('heading', { level: 2, name: mail.subject });
  expect(screen.getByText(/amara\.okafor\.3@rehearsal\.invalid/)).toBeInstanceOf(HTMLElement);
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'German (as sent)' }).checked).toBe(true);
  answer({
    [`GET /api/rehearsal/mails/${mail.id}`]: {
      ...mail,
      ...body,
      locale: 'en',
      subject: 'An invitation to Career growth',
    },
  });
  await user.click(screen.getByRole('radio', { name: 'English' }));
  await screen.findByRole('heading', { level: 2, name: 'An invitation to Career growth' });
});

it('the banner says whose eyes one looks through, and gives them back', async () => {
  const session = sessionOf();
  const home = '0190a000-0000-7000-8000-000000000009';
  const rehearsal = {
    homeId: home,
    homeProgramId: home,
    homeCohortId: home,
    programId: home,
    cohortId: home,
    day: '2026-04-01',
    seat: 'Amara Okafor',
  };
  const queryClient = testQueryClient();
  queryClient.setQueryData(sessionQuery.queryKey, {
    ...session,
    organisation: session.organisation && { ...session.organisation, rehearsal },
  });
  const asked = answer({ 'PUT /api/rehearsal/seat': problem(409, 'rehearsal.not-ready') });
  const { user } = render(<RehearsalBanner />, { queryClient });
  await screen.findByText(/You see what Amara Okafor sees/);
  await user.click(screen.getByRole('button', { name: 'Be a coordinator again' }));
  await waitFor(() => expect(asked[0]?.body).toEqual({ personId: null }));
});
