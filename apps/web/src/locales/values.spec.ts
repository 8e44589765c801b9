import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { anatomyOf, wordsOf } from '../testing/words.ts';

/** Where sentences are asked for: by screens, and by the words that screen and paper share. */
const roots = [join(import.meta.dirname, '..'), join(import.meta.dirname, '../../../../libs/metrics/src')];
const variables = new Map(
  Object.entries(wordsOf('en')).map(([key, message]) => [key, anatomyOf(message).variables]),
);

/** Sentences that may be asked for in one place. `isSure`: no other ones, and with all names, as nothing is spread in. */
type Asked = { place: string; keys: string[]; names: string[]; isSure: boolean };

/** The keys that an expression may come to; of a template all that fit it, and none where only running it would tell. */
function keysOf(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return variables.has(expression.text) ? [expression.text] : [];
  if (ts.isConditionalExpression(expression))
    return [...keysOf(expression.whenTrue), ...keysOf(expression.whenFalse)];
  if (!ts.isTemplateExpression(expression) || expression.head.text === '') return [];
  const fixed = [expression.head.text, ...expression.templateSpans.map(({ literal }) => literal.text)];
  const shape = new RegExp(`^${fixed.map((part) => part.replaceAll('.', String.raw`\.`)).join('.*')}$`);
  return [...variables.keys()].filter((key) => shape.test(key));
}

function sentencesOf(path: string): Asked[] {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const asked: Asked[] = [];
  const note = (node: ts.Node, key: ts.Expression | undefined, values: ts.Expression | undefined) => {
    const keys = key ? keysOf(key) : [];
    // A constant may serve several sentences, each of which says a part of it.
    if (!key || keys.length === 0 || (values && !ts.isObjectLiteralExpression(values))) return;
    const given = values?.properties ?? [];
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const names = given.flatMap(({ name }) => (name ? [name.getText()] : []));
    const isSure = !key.getText().includes('`') && names.length === given.length;
    asked.push({ place: `${basename(path)}:${line}`, keys, names, isSure });
  };
  const attribute = (element: ts.JsxOpeningLikeElement, name: string) => {
    const found = element.attributes.properties.find((one) => one.name?.getText() === name);
    const value = found && ts.isJsxAttribute(found) ? found.initializer : undefined;
    return value && ts.isJsxExpression(value) ? value.expression : (value as ts.StringLiteral | undefined);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(t|text|say)$/.test(node.expression.getText()))
      note(node, node.arguments[0], node.arguments[1]);
    const isElement = ts.isJsxSelfClosingElement(node) || ts.isJsxOpeningElement(node);
    if (isElement && node.tagName.getText() === 'Text')
      note(node, attribute(node, 'id'), attribute(node, 'values'));
    ts.forEachChild(node, walk);
  };
  walk(source);
  return asked;
}

const asked = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
    .flatMap((file) => sentencesOf(join(root, file))),
);

describe('the values of a sentence', () => {
  it('are looked for where they are handed over', () => {
    expect(asked.length).toBeGreaterThan(3000);
    expect(asked.filter(({ names }) => names.length > 0).length).toBeGreaterThan(600);
  });

  it('are all said by it', () => {
    const unsaid = asked.flatMap(({ place, keys, names }) =>
      names
        .filter((name) => !keys.some((key) => variables.get(key)?.includes(name)))
        .map((name) => `${place} ${keys[0]}: ${name}`),
    );
    expect(unsaid).toEqual([]);
  });

  it('are all there', () => {
    const missing = asked
      .filter(({ isSure }) => isSure)
      .flatMap(({ place, keys, names }) =>
        keys.flatMap((key) =>
          (variables.get(key) ?? [])
            .filter((name) => !names.includes(name))
            .map((name) => `${place} ${key}: ${name}`),
        ),
      );
    expect(missing).toEqual([]);
  });
});
