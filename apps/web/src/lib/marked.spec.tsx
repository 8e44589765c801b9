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

  it('knows links that say where they lead, and code', () => {
    const { container } = render(
      <Marked
        text={
          'See [the plan](https://a.example/p?x=1), https://b.example/(c). and mail [me](mailto:a@b.example)\n\nUse `**x**` in snake_case_name _now_\n\n```\n- <b>\n```'
        }
      />,
    );
    const links = [...container.querySelectorAll('a')].map((link) => [
      link.textContent,
      link.getAttribute('href'),
      link.rel,
    ]);
    const rel = 'noopener noreferrer nofollow';
    expect(links).toEqual([
      ['the plan', 'https://a.example/p?x=1', rel],
      ['https://b.example/(c)', 'https://b.example/(c)', rel],
      ['me', 'mailto:a@b.example', rel],
    ]);
    expect(container.textContent).toContain('the plan (a.example)');
    expect(container.querySelector('code')?.textContent).toBe('**x**');
    expect(container.querySelector('em')?.textContent).toBe('now');
    expect(container.querySelector('pre')?.textContent).toBe('- <b>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:msgbox(1))',
    '[a](//evil.example)',
    '[a](https://bank.example@evil.example/)',
    'https://bank.example:pass@evil.example/',
    '![a](https://evil.example/pixel.png)',
    '[a](https://x.example/"onmouseover="alert(1))',
    '<https://x.example/><iframe srcdoc=1>',
    '`<b onclick=alert(1)>`',
    '```\n</pre><script>alert(1)</script>\n```',
    '[<img src=x onerror=alert(1)>](https://x.example)',
    '&#106;avascript:alert(1)',
    '[a](\u0001javascript:alert(1))',
  ])('runs nothing of %j', (text) => {
    const { container } = render(<Marked text={text} />);
    const allowed = new Set(['DIV', 'P', 'BR', 'UL', 'OL', 'LI', 'STRONG', 'EM', 'CODE', 'PRE', 'A', 'BDI']);
    for (const element of container.querySelectorAll('*')) {
      expect(allowed.has(element.tagName)).toBe(true);
      for (const name of element.getAttributeNames())
        expect(['class', 'dir', 'href', 'target', 'rel', 'tabindex']).toContain(name);
      const href = element.getAttribute('href');
      if (href !== null) expect(href).toMatch(/^(https?:\/\/(?!bank)[^@]*|mailto:.*)$/);
    }
  });

  it('is read in a time that grows with its length', () => {
    const began = performance.now();
    for (const hard of ['*', '**a', '- ', '1. ', ' *a* ', '`a', '[a](', '_a', '```\n'])
      readMarkedText(hard.repeat(12_500));
    // Each address is read as one, which takes this environment its time.
    for (const hard of ['https://a ', '[a](https://b)']) readMarkedText(hard.repeat(1000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
