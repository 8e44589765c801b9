import { homeCard, type HomeCard } from '@ithaca/contracts/reports';
import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { formatIn } from '../../lib/format.ts';
import { text } from '../../lib/i18n.tsx';
import { answer, problem } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { speak } from '../../testing/words.ts';
import { wordsOf } from './card-words.ts';
import HomePage from './home.page.tsx';

const asOf = '2026-11-22T09:00:00Z';
const cards: HomeCard[] = [
  {
    kind: 'accept-pairing',
    path: '/pairings/1',
    at: null,
    facts: { partnerNames: ['Ada Obi'], programName: 'Career growth' },
  },
  {
    kind: 'unread-messages',
    path: '/pairings/1/messages',
    at: null,
    facts: { partnerNames: ['Ada Obi'], count: 2 },
  },
  { kind: 'help-pairings', path: '/today', at: null, facts: { programName: 'Career growth', count: 4 } },
];

describe('home', () => {
  it('has one main action, the most pressing thing, and the rest by lens below it', async () => {
    answer({ 'GET /api/home': { asOf, cards, nextDate: null } });
    render(<HomePage />, { queryClient: signedIn() });
    const first = await screen.findByRole('region', { name: 'To do first' });
    expect(within(first).getByRole('link', { name: 'See and answer' }).getAttribute('href')).toBe(
      '/pairings/1',
    );
    const mentoring = screen.getByRole('region', { name: 'For your mentoring' });
    expect(within(mentoring).getByRole('link', { name: /2 messages from Ada Obi/ })).toBeInstanceOf(
      HTMLElement,
    );
    const programs = screen.getByRole('region', { name: 'For your programs' });
    expect(within(programs).getByRole('link', { name: /4 pairings need your help/ })).toBeInstanceOf(
      HTMLElement,
    );
  });

  it('is calm when nothing is due, and says what comes next', async () => {
    const nextDate = { kind: 'cohort-starts', on: '2026-12-01', facts: { programName: 'Career growth' } };
    answer({ 'GET /api/home': { asOf, cards: [], nextDate } });
    render(<HomePage />, { queryClient: signedIn() });
    expect(await screen.findByText('Nothing is waiting for you')).toBeInstanceOf(HTMLElement);
    expect(screen.getByText(/a cohort starts \(Career growth\), 1 Dec 2026|Dec 1, 2026/)).toBeInstanceOf(
      HTMLElement,
    );
  });

  it('takes a seat that is kept with one press', async () => {
    const seat: HomeCard = {
      kind: 'take-seat',
      path: '/my',
      at: asOf,
      facts: { enrolmentId: 'e1', programName: 'Growth' },
    };
    const asked = answer({
      'GET /api/home': { asOf, cards: [seat], nextDate: null },
      'POST /api/my/enrolments/e1/seat': {},
    });
    const { user } = render(<HomePage />, { queryClient: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Take my seat' }));
    expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toEqual({ take: true });
  });

  it('says how a meeting went with one press', async () => {
    const card: HomeCard = {
      kind: 'confirm-meeting',
      path: '/pairings/1/meetings/m1',
      at: asOf,
      facts: { meetingId: 'm1', partnerNames: ['Ada Obi'] },
    };
    const asked = answer({
      'GET /api/home': { asOf, cards: [card], nextDate: null },
      'PUT /api/meetings/m1/answer': {},
    });
    const { user } = render(<HomePage />, { queryClient: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Not yet' }));
    expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({ answer: 'not-held' });
  });

  it('says what failed and can be tried again', async () => {
    answer({ 'GET /api/home': problem(500, 'service.failed') });
    render(<HomePage />, { queryClient: signedIn() });
    expect((await screen.findByRole('alert')).textContent).toMatch(/Nothing was changed.*req-1/s);
  });
});

describe('every kind of card', () => {
  it.each(['en', 'de', 'ar'] as const)('has words in %s, with facts and without', (locale) => {
    speak(locale);
    for (const kind of homeCard.shape.kind.options) {
      for (const card of [
        { kind, path: '/', at: null, facts: {} },
        {
          kind,
          path: '/',
          at: asOf,
          facts: { partnerNames: ['Ada'], programName: 'Growth', title: 'Plan', count: 2 },
        },
      ]) {
        const said = Object.values(wordsOf(card, text, formatIn(locale, 'Europe/Berlin'))).join(' ');
        expect(said).not.toMatch(/home\.|undefined|[{}]/);
      }
    }
  });
});
