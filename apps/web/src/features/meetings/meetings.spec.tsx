import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, problem } from '../../testing/answers.ts';
import { meetingId, meetingOf, pairingId, pairingOf } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { Toasts } from '../../ui/toast.tsx';
import MeetingPage from './meeting.page.tsx';
import { PlanMeetingForm } from './plan-meeting.form.tsx';
import { instantOf, wallOf } from './wall-time.ts';

const pairing = `/api/pairings/${pairingId}`;
const meeting = `/api/meetings/${meetingId}`;
type Sent = { body: unknown; headers: Record<string, string> };

beforeEach(() => sessionStorage.clear());

describe('shared notes', () => {
  it('show both texts when the partner wrote meanwhile, and keep both on demand', async () => {
    let now = meetingOf();
    answer({
      [`GET ${pairing}`]: pairingOf(),
      [`GET ${meeting}`]: () => now,
      [`PATCH ${meeting}`]: ({ body, headers }: Sent) => {
        if (headers['if-match'] !== `"${now.version}"`) return problem(412, 'record.changed');
        now = { ...now, ...(body as object), version: now.version + 1 };
        return now;
      },
    });
    const { user } = render(<MeetingPage pairingId={pairingId} meetingId={meetingId} />, {
      queryClient: signedIn(),
    });
    const field = await screen.findByRole('textbox', { name: 'Shared notes' });
    now = { ...now, notes: 'Theirs', version: 2 };
    await user.type(field, 'Mine');
    await user.tab();
    expect(await screen.findByText('Theirs')).toBeTruthy();
    expect(field).toHaveProperty('value', 'Mine');
    await user.click(screen.getByRole('button', { name: 'Keep both' }));
    await waitFor(() => expect(now.notes).toBe('Theirs\n\nMine'), { timeout: 3_000 });
  });
});

describe('the agenda', () => {
  it('adds my point to what the partner added meanwhile', async () => {
    let now = meetingOf();
    answer({
      [`GET ${pairing}`]: pairingOf(),
      [`GET ${meeting}`]: () => now,
      [`PATCH ${meeting}`]: ({ body, headers }: Sent) => {
        if (headers['if-match'] !== `"${now.version}"`) return problem(412, 'record.changed');
        now = { ...now, ...(body as object), version: now.version + 1 };
        return now;
      },
    });
    const { user } = render(<MeetingPage pairingId={pairingId} meetingId={meetingId} />, {
      queryClient: signedIn(),
    });
    const field = await screen.findByRole('textbox', { name: 'Add a point' });
    now = { ...now, agenda: [...now.agenda, { text: 'Theirs', done: false }], version: 2 };
    await user.type(field, 'Mine{Enter}');
    await waitFor(() => expect(now.agenda.map(({ text }) => text)).toEqual(['The talk', 'Theirs', 'Mine']));
  });
});

const guide = {
  title: 'Goals are set',
  guide: 'Turn wishes into **goals**.',
  dayOfCohort: 30,
  minutes: 45,
  agenda: ['What should be different?', 'The talk'],
  dueOn: '2099-01-20',
  meetingId,
  isOfNext: false,
};

