import { importRoutes, type PersonImport } from '@ithaca/contracts/imports';
import { addressOf } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import type { Locale } from '../../../locales/catalogues.ts';

/** The rejected lines as a file, its reasons in the language of the screen; the browser downloads it. */
export const rejectsHref = (importId: string, locale: Locale) =>
  addressOf(importRoutes.rejects.path, { params: { importId }, query: { locale } });

const counted = ['new', 'changed', 'unchanged', 'leavers', 'rejected'] as const;

/** What a file does, in five numbers. */
export function ImportCounts({ counts }: { counts: NonNullable<PersonImport['counts']> }) {
  const t = useText();
  const { number } = useFormat();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-divider sm:grid-cols-5">
      {counted.map((effect) => (
        <div
          key={effect}
          className="flex flex-col-reverse justify-end bg-card px-4 py-3 last:max-sm:col-span-2"
        >
          <dt className="text-dense text-muted">{t(`imports.effect.${effect}`)}</dt>
          <dd className="text-title font-semibold tabular-nums">{number(counts[effect])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What else a file brings: people taking part, and pairs. */
export function ImportedMentoring({ counts }: { counts: NonNullable<PersonImport['counts']> }) {
  const t = useText();
  const { number } = useFormat();
  const { enrolments, pairings } = counts;
  if (enrolments === 0 && pairings === 0) return null;
  return (
    <p className="text-body">
      {t('imports.mentoring.counts', {
        enrolments,
        shownEnrolments: number(enrolments),
        pairings,
        shownPairings: number(pairings),
      })}
    </p>
  );
}
