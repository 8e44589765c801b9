import { expect, it, jest } from '@jest/globals';
import { render } from '../testing/render.tsx';
import { formatTagOf, useText } from './i18n.tsx';

function Move() {
  const t = useText();
  return <p>{t('review.move', { mentee: 'Jun Sato', from: 'سلمى', to: 'Ana Ruiz' })}</p>;
}

it('sets names in Latin letters apart in a language that runs from right to left, and only there', () => {
  expect(render(<Move />).container.textContent).not.toContain('\u2068');
  const arabic = render(<Move />, { locale: 'ar' }).container.textContent ?? '';
  expect(arabic).toContain('\u2068Jun Sato\u2069');
  expect(arabic).toContain('\u2068Ana Ruiz\u2069');
  expect(arabic).not.toContain('\u2068سلمى');
});

it('writes dates by the region of the browser, unless no format knows what it says', () => {
  const languages = jest.spyOn(navigator, 'languages', 'get');
  languages.mockReturnValue(['en-US', 'de']);
  expect([formatTagOf('en'), formatTagOf('de')]).toEqual(['en-US', 'de-DE']);
  languages.mockReturnValue(['en-US@posix']);
  expect(formatTagOf('en')).toBe('en-GB');
  languages.mockRestore();
});
