import { describe, expect, it } from '@jest/globals';
import { choicesIn, combine, fold, textFor, unfold, variantsOf, wordingFor } from './variants.ts';

const subject =
  '{circle, select, mentee {Your circle with {mentor}} mentor {Your circle: {members}} other {{reverse, select, yes {{side, select, mentor {{partner} could guide you} other {You could guide {partner}}}} other {{side, select, peer {Your partner} mentor {Meet your mentor} other {Meet your mentee}}: {partner}}}}}';
const body =
  "Hello {name},{meetings, plural, =0 {} one { # {side, select, mentor {mentor} other {mentee}} '{'kept'}'} other { #}}";
const wording = { subject, body, button: 'See' };

describe('a mail in the words of one side', () => {
  it.each([
    ['one-to-one', ['Meet your mentor: {partner}', 'Meet your mentee: {partner}']],
    ['reverse', ['{partner} could guide you', 'You could guide {partner}']],
    ['circle', ['Your circle with {mentor}', 'Your circle: {members}']],
    ['peer', ['Your partner: {partner}']],
  ] as const)('of a %s program has no braces of choices by side', (format, subjects) => {
    const variants = variantsOf(format, ['side', 'circle', 'reverse']);
    expect(variants.map((variant) => wordingFor(wording, variant).subject)).toEqual(subjects);
  });

  it('keeps every other choice and what is quoted', () => {
    expect(textFor(body, { side: 'mentor' })).toBe(
      "Hello {name},{meetings, plural, =0 {} one { # mentor '{'kept'}'} other { #}}",
    );
  });

  it('shows a plain value for whatever the mail chooses by itself, and is kept with the choice', () => {
    const said = {
      subject: 'News of {program}',
      body: "{mentor}{hasTitle, select, yes {, {mentorTitle},} other {}} waits {cadence, plural, one {a day} other {# days}}. '{'kept'}' {hasTitle, select, yes {Soon} other {Later}}",
      button: 'See',
    };
    const choices = choicesIn(Object.values(said));
    expect(choices.map(({ name, forms }) => [name, forms])).toEqual([
      ['hasTitleWords', [', {mentorTitle},', '']],
      ['cadenceWords', ['a day', '{cadence} days']],
      ['hasTitleWords2', ['Soon', 'Later']],
    ]);
    const shown = fold(said, choices);
    expect(shown.body).toBe("{mentor}{hasTitleWords} waits {cadenceWords}. '{'kept'}' {hasTitleWords2}");
    expect(unfold(shown, choices)).toEqual(said);
    const nested = 'In {of, select, a {one {times, plural, one {hour} other {# hours}}} other {all}}';
    expect(choicesIn([nested])[0]?.forms).toEqual(['one hour', 'one {times} hours', 'all']);
    // Left out, it is gone; written twice, it is said twice; what is no choice stays what it is.
    expect(unfold({ ...shown, body: '{cadenceWords} {cadenceWords} {mentor} {' }, choices).body).toBe(
      '{cadence, plural, one {a day} other {# days}} {cadence, plural, one {a day} other {# days}} {mentor} {',
    );
  });

  it('is kept as one text, with a choice only where the sides differ, and reads the same again', () => {
    const variants = variantsOf('one-to-one', ['side']);
    const written = variants.map((variant, index) => ({
      variant,
      wording: { subject: `Hi ${index} {partner}`, body: 'Same', button: 'See' },
    }));
    const kept = combine('one-to-one', written);
    expect(kept).toEqual({
      subject: '{side, select, mentor {Hi 0 {partner}} other {Hi 1 {partner}}}',
      body: 'Same',
      button: 'See',
    });
    for (const { variant, wording: said } of written) expect(wordingFor(kept, variant)).toEqual(said);
    expect(variantsOf('one-to-one', ['partner'])).toHaveLength(1);
  });
});
