import type { MailText, MailWording } from '@ithaca/contracts/program-mails';
import type { Format } from '@ithaca/domain/vocabulary';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { directionOf, useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { ApiProblem } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { MailView } from './mail-view.tsx';
import { useSaveMailText, type TextPlace } from './mails.queries.ts';
import {
  choicesIn,
  combine,
  fold,
  tellingOnly,
  unfold,
  variantsOf,
  wordingFor,
  type Choice,
  type Variant,
  type VariantReader,
} from './variants.ts';

const parts = ['subject', 'body', 'button'] as const;
type Part = (typeof parts)[number];

type WordingFormProps = { place: TextPlace; text: MailText; format: Format; isReadOnly: boolean };
type Drafts = readonly { variant: Variant; wording: MailWording }[];

const everybody: Variant = { reader: 'all', values: {} };

const same = (one: MailWording, other: MailWording) => parts.every((part) => one[part] === other[part]);

/** The words of a mail in one language, the standard beside them, and the mail as it arrives while one types. */
export function WordingForm({ place, text, format, isReadOnly }: WordingFormProps) {
  const t = useText();
  const { instant } = useFormat();
  const kept = text.edited ?? text.standard;
  const variants = variantsOf(
    format,
    text.variables.map(({ name }) => name),
  );
  // What the mail chooses by itself stands there as one value each: its braces are nothing to be edited.
  const choicesOf = (variant: Variant): Choice[] =>
    choicesIn(
      [text.standard, kept].flatMap((wording) => parts.map((part) => wordingFor(wording, variant)[part])),
    );
  const split = (wording: MailWording): Drafts =>
    variants.map((variant) => ({ variant, wording: fold(wordingFor(wording, variant), choicesOf(variant)) }));
  const [drafts, setDrafts] = useState(() => split(kept));
  const [reader, setReader] = useState<VariantReader>(variants[0]?.reader ?? 'all');
  const { variant: shown = everybody, wording: draft = kept } =
    drafts.find(({ variant }) => variant.reader === reader) ?? drafts[0] ?? {};
  const choices = choicesOf(shown);
  // The tabs and the mail itself choose by these.
  const hidden = tellingOnly(
    text.variables.map(({ name }) => name),
    parts.map((part) => text.standard[part]),
  );
  const whole = drafts.map(({ variant, wording }) => ({
    variant,
    wording: unfold(wording, choicesOf(variant)),
  }));
  const together = combine(format, whole);
  const isUnchanged = split(kept).every(({ wording }, index) =>
    same(wording, drafts[index]?.wording ?? wording),
  );
  const save = useSaveMailText(place);
  const failed = save.error instanceof ApiProblem ? save.error : null;
  const wrongPart = parts.find((part) => failed?.facts.field === part);
  const errorOf = (part: Part) => {
    if (draft[part].trim() === '') return t('mails.empty');
    return wrongPart === part ? problemWords(failed, t) : undefined;
  };
  const isEmpty = parts.some((part) => draft[part].trim() === '');
  const isOtherEmpty = drafts.some(({ wording }) => parts.some((part) => wording[part].trim() === ''));
  const set = (part: Part) => (value: string) => {
    save.reset();
    setDrafts(
      drafts.map((one) =>
        one.variant.reader === reader ? { ...one, wording: { ...one.wording, [part]: value } } : one,
      ),
    );
  };
  const send = () =>
    save.mutate(
      { wording: together, version: text.version },
      {
        onSuccess: ({ edited }) => {
          if (edited) setDrafts(split(edited));
          showToast({ tone: 'success', title: t('mails.saved') });
        },
      },
    );
  const restore = () => {
    const before = text.edited;
    save.mutate(
      { wording: null, version: text.version },
      {
        onSuccess: ({ standard, version }) => {
          setDrafts(split(standard));
          showToast({
            title: t('mails.restored'),
            ...(before && {
              onUndo: () =>
                save.mutate(
                  { wording: before, version },
                  { onSuccess: ({ edited }) => edited && setDrafts(split(edited)) },
                ),
            }),
          });
        },
      },
    );
  };
  const field = (part: Part) => ({
    label: t(`mails.part.${part}`),
    value: draft[part],
    onChange: set(part),
    isDisabled: isReadOnly,
    error: errorOf(part),
    lang: place.locale,
    dir: directionOf(place.locale),
  });
  const fields = (
    <>
      <TextField {...field('subject')} />
      <TextArea {...field('body')} rows={10} maxLength={6000} description={t('mails.part.body.what')} />
      <TextField {...field('button')} />
    </>
  );
  return (
    <div className="grid items-start gap-x-8 gap-y-6 pt-2 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
      <div className="flex min-w-0 flex-col gap-6">
        <Form
          label={t('mails.words')}
          onSubmit={send}
          failure={wrongPart ? undefined : <ProblemBanner problem={save.error} />}
          actions={
            isReadOnly ? undefined : (
              <>
                <Button
                  type="submit"
                  variant="primary"
                  isLoading={save.isPending}
                  disabledReason={
                    isEmpty
                      ? t('mails.empty')
                      : isOtherEmpty
                        ? t('mails.variants.empty')
                        : isUnchanged
                          ? t('mails.unchanged')
                          : undefined
                  }
                >
                  {t('mails.save')}
                </Button>
                {text.edited && (
                  <Button variant="quiet" onPress={restore}>
                    {t('mails.restore')}
                  </Button>
                )}
              </>
            )
          }
        >
          {variants.length > 1 ? (
            <Tabs
              label={t('mails.variants')}
              selected={reader}
              onSelect={setReader}
              tabs={variants.map((variant) => ({
                id: variant.reader,
                label: t(`mails.variant.${variant.reader}`),
                content: (
                  <div className="flex flex-col gap-5">
                    <p className="text-dense text-muted">{t('mails.variants.what')}</p>
                    {fields}
                  </div>
                ),
              }))}
            />
          ) : (
            fields
          )}
        </Form>
      </div>
      <MailView place={place} wording={together} forSide={unfold(draft, choices)} isReadOnly={isReadOnly} />
      <div className="flex min-w-0 flex-col gap-6">
        {text.edited && text.changedByName && text.changedAt && (
          <p className="text-dense text-muted">
            {t('mails.changed', { name: text.changedByName, at: instant(text.changedAt) })}
          </p>
        )}
        <Values variables={text.variables.filter(({ name }) => !hidden.includes(name))} choices={choices} />
        <Standard text={text} wording={fold(wordingFor(text.standard, shown), choices)} />
      </div>
    </div>
  );
}

function Values({ variables, choices }: Pick<MailText, 'variables'> & { choices: readonly Choice[] }) {
  const t = useText();
  return (
    <section aria-labelledby="mail-values" className="flex flex-col gap-2">
      <h3 id="mail-values" className="font-semibold">
        {t('mails.values')}
      </h3>
      <p className="max-w-prose text-dense text-muted">{t('mails.values.what')}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-dense">
        {variables.map(({ name, example }) => (
          <div key={name} className="contents">
            <dt>
              <code dir="ltr" className="rounded-sm bg-hover px-1 py-0.5">{`{${name}}`}</code>
            </dt>
            <dd className="min-w-0 truncate text-muted">
              <bdi>{example === '' ? '–' : example}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {choices.length > 0 && <Choices choices={choices} />}
    </section>
  );
}

function Choices({ choices }: { choices: readonly Choice[] }) {
  const t = useText();
  return (
    <>
      <p className="mt-2 max-w-prose text-dense text-muted">{t('mails.choices.what')}</p>
      <dl className="flex flex-col gap-2 text-dense">
        {choices.map(({ name, forms }) => (
          <div key={name}>
            <dt>
              <code dir="ltr" className="rounded-sm bg-hover px-1 py-0.5">{`{${name}}`}</code>
            </dt>
            <dd>
              <ul className="ps-5 list-disc text-muted wrap-anywhere">
                {forms.map((form) => (
                  <li key={form}>
                    <bdi>{form === '' ? t('mails.choices.nothing') : form}</bdi>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What is sent where nobody has worded it: beside one's own words, to compare and to take from. */
function Standard({ text, wording }: { text: MailText; wording: MailWording }) {
  const t = useText();
  if (!text.edited) return null;
  return (
    <section aria-labelledby="mail-standard" className="flex flex-col gap-2">
      <h3 id="mail-standard" className="font-semibold">
        {t('mails.standard')}
      </h3>
      <div
        lang={text.locale}
        dir={directionOf(text.locale)}
        className="flex flex-col gap-2 rounded-lg border bg-surface p-4 text-dense wrap-anywhere"
      >
        <p className="font-medium">{wording.subject}</p>
        <p className="whitespace-pre-line">{wording.body}</p>
        <p className="text-accent">{wording.button}</p>
      </div>
    </section>
  );
}
