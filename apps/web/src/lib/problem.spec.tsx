import { protocolProblems } from '@ithaca/contracts/problem';
import { refusals } from '@ithaca/domain/refusal';
import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { wordsOf } from '../testing/words.ts';
import { render } from '../testing/render.tsx';
import { ApiProblem } from './api.ts';
import { text } from './i18n.tsx';
import { problemWords } from './problem-words.ts';
import { ProblemState } from './problem.tsx';

describe.each(['en', 'de', 'ar'] as const)('problems in %s', (locale) => {
  it('have words for every code a rule or the protocol answers with', () => {
    const words = wordsOf(locale);
    const codes = [...Object.keys(refusals), ...Object.keys(protocolProblems), 'network'];
    expect(codes.filter((code) => !words[`problem.${code}`])).toEqual([]);
  });
});

describe('a problem in words', () => {
  it('is that of our side when the code is not known or no answer came', () => {
    expect(problemWords(new ApiProblem({ status: 500, code: 'new.code' }), text)).toMatch(/our side/);
    expect(problemWords(new Error('x'), text)).toMatch(/our side/);
    expect(problemWords(new ApiProblem({ status: 0, code: 'network' }), text)).toMatch(/connection/);
  });

  it('tells a time on the clock of the reader', () => {
    const facts = { startsAt: '2026-03-10T09:00:00.000Z', timeZone: 'Asia/Tokyo' };
    const words = problemWords(new ApiProblem({ status: 409, code: 'meeting.overlaps', facts }), text);
    expect(words).toMatch(/Tue,? 10 Mar( 2026)?,? 18:00|Tue, Mar 10,( 2026,)? 6:00/);
  });
});

describe('a page that cannot be shown', () => {
  const show = (status: number, code: string, onRetry?: () => void) =>
    render(
      <ProblemState
        level="page"
        problem={new ApiProblem({ status, code, requestId: 'req-9' })}
        {...(onRetry && { onRetry })}
      />,
    );

  it('says who can grant what is missing', () => {
    show(403, 'access.denied');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('This page is not open to you');
    expect(screen.getByText(/owner of your organisation can grant it/)).toBeInstanceOf(HTMLElement);
  });

  it('does not tell whether a hidden record exists', () => {
    show(404, 'record.not-found');
    expect(screen.getByText(/not yours to see/)).toBeInstanceOf(HTMLElement);
  });

  it('is not there when the address names what cannot be: trying again would not help', () => {
    const fields = [{ path: 'params.programId', message: 'Invalid input' }];
    render(<ProblemState problem={new ApiProblem({ status: 400, code: 'request.fields', fields })} />);
    expect(screen.getByText('There is nothing here')).toBeInstanceOf(HTMLElement);
    expect(screen.queryByText(/need another value/)).toBeNull();
  });

  it('can be tried again and names the request when the service failed', async () => {
    const again = jest.fn();
    const { user } = show(503, 'service.busy', again);
    expect(screen.getByText('req-9')).toBeInstanceOf(HTMLElement);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(again).toHaveBeenCalledTimes(1);
  });
});
