import type { Ref } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { brandFrom, type BrandTokens } from '../../ui/brand.ts';
import { TextField } from '../../ui/text-field.tsx';

type BrandFieldProps = {
  value: string;
  onChange: (colour: string) => void;
  onBlur: () => void;
  inputRef: Ref<HTMLInputElement>;
  error: string | undefined;
};

const isColour = (value: string) => /^#[0-9a-f]{6}$/i.test(value);

/** One colour in; what becomes of it on light and on dark, at once, and why it was moved. */
export function BrandField({ value, onChange, onBlur, inputRef, error }: BrandFieldProps) {
  const t = useText();
  const brand = isColour(value) ? brandFrom(value) : null;
  const isMoved = brand !== null && brand.light.solid.toLowerCase() !== value.toLowerCase();
  return (
    <div className="flex flex-col gap-4 pt-1">
      <div className="flex items-start gap-3">
        <TextField
          label={t('organisations.colour')}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          inputRef={inputRef}
          isLeftToRight
          placeholder="#3b4fd8"
          error={error}
          className="w-40"
        />
        <input
          type="color"
          aria-label={t('organisations.colour.pick')}
          value={isColour(value) ? value : '#3b4fd8'}
          onChange={(event) => onChange(event.target.value)}
          className="mt-5.5 h-control w-14 cursor-pointer rounded-md border bg-raised p-1"
        />
      </div>
      {brand && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Sample theme="light" tokens={brand.light} />
          <Sample theme="dark" tokens={brand.dark} />
        </div>
      )}
      {isMoved && <p className="text-dense text-muted">{t('organisations.colour.moved')}</p>}
    </div>
  );
}

function Sample({ theme, tokens }: { theme: 'light' | 'dark'; tokens: BrandTokens }) {
  const t = useText();
  return (
    <div
      style={{ colorScheme: theme }}
      className="flex flex-col gap-3 rounded-lg border bg-page p-4 text-text"
    >
      <p className="text-dense text-muted">{t(`shell.theme.${theme}`)}</p>
      <div className="flex flex-wrap items-center gap-3">
        <span
          style={{ background: tokens.solid, color: tokens.onSolid }}
          className="rounded-md px-3 py-1.5 text-body font-medium"
        >
          {t('organisations.sample.button')}
        </span>
        <span style={{ color: tokens.text }} className="text-body underline underline-offset-3">
          {t('organisations.sample.link')}
        </span>
        <span
          style={{ background: tokens.tint, color: tokens.text }}
          className="rounded-full px-2 py-0.5 text-dense font-medium"
        >
          {t('organisations.sample.chosen')}
        </span>
      </div>
    </div>
  );
}
