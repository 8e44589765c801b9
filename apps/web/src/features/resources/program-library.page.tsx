import type { ProgramResource } from '@ithaca/contracts/resources';
import { useQuery } from '@tanstack/react-query';
import Archive from 'lucide-react/icons/archive';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Eye from 'lucide-react/icons/eye';
import Library from 'lucide-react/icons/library-big';
import MapPin from 'lucide-react/icons/map-pin';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Undo from 'lucide-react/icons/undo-2';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ResourceFacts } from '../../lib/resource-facts.tsx';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Link } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toast.tsx';
import {
  programResourcesQuery,
  useOrder,
  usePlace,
  useTakeOut,
  useUpdateResource,
} from './resources.queries.ts';

const ResourceForm = lazyLayer(async () => (await import('./resource.form.tsx')).ResourceForm);
const PlaceForm = lazyLayer(async () => (await import('./place.form.tsx')).PlaceForm);
const TakeFromLibrary = lazyLayer(async () => (await import('./take-from-library.tsx')).TakeFromLibrary);

type Layer = { kind: 'add' | 'take' } | { kind: 'edit' | 'place'; id: string };

/** What do we recommend, when, and is it used? The library of one program, in the order readers see. */
export default function ProgramLibraryPage() {
  const t = useText();
  const { program, canCoordinate } = useProgramFrame();
  const resources = useQuery(programResourcesQuery(program.id));
  const [layer, setLayer] = useState<Layer | null>(null);
  const off = canCoordinate ? undefined : t('cohort.readOnly');
  const close = () => setLayer(null);
  const acts = (
    <>
      <Button disabledReason={off} onPress={() => setLayer({ kind: 'take' })}>
        {t('reading.take')}
      </Button>
      <Button variant="primary" icon={Plus} disabledReason={off} onPress={() => setLayer({ kind: 'add' })}>
        {t('reading.add')}
      </Button>
    </>
  );
  return (
    <Page title={t('reading.of', { program: program.name })} width="full">
      <Loaded query={resources} skeleton={<Skeleton className="h-64 w-full rounded-lg" />}>
        {({ items, minimumGroup }) => {
          const chosen = layer && 'id' in layer ? items.find(({ id }) => id === layer.id) : undefined;
          return (
            <>
              {items.length === 0 ? (
                <EmptyState
                  icon={Library}
                  title={t('reading.empty')}
                  action={<div className="flex flex-wrap justify-center gap-2">{acts}</div>}
                >
                  {t('reading.empty.why')}
                </EmptyState>
              ) : (
                <Section
                  title={t('reading.library')}
                  description={t('reading.shelf.what', { minimum: minimumGroup })}
                  actions={acts}
                >
                  <ol className="flex flex-col divide-y rounded-lg border bg-card">
                    {items.map((item, index) => (
                      <Line
                        key={item.id}
                        item={item}
                        index={index}
                        items={items}
                        off={off}
                        onLayer={(kind) => setLayer({ kind, id: item.id })}
                      />
                    ))}
                  </ol>
                </Section>
              )}
              {layer?.kind === 'add' && <ResourceForm program={program} onClose={close} />}
              {layer?.kind === 'take' && (
                <TakeFromLibrary programId={program.id} present={items.map(({ id }) => id)} onClose={close} />
              )}
              {layer?.kind === 'edit' && chosen && (
                <ResourceForm program={program} resourceId={chosen.id} onClose={close} />
              )}
              {layer?.kind === 'place' && chosen && (
                <PlaceForm program={program} resource={chosen} onClose={close} />
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

type LineProps = {
  item: ProgramResource;
  index: number;
  items: readonly ProgramResource[];
  off: string | undefined;
  onLayer: (kind: 'edit' | 'place') => void;
};

function Line({ item, index, items, off, onLayer }: LineProps) {
  const t = useText();
  const { program } = useProgramFrame();
  const { number } = useFormat();
  const order = useOrder(program.id);
  const takeOut = useTakeOut(program.id);
  const place = usePlace(program.id);
  const update = useUpdateResource();
  const isArchived = item.state === 'archived';
  const move = (by: -1 | 1) => {
    const ids = items.map(({ id }) => id);
    ids.splice(index + by, 0, ...ids.splice(index, 1));
    order.mutate(ids);
  };
  const change = (state: ProgramResource['state']) =>
    update.mutate(
      { id: item.id, version: item.version, changes: { state } },
      { onSuccess: () => showToast({ title: t(`reading.became.${state}`) }) },
    );
  const mayChange = off === undefined && item.isMineToChange;
  return (
    <li className="flex items-start gap-3 px-4 py-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/library/${item.id}`} className="font-medium">
            <bdi>{item.title}</bdi>
          </Link>
          {isArchived && <Status tone="neutral">{t('reading.archived')}</Status>}
        </div>
        <ResourceFacts item={item} isFinished={false} />
        <p className="text-dense text-muted">
          {item.milestone === null ? (
            t(`reading.stage.${item.stage}`)
          ) : (
            <>
              {t('reading.at')} <bdi>{item.milestone}</bdi>
            </>
          )}
          {item.programs.length > 1 && ` · ${t('reading.programs', { count: item.programs.length })}`}
        </p>
        {item.isMilestoneGone && (
          <Status tone="warning" look="plain">
            {t('reading.milestoneGone')}
          </Status>
        )}
        {(item.finished !== null || item.rating) && (
          <p className="text-dense">
            {item.finished !== null &&
              t('reading.finishedBy', { count: item.finished, shown: number(item.finished) })}
            {item.rating &&
              ` · ${t('reading.rated', {
                mean: number(item.rating.mean, { maximumFractionDigits: 1 }),
                count: item.rating.count,
              })}`}
          </p>
        )}
      </div>
      <div className="flex shrink-0">
        <IconButton
          icon={ArrowUp}
          size="small"
          label={t('reading.up', { title: item.title })}
          isDisabled={off !== undefined || index === 0 || order.isPending}
          onPress={() => move(-1)}
        />
        <IconButton
          icon={ArrowDown}
          size="small"
          label={t('reading.down', { title: item.title })}
          isDisabled={off !== undefined || index === items.length - 1 || order.isPending}
          onPress={() => move(1)}
        />
        <Menu
          label={t('reading.menu', { title: item.title })}
          entries={[
            { id: 'look', label: t('reading.look'), icon: Eye, href: `/library/${item.id}` },
            {
              id: 'edit',
              label: t('reading.edit'),
              icon: Pencil,
              isDisabled: !mayChange,
              ...(off === undefined && !item.isMineToChange && { description: t('reading.ofOthers') }),
              onAction: () => onLayer('edit'),
            },
            {
              id: 'place',
              label: t('reading.place'),
              icon: MapPin,
              isDisabled: off !== undefined,
              onAction: () => onLayer('place'),
            },
            {
              id: 'state',
              label: t(isArchived ? 'reading.bringBack' : 'reading.archive'),
              icon: isArchived ? Undo : Archive,
              isDisabled: !mayChange,
              onAction: () => change(isArchived ? 'open' : 'archived'),
            },
            {
              id: 'out',
              label: t('reading.takeOut'),
              icon: X,
              isDisabled: off !== undefined,
              onAction: () =>
                takeOut.mutate(item.id, {
                  onSuccess: () =>
                    showToast({
                      title: t('reading.tookOut'),
                      ...(!isArchived && {
                        onUndo: () =>
                          place.mutate({ resourceId: item.id, stage: item.stage, milestone: item.milestone }),
                      }),
                    }),
                }),
            },
          ]}
        >
          <IconButton icon={Ellipsis} size="small" label={t('reading.menu', { title: item.title })} />
        </Menu>
      </div>
    </li>
  );
}