describe('the guide of a meeting', () => {
  it('gives its points to the agenda, those that are not on it yet, and takes them back', async () => {
    let now = meetingOf();
    answer({
      [`GET ${pairing}`]: pairingOf(),
      [`GET ${pairing}/guides`]: { items: [guide, { ...guide, title: 'Elsewhere', meetingId: pairingId }] },
      [`GET ${meeting}`]: () => now,
      [`PATCH ${meeting}`]: ({ body }: Sent) => {
        now = { ...now, ...(body as object), version: now.version + 1 };
        return now;
      },
    });
    const { user } = render(
      <>
        <MeetingPage pairingId={pairingId} meetingId={meetingId} />
        <Toasts />
      </>,
      { queryClient: signedIn() },
    );
    const card = await screen.findByRole('region', { name: 'Goals are set' });
    expect(screen.queryByRole('region', { name: 'Elsewhere' })).toBeNull();
    expect(within(card).getByText('goals').tagName).toBe('STRONG');
    await user.click(within(card).getByRole('button', { name: 'Take one point over' }));
    await within(card).findByText('All of it is on the agenda.');
    await waitFor(() =>
      expect(now.agenda.map(({ text }) => text)).toEqual(['The talk', 'What should be different?']),
    );
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(now.agenda.map(({ text }) => text)).toEqual(['The talk']));
  });

  it('comes with the time that is chosen for the next one', async () => {
    const slot = '2099-01-12T08:00:00.000Z';
    const asked = answer({
      [`GET ${pairing}/free-times`]: {
        overlapMinutesPerDay: 60,
        busy: [],
        slots: [{ startsAt: slot, outsideHoursOf: [] }],
      },
      [`GET ${pairing}/guides`]: { items: [{ ...guide, meetingId: null, isOfNext: true }] },
      [`POST ${pairing}/meetings`]: meetingOf(),
    });
    const { user } = render(<PlanMeetingForm pairing={pairingOf()} />, { queryClient: signedIn() });
    const [first] = await screen.findAllByRole('radio');
    expect(screen.queryByText('Goals are set')).toBeNull();
    if (first) await user.click(first);
    await user.type(screen.getByRole('textbox', { name: /Agenda/ }), 'Mine');
    await user.click(await screen.findByRole('button', { name: 'Take 2 points over' }));
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toMatchObject({
        agenda: ['Mine', 'What should be different?', 'The talk'].map((text) => ({ text, done: false })),
      }),
    );
  });
});

describe('planning a meeting', () => {
  it('shows the partner’s clock and says for whom the least bad times are outside hours', async () => {
    answer({
      [`GET ${pairing}/free-times`]: {
        overlapMinutesPerDay: 0,
        busy: [],
        slots: [{ startsAt: '2099-01-12T08:00:00.000Z', outsideHoursOf: ['Jun Sato'] }],
      },
    });
    render(<PlanMeetingForm pairing={pairingOf()} />, { queryClient: signedIn() });
    expect(await screen.findByText('You and Jun share no working hours')).toBeTruthy();
    expect(screen.getByText(/for Jun · outside working hours for Jun/)).toBeTruthy();
  });

  it('asks for a time, then sends it with the agenda line by line', async () => {
    const slot = '2099-01-12T08:00:00.000Z';
    const asked = answer({
      [`GET ${pairing}/free-times`]: {
        overlapMinutesPerDay: 60,
        busy: [],
        slots: [{ startsAt: slot, outsideHoursOf: [] }],
      },
      [`POST ${pairing}/meetings`]: meetingOf(),
    });
    const { user } = render(<PlanMeetingForm pairing={pairingOf()} />, { queryClient: signedIn() });
    const [first] = await screen.findAllByRole('radio');
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    expect(screen.getAllByText('Choose a day and a time.').length).toBeGreaterThan(0);
    if (first) await user.click(first);
    await user.type(screen.getByRole('textbox', { name: /Agenda/ }), 'One{Enter}{Enter}Two');
    await user.click(screen.getByRole('button', { name: 'Send invitation' }));
    const sent = asked.find(({ route }) => route.startsWith('POST'));
    expect(sent?.body).toMatchObject({
      startsAt: slot,
      timeZone: 'Europe/Berlin',
      agenda: [
        { text: 'One', done: false },
        { text: 'Two', done: false },
      ],
    });
  });
});

it('a wall time of a zone and its instant are each other’s inverse, in summer and in winter', () => {
  expect(instantOf('2026-07-01T14:00', 'Europe/Berlin')).toBe('2026-07-01T12:00:00.000Z');
  expect(instantOf('2026-12-01T14:00', 'Europe/Berlin')).toBe('2026-12-01T13:00:00.000Z');
  expect(wallOf('2026-12-01T13:00:00.000Z', 'Asia/Tokyo')).toBe('2026-12-01T22:00');
  expect(instantOf('tomorrow', 'Europe/Berlin')).toBeUndefined();
});
