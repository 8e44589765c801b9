import type { MetricDefinition } from '@ithaca/contracts/metrics';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

type DictionaryEntryProps = { definition: MetricDefinition; label: string; meaning: string };

/** One number: its name and meaning in the reader's language, its exact rule in the catalogue's words. */
export function DictionaryEntry({ definition, label, meaning }: DictionaryEntryProps) {
  const t = useText();
  const { number } = useFormat();
  const rules: [string, string][] = [
    [t('metrics.definition.population'), definition.population],
    [t('metrics.definition.counted'), definition.numerator],
    [t('metrics.definition.outOf'), definition.denominator],
    [t('metrics.definition.window'), definition.window],
    [t('metrics.definition.method'), definition.method],
    [t('metrics.definition.notes'), definition.notes],
  ];
  return (
    <article id={definition.key} className="scroll-mt-20 rounded-lg border bg-card target:border-accent">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 pt-3.5">
        <h3 tabIndex={-1} className="text-body font-semibold outline-none">
          {label}
        </h3>
        <p className="text-caption text-muted">
          {t('metrics.definition.version', { version: number(definition.version) })} ·{' '}
          {t('metrics.definition.minimum')} {number(definition.minimumGroup)}
          {definition.homogeneity !== null &&
            ` · ${t('metrics.definition.alike')} ${number(definition.homogeneity)}`}
        </p>
        <p className="basis-full text-body">{meaning}</p>
      </header>
      <dl className="grid grid-cols-1 gap-x-6 px-4 pt-3 pb-3.5 text-dense sm:grid-cols-[7rem_1fr] sm:gap-y-1.5">
        {rules.map(([term, rule]) => (
          <div key={term} className="contents">
            <dt className="text-muted">{term}</dt>
            <dd lang="en" dir="ltr" className="mb-1.5 min-w-0 text-start sm:mb-0">
              {rule}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
