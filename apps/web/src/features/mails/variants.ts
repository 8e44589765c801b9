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

/** Words that the mail chooses by itself, and the value that stands for them where they are edited. */
export interface Choice {
  name: string;
  /** As it is kept. */
  text: string;
  /** What it may say; empty: nothing. */
  forms: string[];
}

const CHOICE = /^\s*(\w+)\s*,\s*(?:select|plural|selectordinal)\s*,/;

/** Goes through a text: each outermost choice as `change` gives it back, each value too, the rest as it is. */
function replaceGroups(text: string, change: (group: string, inner: string) => string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'" && /[{}]/.test(text[at + 1] ?? '')) {
      const end = closingQuote(text, at);
      out += text.slice(at, end + 1);
      at = end;
    } else if (text[at] === '{') {
      const end = endOf(text, at);
      out += change(text.slice(at, end + 1), text.slice(at + 1, end));
      at = end;
    } else out += text[at];
  }
  return out;
}

/** So many texts of a choice are shown; one within another makes many. */
const MOST_FORMS = 8;

/** Every text that the choices in a text may come to, without a brace of theirs. */
function plainForms(text: string): string[] {
  let before = '';
  let options: string[] | null = null;
  let after = '';
  replaceGroups(text, (group, inner) => {
    const [head, value] = CHOICE.exec(inner) ?? [];
    if (options === null && head !== undefined) {
      const at = text.indexOf(group);
      before = text.slice(0, at);
      after = text.slice(at + group.length);
      options = [...formsIn(inner.slice(head.length)).values()].map((form) =>
        /,\s*select\s*,$/.test(head) ? form : form.replaceAll('#', `{${value}}`),
      );
    }
    return group;
  });
  if (options === null) return [text];
  return (options as string[])
    .flatMap((form) => plainForms(`${before}${form}${after}`))
    .slice(0, MOST_FORMS * 4);
}

/** The choices of some texts, each once. The names are those of the values they go by, `hasTitle` → `hasTitleWords`, with a number from the second on. */
export function choicesIn(texts: readonly string[]): Choice[] {
  const found = new Map<string, Choice>();
  const taken = new Map<string, number>();
  for (const text of texts)
    replaceGroups(text, (group, inner) => {
      const [head, value] = CHOICE.exec(inner) ?? [];
      if (head === undefined || value === undefined || found.has(group)) return group;
      const count = (taken.get(value) ?? 0) + 1;
      taken.set(value, count);
      const forms = [...new Set(plainForms(group).map((form) => form.trim()))].slice(0, MOST_FORMS);
      found.set(group, { name: `${value}Words${count === 1 ? '' : count}`, text: group, forms });
      return group;
    });
  return [...found.values()];
}

/** Of these values those that say nothing by themselves: they only tell which text of a choice is meant. */
export function tellingOnly(names: readonly string[], texts: readonly string[]): string[] {
  const whole = texts.join('\n');
  return names.filter(
    (name) => new RegExp(`\\{\\s*${name}\\s*,\\s*select`).test(whole) && !whole.includes(`{${name}}`),
  );
}

/** The words with a plain value in place of each choice. */
export const fold = (wording: MailWording, choices: readonly Choice[]): MailWording =>
  inEach(wording, (text) =>
    replaceGroups(text, (group) => {
      const choice = choices.find((one) => one.text === group);
      return choice ? `{${choice.name}}` : group;
    }),
  );

/** The words as they are kept, from how they are edited. */
export const unfold = (wording: MailWording, choices: readonly Choice[]): MailWording =>
  inEach(wording, (text) =>
    replaceGroups(text, (group, inner) => choices.find(({ name }) => name === inner.trim())?.text ?? group),
  );

const inEach = (wording: MailWording, change: (text: string) => string): MailWording => ({
  subject: change(wording.subject),
  body: change(wording.body),
  button: change(wording.button),
});

/** The words of a mail as one reader gets them. */
export const wordingFor = (wording: MailWording, { values }: Variant): MailWording =>
  inEach(wording, (text) => textFor(text, values));

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
