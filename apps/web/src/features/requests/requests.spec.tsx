import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import ChoicesPage from './choices.page.tsx';
import PlacesPage from './places.page.tsx';
import { WaitingList } from './waiting-list.tsx';

const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`;
const person = (n: number, displayName: string) => ({
  enrolmentId: id(n),
  personId: id(n),
  displayName,
  jobTitle: 'Engineer',
  department: 'Engineering',
  site: 'Berlin',
  timeZone: 'Europe/Berlin',
});
const [ada, bo, cy] = [person(1, 'Ada Mentor'), person(2, 'Bo Mentor'), person(4, 'Cy Mentor')];

const choices = (more: object = {}) => ({
  mode: 'self-service',
  role: 'mentee',
  closedBecause: null,
  answerDays: 5,
  note: '',
  items: [],
  ...more,
});
const mentors = {
  items: [
    { ...ada, reasons: [{ code: 'skills', facts: { covered: ['Design'] } }], freePlaces: 1, rank: null },
    { ...bo, reasons: [], freePlaces: 2, rank: null },
    { ...cy, reasons: [], freePlaces: 0, rank: null },
  ],
  total: 3,
  nextCursor: null,
};

describe('choosing mentors', () => {
  it('shows why each fits in the reader’s words, and sends my order', async () => {
    const asked = answer({
      [`GET /api/my/enrolments/${id(9)}/choices`]: choices(),
      [`GET /api/my/enrolments/${id(9)}/mentors`]: mentors,
      [`PUT /api/my/enrolments/${id(9)}/choices`]: choices({
        items: [
          { ...bo, rank: 1, state: 'asked', askedAt: '2026-03-05T09:00:00Z', dueAt: '2026-03-10T09:00:00Z' },
        ],
      }),
    });
    const { user } = render(<ChoicesPage enrolmentId={id(9)} />);
    await screen.findByText('Knows what you want to learn: Design');
    expect(screen.getByText('Not free now')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Choose Cy Mentor' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    await user.click(screen.getByRole('button', { name: 'Choose Ada Mentor' }));
    await user.click(screen.getByRole('button', { name: 'Choose Bo Mentor' }));
    await user.click(screen.getByRole('button', { name: 'Move Bo Mentor up' }));
    const order = within(screen.getByRole('list', { name: 'My order' }));
    expect(order.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '1Bo Mentor',
      '2Ada Mentor',
    ]);
    await user.click(screen.getByRole('button', { name: 'Send my choice' }));
    expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
      mentors: [id(2), id(1)],
      note: '',
    });
  }, 15_000);

  it('says what a choice came to without saying why', async () => {
    answer({
      [`GET /api/my/enrolments/${id(9)}/choices`]: choices({
        items: [{ ...ada, rank: 1, state: 'no-place', askedAt: null, dueAt: null }],
      }),
      [`GET /api/my/enrolments/${id(9)}/mentors`]: mentors,
    });
    render(<ChoicesPage enrolmentId={id(9)} />);
    await screen.findByText('Not free now: Ada Mentor.');
  });
});

describe('a mentor who is asked', () => {
  it('declines privately, with a reason for coordinators alone', async () => {
    const request = {
      id: id(5),
      state: 'asked',
      programName: 'Growth',
      cohortName: 'Spring',
      mentee: person(3, 'Mia Mentee'),
      role: 'mentee',
      reasons: [{ code: 'skills', facts: { covered: ['Design'] } }],
      note: 'Please.',
      goals: [],
      askedAt: '2026-03-02T09:00:00Z',
      dueAt: '2026-03-07T09:00:00Z',
      pairingId: null,
      version: 1,
    };
    const asked = answer({
      'GET /api/my/mentor-requests': { items: [request] },
      'GET /api/my/places': { items: [] },
      [`PUT /api/mentor-requests/${id(5)}/answer`]: { ...request, state: 'declined' },
    });
    const { user } = render(<PlacesPage />);
    await screen.findByText('Wants to learn what you know: Design');
    await user.click(screen.getByRole('button', { name: 'Decline' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Read by coordinators only, never by Mia Mentee.')).toBeTruthy();
    await user.type(dialog.getByRole('textbox'), 'No time');
    await user.click(dialog.getByRole('button', { name: 'Decline' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
      answer: 'decline',
      reason: 'No time',
    });
  }, 15_000);
});

describe('what waits for a coordinator', () => {
  it('is helped with one press', async () => {
    const asked = answer({
      [`POST /api/mentor-requests/${id(7)}/asking`]: {
        id: id(7),
        state: 'asked',
        rank: 1,
        mentee: { personId: id(3), displayName: 'Mia Mentee' },
        mentor: { personId: id(1), displayName: 'Ada Mentor' },
        askedAt: '2026-03-05T09:00:00Z',
        dueAt: '2026-03-10T09:00:00Z',
        endedAt: null,
        declineReason: null,
      },
    });
    const { user } = render(
      <WaitingList
        answerDays={5}
        items={[
          {
            mentee: person(3, 'Mia Mentee'),
            cause: 'silent-mentor',
            help: 'more-time',
            since: '2026-03-01T09:00:00Z',
            tried: 1,
            request: {
              id: id(7),
              mentorName: 'Ada Mentor',
              askedAt: '2026-03-01T09:00:00Z',
              dueAt: '2026-03-06T09:00:00Z',
            },
          },
        ]}
      />,
    );
    expect(screen.getByText(/Ada Mentor was asked .* and has not answered; the last day is/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Give 5 days more: Ada Mentor' }));
    expect(asked).toHaveLength(1);
  });
});
