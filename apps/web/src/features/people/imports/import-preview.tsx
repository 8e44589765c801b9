import type { PersonImport } from '@ithaca/contracts/imports';
import { UNDO_DAYS } from '@ithaca/domain/person-import';
import { useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/section.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ImportCounts, ImportedMentoring } from './import-parts.tsx';
import { importQuery, useRunImport } from './imports.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const partSkeleton = () => <Skeleton className="h-72 w-full rounded-lg" />;
const ImportEffects = lazyLayer(
  async () => (await import('./import-effects.tsx')).ImportEffects,
  partSkeleton,
);

/** Step 3: who is new, who changes, who leaves; then go. */
export function ImportPreview({ record, readOnly }: { record: PersonImport; readOnly: string | undefined }) {
  const t = useText();
  const { number } = useFormat();
  const queries = useQueryClient();
  const [{ show }, setUrl] = useUrlState({ show: '' });
  const run = useRunImport(record);
  const { counts } = record;
  if (!counts) return null;
  const people = counts.new + counts.changed;
  return (
    <div className="flex flex-col gap-6">
      <ImportCounts counts={counts} />
      <ImportedMentoring counts={counts} />
      <div className="flex flex-col gap-2">
        <Banner tone="info">{t('imports.noMail')}</Banner>
        {counts.leavers > 0 && (
          <Banner tone="warning">
            {t('imports.leavers.what', { count: counts.leavers, shown: number(counts.leavers) })}
          </Banner>
        )}
      </div>
      <Section title={t('imports.effects')}>
        <ImportEffects
          record={record}
          counts={counts}
          selected={show}
          onSelect={(next) => setUrl({ show: next })}
        />
      </Section>
      <ProblemBanner problem={run.error} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t bg-page px-4 py-3 max-sm:bottom-14">
        <p className="text-dense text-muted">{t('imports.run.undo', { days: number(UNDO_DAYS) })}</p>
        <Button
          variant="primary"
          isLoading={run.isPending}
          disabledReason={readOnly ?? (people === 0 ? t('imports.run.nothing') : undefined)}
          onPress={() =>
            run.mutate(undefined, {
              onSuccess: () => window.scrollTo({ top: 0 }),
              onError: (error) => {
                // Somebody mended a line or changed the columns: the counts are read anew, to be looked at again.
                if (error instanceof ApiProblem && error.status === 412)
                  void queries.invalidateQueries({ queryKey: importQuery(record.id).queryKey });
              },
            })
          }
        >
          {t('imports.run', { count: people, shown: number(people) })}
        </Button>
      </div>
    </div>
  );
}
