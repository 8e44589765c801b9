import CircleAlert from 'lucide-react/icons/circle-alert';
import Languages from 'lucide-react/icons/languages';
import type { LucideIcon } from 'lucide-react/types';
import { useId, type ReactNode, type Ref } from 'react';
import { setLocale, useLocale, useText } from '../../lib/i18n.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { localeNames, locales } from '../../locales/catalogues.ts';
import { buttonStyle } from '../../ui/button-style.ts';
import { cx } from '../../ui/cx.ts';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/spinner.tsx';

// The entrance is what everybody loads first, often on a phone: native controls in our look, nothing else.

const wide = 'w-full hover:bg-hover';
const solid = 'w-full hover:bg-accent-strong';

/** The frame of the pages before anybody is known: the product's name, one card, the languages. */
export function EntranceFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-surface">
      <title>{`${title} · Ithaca`}</title>
      <header className="flex justify-end p-3 sm:p-5">
        <LanguageChoice />
      </header>
      <main className="flex flex-1 flex-col items-center px-4 pt-4 pb-16 sm:justify-center sm:pt-0 sm:pb-32">
        <div className="flex w-full max-w-104 flex-col gap-6">
          <Wordmark />
          <div className="rounded-xl border bg-card p-5 sm:p-8">{children}</div>
        </div>
      </main>
    </div>
  );
}

/** The product's name and sign. */
export function Wordmark() {
  return (
    <p className="flex items-center justify-center gap-2.5 text-title font-semibold">
      <svg viewBox="0 0 32 32" aria-hidden className="size-8">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M8 22c4 0 4-12 8-12s4 12 8 12"
          fill="none"
          strokeWidth="2.5"
          strokeLinecap="round"
          className="stroke-on-accent"
        />
        <circle cx="16" cy="10" r="2.5" className="fill-on-accent" />
      </svg>
      Ithaca
    </p>
  );
}

/** The languages, for whom nobody knows yet. */
export function LanguageChoice() {
  const t = useText();
  const { locale } = useLocale();
  return (
    <label className="flex items-center gap-1.5 text-body text-muted">
      <Icon of={Languages} />
      <span className="sr-only">{t('shell.language')}</span>
      <select
        value={locale}
        onChange={(event) => {
          const chosen = locales.find((one) => one === event.target.value);
          if (chosen) void setLocale(chosen, { remember: true });
        }}
        className="h-control cursor-pointer rounded-md bg-transparent px-1 text-text hover:bg-hover"
      >
        {locales.map((one) => (
          <option key={one} value={one} lang={one} className="bg-raised">
            {localeNames[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

export function EntranceTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-col gap-1">
      <h1 className="text-title font-semibold text-balance">{title}</h1>
      {children && <p className="text-body text-muted">{children}</p>}
    </div>
  );
}

type EntranceFieldProps = {
  label: string;
  name: string;
  type: 'email' | 'password';
  autoComplete: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  ref: Ref<HTMLInputElement>;
};

export function EntranceField({ label, error, onChange, ref, ...input }: EntranceFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-dense font-medium">
        {label}
      </label>
      <input
        {...input}
        id={id}
        ref={ref}
        dir="ltr"
        aria-invalid={error !== undefined}
        {...(error !== undefined && { 'aria-describedby': `${id}-error` })}
        onChange={(event) => onChange(event.target.value)}
        className={cx(
          'h-control w-full min-w-0 rounded-md border bg-raised px-3 text-body text-text hover:border-edge focus:border-accent rtl:text-end',
          error === undefined ? 'border-edge/70' : 'border-danger',
        )}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-dense text-danger">
          <Icon of={CircleAlert} className="mt-px" />
          {error}
        </p>
      )}
    </div>
  );
}

type EntranceButtonProps = {
  look?: 'primary' | 'secondary';
  type?: 'button' | 'submit';
  icon?: LucideIcon;
  isRunning?: boolean;
  onPress?: () => void;
  children: ReactNode;
};

export function EntranceButton(props: EntranceButtonProps) {
  const { look = 'secondary', type = 'button', icon, isRunning = false, onPress, children } = props;
  return (
    <button
      type={type}
      aria-disabled={isRunning}
      onClick={() => !isRunning && onPress?.()}
      className={cx(
        buttonStyle(look, 'medium', look === 'primary' ? solid : wide),
        isRunning && 'cursor-progress! opacity-100!',
      )}
    >
      {isRunning ? <Spinner /> : icon && <Icon of={icon} />}
      {children}
    </button>
  );
}

export function EntranceLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={buttonStyle('primary', 'medium', solid)}>
      {children}
    </a>
  );
}

/** What went wrong, read aloud at once. */
export function EntranceProblem({ problem }: { problem: unknown }) {
  const t = useText();
  if (problem === undefined) return null;
  return (
    <p role="alert" className="flex items-start gap-2.5 rounded-lg bg-danger-tint px-3.5 py-2.5 text-body">
      <Icon of={CircleAlert} className="mt-0.5 text-danger" />
      {problemWords(problem, t)}
    </p>
  );
}
