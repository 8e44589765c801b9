/** A run of words and how it is marked. */
export type MarkedRun =
  | { text: string; mark: 'plain' | 'strong' | 'stress' | 'code' }
  /** `host` is where it leads, for words that do not say it themselves. */
  | { text: string; mark: 'link'; href: string; host: string | null };
export type MarkedBlock =
  | { kind: 'paragraph'; lines: MarkedRun[][] }
  | { kind: 'points'; isNumbered: boolean; items: MarkedRun[][] }
  | { kind: 'code'; text: string };

const point = /^\s*(?:[-*]|(\d{1,3})[.)])\s+(.*)$/;
const fence = /^\s*```/;
// A mark begins and ends at a word, so that "2 * 3 * 4" stays arithmetic and snake_case a name.
const marks = new RegExp(
  [
    /`(?<code>[^`\n]+)`/,
    /\[(?<words>[^\][\n]{1,200})\]\((?<target>(?:https?:\/\/|mailto:)[^\s()<>]{1,2000})\)/,
    /(?<bare>https?:\/\/[^\s<>"`]{1,2000})/,
    /\*\*(?=\S)(?<strong>[^*\n]+?)(?<=\S)\*\*/,
    /\*(?=\S)(?<stress>[^*\n]+?)(?<=\S)\*/,
    /(?<![\p{L}\p{N}_])_(?=\S)(?<also>[^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** A link that leads to a page or a mailbox; null for any other, and for one that hides a name and a password. */
function linkTo(address: string, words: string | null): MarkedRun | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, username, href } = new URL(address);
  if (!['https:', 'http:', 'mailto:'].includes(protocol) || username !== '') return null;
  return {
    text: words ?? address,
    mark: 'link',
    href,
    host: words === null ? null : host || href.slice('mailto:'.length),
  };
}

/** The marked run at a match, and how many characters it takes. */
function runAt({ 0: whole, groups = {} }: RegExpExecArray): { run: MarkedRun | null; length: number } {
  const { code, words, target, bare, strong, stress, also } = groups;
  if (bare !== undefined) {
    // What ends a sentence is no part of an address; a bracket is where it was opened in it.
    const address = bare.replace(/[.,;:!?'*_]+$/, '').replace(/^([^()]*)\).*$/, '$1');
    return { run: linkTo(address, null), length: address.length };
  }
  const run =
    target !== undefined
      ? linkTo(target, words ?? '')
      : code !== undefined
        ? ({ text: code, mark: 'code' } as const)
        : strong !== undefined
          ? ({ text: strong, mark: 'strong' } as const)
          : ({ text: stress ?? also ?? '', mark: 'stress' } as const);
  return { run, length: whole.length };
}

function runsOf(line: string): MarkedRun[] {
  const runs: MarkedRun[] = [];
  let at = 0;
  const plain = (until: number) => {
    if (until > at) runs.push({ text: line.slice(at, until), mark: 'plain' });
    at = until;
  };
  marks.lastIndex = 0;
  for (let match = marks.exec(line); match; match = marks.exec(line)) {
    const { run, length } = runAt(match);
    marks.lastIndex = match.index + Math.max(length, 1);
    if (!run) continue;
    plain(match.index);
    runs.push(run);
    at += length;
  }
  plain(line.length);
  return runs;
}

/**
 * The few marks of Markdown that messages and guides are written with: paragraphs, lists (`- ` or `1. `), `**strong**`,
 * `*stressed*` words, `` `code` `` and blocks of it, links to pages and mailboxes. Everything else is text as it stands: no
 * pictures, no HTML, no other addresses.
 */
export function readMarkedText(text: string): MarkedBlock[] {
  const blocks: MarkedBlock[] = [];
  let isOpen = false;
  let code: string[] | null = null;
  const lines = text.split(/\r?\n/);
  const lastFence = lines.findLastIndex((line) => fence.test(line));
  for (const [index, line] of lines.entries()) {
    if (fence.test(line) && (code || index < lastFence)) {
      if (code) blocks.push({ kind: 'code', text: code.join('\n') });
      code = code ? null : [];
      isOpen = false;
      continue;
    }
    if (code) {
      code.push(line);
      continue;
    }
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
    .flatMap((block) =>
      block.kind === 'code'
        ? [block.text]
        : (block.kind === 'paragraph' ? block.lines : block.items).map((runs) =>
            runs.map((run) => run.text).join(''),
          ),
    )
    .join(' ');
