import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import TodayPage from './today.page.tsx';
import type { Today } from './today-words.ts';

const id = (n: number) => `0190a000-0000-7000-8000-00000000010${n}`;

function lineOf(n: number, changes: Partial<Today['queue'][number]> = {}): Today['queue'][number] {
  return {
    id: id(n),
    state: 'active',
    format: 'one-to-one',
    health: 'stalled',
    mentorName: 'Greta Nair',
    menteeNames: ['Paula Dahl'],
    peerNames: [],
    mayBeginWith: null,
    heldMeetings: 1,
    lastHeldAt: '2026-10-13T10:00:00.000Z',
    nextMeetingAt: null,
    signals: [{ code: 'low-usefulness', facts: {} }],
    startedAt: '2026-07-20T10:00:00.000Z',
    exitReason: null,
    cohortId: id(8),
    cohortName: 'Spring',
    programId: id(9),
    programName: 'Career growth',
    ...changes,
  };
}

const today = (queue: Today['queue']): Today => ({
  asOf: '2026-11-22T10:00:00.000Z',
  onTrack: 7 - queue.length,
  active: 7,
  queue,
  waiting: [],
  deadlines: [],
});

const coordinator = () => signedIn({ grants: [{ role: 'coordinator', programId: null }] });

beforeEach(() => window.history.replaceState(null, '', '/'));

describe('today', () => {
  it('says how many need a look, and why each does', async () => {
    answer({ 'GET /api/today': today([lineOf(1)]), 'GET /api/programs': { items: [] } });
    render(<TodayPage />, { queryClient: coordinator() });
    expect(await screen.findByText('1 of 7 pairings could use a look; 6 are on track.')).toBeTruthy();
    expect(
      screen.getByText('40 days since they met · A check-in found little use, or less than before'),
    ).toBeTruthy();
  });

  it('is calm when nobody needs help', async () => {
    answer({ 'GET /api/today': today([]), 'GET /api/programs': { items: [] } });
    render(<TodayPage />, { queryClient: coordinator() });
    expect(await screen.findByText('All 7 running pairings are on track.')).toBeTruthy();
    expect(screen.getByText('Nobody needs help today')).toBeTruthy();
  });

  it('shows everybody where the address names a program that needs no help, or none', async () => {
    window.history.replaceState(null, '', `/today?program=${id(5)}`);
    const other = lineOf(2, { mentorName: 'Yuki Hassan', programId: id(7), programName: 'Onboarding' });
    answer({ 'GET /api/today': today([lineOf(1), other]), 'GET /api/programs': { items: [] } });
    render(<TodayPage />, { queryClient: coordinator() });
    expect(await screen.findByText('Yuki Hassan with Paula Dahl')).toBeTruthy();
    expect(screen.queryByText('Nobody needs help today')).toBeNull();
    expect(screen.getByRole('button', { name: 'All 2' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('offers a text that gives away nothing of a check-in', async () => {
    answer({
      'GET /api/today': today([lineOf(1, { health: 'on-rhythm' })]),
      'GET /api/programs': { items: [] },
    });
    const { user } = render(<TodayPage />, { queryClient: coordinator() });
    await user.click(
      await screen.findByRole('button', { name: 'Write to both: Greta Nair with Paula Dahl' }),
    );
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });
    const text = field.value;
    expect(text).toContain('Hello Greta and Paula,');
    expect(text).toContain('Noor Haddad');
    expect(text).not.toMatch(/check-in|useful|usefulness/i);
  });

  it('ends a pairing after a reason, and keeps the focus on the list', async () => {
    let queue = [lineOf(1), lineOf(2, { mentorName: 'Yuki Hassan' })];
    const asked = answer({
      'GET /api/today': () => today(queue),
      'GET /api/programs': { items: [] },
      [`POST /api/pairings/${id(1)}/closing`]: () => {
        queue = queue.slice(1);
        return lineOf(1, { state: 'ended', health: 'ended' });
      },
    });
    const { user } = render(<TodayPage />, { queryClient: coordinator() });
    await user.click(await screen.findByRole('button', { name: 'More for Greta Nair with Paula Dahl' }));
    await user.click(screen.getByRole('menuitem', { name: 'End pairing' }));
    const dialog = await screen.findByRole('alertdialog');
    await user.click(within(dialog).getByRole('button', { name: 'End pairing' }));
    expect(within(dialog).getByText('Choose what fits best.')).toBeTruthy();
    await user.click(within(dialog).getByRole('radio', { name: 'No time at present' }));
    await user.click(within(dialog).getByRole('button', { name: 'End pairing' }));
    await waitFor(() => expect(screen.queryByText('Greta Nair with Paula Dahl')).toBeNull());
    expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toEqual({ reason: 'no-time' });
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Yuki Hassan with Paula Dahl'));
    expect(document.activeElement).not.toBe(document.body);
  });

  it('begins a circle early: with how many, and what happens then', async () => {
    const circle = lineOf(1, {
      state: 'offered',
      format: 'circle',
      menteeNames: ['Paula Dahl', 'Ali Kaya', 'Eva Lind'],
      mayBeginWith: 2,
    });
    const asked = answer({
      'GET /api/today': today([circle]),
      'GET /api/programs': { items: [] },
      [`POST /api/pairings/${id(1)}/start`]: { ...circle, state: 'active' },
    });
    const { user } = render(<TodayPage />, { queryClient: coordinator() });
    await user.click(await screen.findByRole('button', { name: /^More for / }));
    await user.click(screen.getByRole('menuitem', { name: 'Begin the circle' }));
    const dialog = within(
      await screen.findByRole('alertdialog', { name: 'Begin the circle of Greta Nair?' }),
    );
    expect(dialog.getByText(/The mentor and 2 mentees have said yes/)).toBeTruthy();
    expect(dialog.getAllByRole('listitem')).toHaveLength(2);
    await user.click(dialog.getByRole('button', { name: 'Begin' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toHaveLength(1);
  });

  it('lets an auditor read, not end', async () => {
    answer({ 'GET /api/today': today([lineOf(1)]), 'GET /api/programs': { items: [] } });
    const { user } = render(<TodayPage />, {
      queryClient: signedIn({ grants: [{ role: 'auditor', programId: null }] }),
    });
    await user.click(await screen.findByRole('button', { name: 'More for Greta Nair with Paula Dahl' }));
    const entry = screen.getByRole('menuitem', { name: /End pairing/ });
    expect(entry.getAttribute('aria-disabled')).toBe('true');
    expect(entry.textContent).toContain('You can read this program.');
  });
});
