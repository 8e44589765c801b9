import { afterEach, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { TabLinks } from './tab-links.tsx';

const WIDTH = 100;
const ROOM = 250;

afterEach(() => void jest.restoreAllMocks());

/** Each tab as wide as any other, in a bar with room for two and a half. */
function layOut() {
  const boxOf = (element: Element): { left: number; right: number } => {
    const bar = element.closest('nav');
    if (!bar || element === bar) return { left: 0, right: ROOM };
    const left = [...bar.children].indexOf(element) * WIDTH - bar.scrollLeft;
    return { left, right: left + WIDTH };
  };
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    return boxOf(this) as DOMRect;
  });
}

it('the open tab stays in sight on a narrow screen, also once another comes before it', () => {
  layOut();
  const links = ['People', 'Pairings', 'Report'].map((label) => ({ href: `/${label}`, label }));
  const { rerender } = render(<TabLinks label="Pages" links={links} current="/Report" />);
  const sides = () => screen.getByRole('link', { current: 'page' }).getBoundingClientRect();
  expect(sides().right).toBe(ROOM);
  const late = { href: '/Requests', label: 'Requests', count: 4 };
  rerender(<TabLinks label="Pages" links={[late, ...links]} current="/Report" />);
  expect(sides().right).toBe(ROOM);
  rerender(<TabLinks label="Pages" links={[late, ...links]} current="/Requests" />);
  expect(sides().left).toBe(0);
});
