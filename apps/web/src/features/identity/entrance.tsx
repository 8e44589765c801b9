import Languages from 'lucide-react/icons/languages';
import type { ReactNode } from 'react';
import { setLocale, useLocale, useText } from '../../lib/i18n.tsx';
import { localeNames, locales } from '../../locales/catalogues.ts';
import { Icon } from '../../ui/icon.tsx';

/** The frame of the pages before anybody is known: the product's name, one card, the languages. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
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

/** Two people, one path: the product's sign beside its name. */
function Wordmark() {
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

/** A native list: it needs no code, and phones show their own. */
function LanguageChoice() {
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
      <h1 tabIndex={-1} className="text-title font-semibold text-balance outline-none">
        {title}
      </h1>
      {children && <p className="text-body text-muted">{children}</p>}
    </div>
  );
}
