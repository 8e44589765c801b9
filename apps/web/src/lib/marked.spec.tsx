import { describe, expect, it } from '@jest/globals';
import { render } from '../testing/render.tsx';
import { readMarkedText } from './marked-text.ts';
import { Marked } from './marked.tsx';

describe('a marked text', () => {
  it('knows paragraphs, lists, strong and stressed words', () => {
    const { container } = render(
      <Marked text={'Say **hello**, *then*\nplan.\n\n- one\n- two **2**\n\n1. first\n2) second'} />,
    );
    expect(container.querySelector('p')?.innerHTML).toBe(
      'Say <strong class="font-semibold">hello</strong>, <em>then</em><br>plan.',
    );
    expect(container.querySelectorAll('ul li')).toHaveLength(2);
    expect(container.querySelectorAll('ol li')).toHaveLength(2);
  });

  it('takes everything else as text', () => {
    const { container } = render(<Marked text={'<img src=x> 2 * 3 * 4 [a](javascript:b) ** **'} />);
    expect(container.textContent).toBe('<img src=x> 2 * 3 * 4 [a](javascript:b) ** **');
    expect(container.querySelector('img, a, em, strong')).toBeNull();
  });

  it('is read in a time that grows with its length', () => {
    const began = performance.now();
    for (const hard of ['*', '**a', '- ', '1. ', ' *a* ']) readMarkedText(hard.repeat(12_500));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
