import type { MailWording } from '@ithaca/contracts/program-mails';
import type { Format } from '@ithaca/domain/vocabulary';

/** Who reads a variant of a mail: everybody, or one side. */
export type VariantReader = 'all' | 'mentee' | 'mentor';

export interface Variant {
  reader: VariantReader;
  /** What the values that tell sides apart are for this reader. */
  values: Record<string, string>;
}

/** By which value a mail of this format tells its readers apart, and how each side is called there. */
const sides: Record<Format, { by: string; rest: Record<string, string>; mentee: string; mentor: string }> = {
  // `side` is what the partner is to the reader.
  'one-to-one': { by: 'side', rest: { circle: 'none', reverse: 'no' }, mentee: 'mentor', mentor: 'mentee' },
  flash: { by: 'side', rest: { circle: 'none', reverse: 'no' }, mentee: 'mentor', mentor: 'mentee' },
  reverse: { by: 'side', rest: { circle: 'none', reverse: 'yes' }, mentee: 'mentor', mentor: 'mentee' },
  circle: { by: 'circle', rest: { reverse: 'no' }, mentee: 'mentee', mentor: 'mentor' },
  peer: {
    by: 'circle',
    rest: { circle: 'none', reverse: 'no', side: 'peer' },
    mentee: 'none',
    mentor: 'none',
  },
};

/** The variants of a mail in a program of this format: one for each side, if the mail knows who reads it. */
export function variantsOf(format: Format, variables: readonly string[]): Variant[] {
  const { by, rest, mentee, mentor } = sides[format];
  if (format === 'peer') return [{ reader: 'all', values: rest }];
  if (!variables.includes(by)) return [{ reader: 'all', values: rest }];
  return [
    { reader: 'mentee', values: { ...rest, [by]: mentee } },
    { reader: 'mentor', values: { ...rest, [by]: mentor } },
  ];
}

/** The end of the group that opens at `from`; quoted braces are none. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "'" && /[{}]/.test(text[at + 1] ?? '')) at = closingQuote(text, at);
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  return text.length;
}

function closingQuote(text: string, from: number): number {
  const end = text.indexOf("'", from + 1);
  return end === -1 ? text.length : end;
}

/** The texts of a choice by their keys. */
function formsIn(text: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('{', at);
    if (open === -1) break;
    const end = endOf(text, open);
    forms.set(text.slice(at, open).trim(), text.slice(open + 1, end));
    at = end + 1;
  }
  return forms;
}

/** A text as it is for one reader: every choice by these values is made, whatever else it holds stays. */
export function textFor(text: string, values: Record<string, string>): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'" && /[{}]/.test(text[at + 1] ?? '')) {
      const end = closingQuote(text, at);
      out += text.slice(at, end + 1);
      at = end;
    } else if (text[at] === '{') {
      const end = endOf(text, at);
      const inner = text.slice(at + 1, end);
      const [head = '', name = ''] = /^\s*(\w+)\s*,\s*select\s*,/.exec(inner) ?? [];
      const value = head === '' ? undefined : values[name];
      if (value === undefined) out += `{${textFor(inner, values)}}`;
      else {
        const forms = formsIn(inner.slice(head.length));
        out += textFor(forms.get(value) ?? forms.get('other') ?? '', values);
      }
      at = end;
    } else out += text[at];
  }
  return out;
}

const parts = ['subject', 'body', 'button'] as const;

/** The words of a mail as one reader gets them. */
export const wordingFor = (wording: MailWording, { values }: Variant): MailWording => ({
  subject: textFor(wording.subject, values),
  body: textFor(wording.body, values),
  button: textFor(wording.button, values),
});

/** What was written for each side as the one text that is kept: a choice where they differ, plain words where they do not. */
export function combine(
  format: Format,
  written: readonly { variant: Variant; wording: MailWording }[],
): MailWording {
  const { by } = sides[format];
  const together = (part: (typeof parts)[number]) => {
    const texts = written.map(({ variant, wording }) => ({
      key: variant.values[by] ?? '',
      text: wording[part].trim(),
    }));
    const [first] = texts;
    if (!first || texts.every(({ text }) => text === first.text)) return first?.text ?? '';
    const forms = texts.map(
      ({ key, text }, index) => `${index === texts.length - 1 ? 'other' : key} {${text}}`,
    );
    return `{${by}, select, ${forms.join(' ')}}`;
  };
  return { subject: together('subject'), body: together('body'), button: together('button') };
}
