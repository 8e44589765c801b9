/** A run of words and how it is marked. */
export interface MarkedRun {
  text: string;
  mark: 'plain' | 'strong' | 'stress';
}
export type MarkedBlock =
  { kind: 'paragraph'; lines: MarkedRun[][] } | { kind: 'points'; isNumbered: boolean; items: MarkedRun[][] };

const point = /^\s*(?:[-*]|(\d{1,3})[.)])\s+(.*)$/;
// A mark begins and ends at a word, so that "2 * 3 * 4" stays arithmetic.
const marks = /\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*|\*(?=\S)([^*\n]+?)(?<=\S)\*/g;

function runsOf(line: string): MarkedRun[] {
  const runs: MarkedRun[] = [];
  let at = 0;
  const plain = (until: number) => {
    if (until > at) runs.push({ text: line.slice(at, until), mark: 'plain' });
  };
  for (const match of line.matchAll(marks)) {
    plain(match.index);
    const [whole, strong, stress] = match;
    runs.push(
      strong === undefined ? { text: stress ?? '', mark: 'stress' } : { text: strong, mark: 'strong' },
    );
    at = match.index + whole.length;
  }
  plain(line.length);
  return runs;
}

/**
 * The few marks of Markdown that guides are written with: paragraphs, lists (`- ` or `1. `), `**strong**` and `*stressed*`
 * words. Everything else is text as it stands: no links, no pictures, no HTML.
 */
export function readMarkedText(text: string): MarkedBlock[] {
  const blocks: MarkedBlock[] = [];
  let isOpen = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    const last = isOpen ? blocks.at(-1) : undefined;
    const found = point.exec(line);
    if (found) {
      const item = runsOf(found[2] ?? '');
      const isNumbered = found[1] !== undefined;
      if (last?.kind === 'points' && last.isNumbered === isNumbered) last.items.push(item);
      else blocks.push({ kind: 'points', isNumbered, items: [item] });
    } else if (last?.kind === 'paragraph') last.lines.push(runsOf(line));
    else blocks.push({ kind: 'paragraph', lines: [runsOf(line)] });
    isOpen = true;
  }
  return blocks;
}

/** The words alone, in one line: for a glance at the beginning. */
export const plainText = (text: string): string =>
  readMarkedText(text)
    .flatMap((block) => (block.kind === 'paragraph' ? block.lines : block.items))
    .map((runs) => runs.map((run) => run.text).join(''))
    .join(' ');
