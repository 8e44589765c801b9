import type { PolicyState } from '@ithaca/contracts/matching-policy';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { PolicyChanges } from './changes.tsx';
import { policyQuery } from './policy.queries.ts';
import { useDraft, type PolicyDraft } from './use-draft.ts';

const viewSkeleton = () => <Skeleton className="h-96 w-full rounded-lg" />;
const PolicyEditor = lazyLayer(async () => (await import('./editor.tsx')).PolicyEditor, viewSkeleton);
const PolicyCompare = lazyLayer(async () => (await import('./compare.tsx')).PolicyCompare, viewSkeleton);
const PolicyVersions = lazyLayer(async () => (await import('./versions.tsx')).PolicyVersions, viewSkeleton);
const SaveDialog = lazyLayer(async () => (await import('./save-dialog.tsx')).SaveDialog);
const KeepScenarioDialog = lazyLayer(async () => (await import('./save-dialog.tsx')).KeepScenarioDialog);

const views = ['edit', 'compare', 'versions'] as const;
type View = (typeof views)[number];

function PolicySkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-6 w-80 max-w-full" />
      <Skeleton className="h-9 w-full" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <Skeleton className="h-96 w-full rounded-lg" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </div>
  );
}

/** Which version is in force, and what can be done with the edit. */
function Head({
  state,
  draft,
  onSave,
  onKeep,
}: {
  state: PolicyState;
  draft: PolicyDraft;
  onSave: () => void;
  onKeep: () => void;
}) {
  const t = useText();
  const { instant, number } = useFormat();
  const { canCoordinate, hrefOf } = useProgramFrame();
  const [current] = state.versions;
  const isEdited = draft.changes.length > 0;
  const off = !canCoordinate
    ? t('cohort.readOnly')
    : !isEdited
      ? t('policy.unchanged')
      : draft.isStale
        ? t('policy.stale')
        : undefined;
  return (
    <div className="flex flex-col gap-3">
      <Link
        variant="quiet"
        href={hrefOf('matching')}
        className="inline-flex w-fit items-center gap-1 text-dense"
      >
        <Icon of={ArrowLeft} isMirrored />
        {t('cohort.tab.matching')}
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-lead font-semibold">{t('policy.title')}</h2>
          {current && (
            <p className="text-dense text-muted">
              {t('policy.inForce', { number: number(state.version) })} ·{' '}
              <span dir="auto">{current.savedByName}</span> ·{' '}
              <time dateTime={current.savedAt}>{instant(current.savedAt)}</time>
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {isEdited && (
            <Button
              variant="quiet"
              onPress={() => {
                const { policy } = draft;
                draft.discard();
                showToast({ title: t('policy.discarded'), onUndo: () => draft.edit(() => policy) });
              }}
            >
              {t('policy.discard')}
            </Button>
          )}
          <Button {...(off && { disabledReason: off })} onPress={onKeep}>
            {t('policy.keep')}
          </Button>
          <Button variant="primary" {...(off && { disabledReason: off })} onPress={onSave}>
            {t('policy.save', { number: number(state.version + 1) })}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Workspace({ state }: { state: PolicyState }) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useDraft(state);
  const [{ view: asked }, setUrl] = useUrlState<{ view: string }>({ view: 'edit' });
  const [opened, setOpened] = useState<'save' | 'keep'>();
  const view: View = views.find((one) => one === asked) ?? 'edit';
  const reload = () => queries.invalidateQueries({ queryKey: policyQuery(state.programId).queryKey });
  const content: Record<View, () => React.ReactNode> = {
    edit: () => <PolicyEditor state={state} draft={draft} />,
    compare: () => <PolicyCompare state={state} draft={draft} onEdit={() => setUrl({ view: 'edit' })} />,
    versions: () => <PolicyVersions state={state} />,
  };
  return (
    <div className="flex flex-col gap-4">
      <Head state={state} draft={draft} onSave={() => setOpened('save')} onKeep={() => setOpened('keep')} />
      {draft.isStale && (
        <Banner
          tone="warning"
          isAnnounced
          title={t('policy.stale')}
          actions={
            <>
              <Button size="small" onPress={draft.discard}>
                {t('common.showTheirs')}
              </Button>
              <Button size="small" onPress={draft.rebase}>
                {t('common.keepMine')}
              </Button>
            </>
          }
        >
          {state.versions[0] && <PolicyChanges changes={state.versions[0].changes} />}
        </Banner>
      )}
      <Tabs<View>
        label={t('policy.views')}
        selected={view}
        onSelect={(next) => setUrl({ view: next })}
        tabs={views.map((id) => ({
          id,
          label: t(`policy.view.${id}`),
          ...(id === 'versions' && { count: state.versions.length }),
          content: id === view ? content[id]() : null,
        }))}
      />
      <SaveDialog
        state={state}
        policy={opened === 'save' ? draft.policy : undefined}
        changes={draft.changes}
        onClose={() => setOpened(undefined)}
        onSaved={draft.discard}
        onStale={() => void reload()}
      />
      <KeepScenarioDialog
        programId={state.programId}
        policy={opened === 'keep' ? draft.policy : undefined}
        onClose={() => setOpened(undefined)}
        onKept={() => setUrl({ view: 'compare' })}
      />
    </div>
  );
}

/** How are people matched here, what would another policy do, and how was it before? */
export default function PolicyPage() {
  const t = useText();
  const { program } = useProgramFrame();
  const state = useQuery(policyQuery(program.id));
  return (
    <Page title={`${t('policy.title')} · ${program.name}`} width="full">
      <Loaded query={state} skeleton={<PolicySkeleton />}>
        {(found) => <Workspace key={found.programId} state={found} />}
      </Loaded>
    </Page>
  );
}
