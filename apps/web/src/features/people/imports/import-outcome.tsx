import type { PersonImport } from '@ithaca/contracts/imports';
import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import FileInput from 'lucide-react/icons/file-input';
import UsersRound from 'lucide-react/icons/users-round';
import { useEffect, useRef } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Section } from '../../../ui/section.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ImportCounts, ImportedMentoring, rejectsHref } from './import-parts.tsx';
import { KeptList } from './import-undo-dialog.tsx';
import { isAtWork, keptQuery } from './imports.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const partSkeleton = () => <Skeleton className="h-72 w-full rounded-lg" />;
const ImportEffects = lazyLayer(
  async () => (await import('./import-effects.tsx')).ImportEffects,
  partSkeleton,
);

/** While it runs, and what came of it. */
export function ImportOutcome({ record }: { record: PersonImport }) {
  const t = useText();
  const { number } = useFormat();
  const [{ show }, setUrl] = useUrlState({ show: '' });
  const { locale } = useLocale();
  const { data: kept, ...keptRead } = useQuery({
    ...keptQuery(record.id),
    enabled: record.state === 'undone',
  });
  const { counts, state } = record;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that started or undid it is gone.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [state]);
  const people = counts ? counts.new + counts.changed : 0;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-4">
        <h2 ref={heading} tabIndex={-1} aria-live="polite" className="text-lead font-semibold outline-none">
          {state === 'done'
            ? t('imports.done', { count: people, shown: number(people) })
            : t(`imports.outcome.${state === 'mapping' || state === 'ready' ? 'running' : state}`)}
        </h2>
        {isAtWork(record) && (
          <Card>
            <div className="flex flex-col gap-3">
              <ProgressBar
                label={t('imports.progress')}
                value={state === 'running' ? record.progress : undefined}
              />
              <p className="text-dense text-muted">{t('imports.progress.leave')}</p>
            </div>
          </Card>
        )}
        {state === 'failed' && (
          <Banner
            tone="danger"
            title={t('imports.failed')}
            actions={
              <LinkButton size="small" icon={FileInput} href="/imports">
                {t('imports.again')}
              </LinkButton>
            }
          >
            {problemWords(new ApiProblem({ status: 409, code: record.problem ?? 'service.failed' }), t)}
          </Banner>
        )}
        {state === 'undone' && (
          <p className="text-muted">
            {t(kept && kept.length > 0 ? 'imports.undone.others' : 'imports.undone.what')}
          </p>
        )}
      </section>
      {keptRead.isError && (
        <ProblemState level="part" problem={keptRead.error} onRetry={() => void keptRead.refetch()} />
      )}
      {state === 'undone' && kept && kept.length > 0 && (
        <Section
          title={t('imports.kept.title')}
          description={t('imports.kept', { count: kept.length, shown: number(kept.length) })}
        >
          <KeptList kept={kept} />
        </Section>
      )}
      {counts && (state === 'done' || state === 'undone') && (
        <>
          <ImportCounts counts={counts} />
          <ImportedMentoring counts={counts} />
          {state === 'done' && counts.rejected > 0 && (
            <Banner
              tone="warning"
              title={t('imports.left', { count: counts.rejected, shown: number(counts.rejected) })}
              actions={
                <LinkButton size="small" icon={Download} href={rejectsHref(record.id, locale)} download>
                  {t('imports.rejects')}
                </LinkButton>
              }
            >
              {t('imports.left.what')}
            </Banner>
          )}
          <Section
            title={t(state === 'done' ? 'imports.effects.done' : 'imports.effects.undone')}
            actions={
              <LinkButton icon={UsersRound} href="/people">
                {t('imports.toPeople')}
              </LinkButton>
            }
          >
            <ImportEffects
              record={record}
              counts={counts}
              selected={show}
              onSelect={(next) => setUrl({ show: next })}
            />
          </Section>
        </>
      )}
    </div>
  );
}
