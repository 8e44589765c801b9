import { viewRoutes, type SavedView } from '@ithaca/contracts/saved-views';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Bookmark from 'lucide-react/icons/bookmark';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { lazyLayer } from '../ui/lazy-part.tsx';
import { Menu, type MenuEntry, type MenuGroup } from '../ui/menu.tsx';
import { showToast } from '../ui/toast.tsx';
import { call } from './api.ts';
import { goTo, history } from './history.ts';
import { useText } from './i18n.tsx';
import { currentQuery, inOrder } from './view-query.ts';

const SaveViewDialog = lazyLayer(async () => (await import('./save-view.form.tsx')).SaveViewDialog);

type List = SavedView['list'];
const viewsQuery = (list: List) =>
  queryOptions({
    queryKey: ['views', list],
    queryFn: ({ signal }) => call(viewRoutes.list, { query: { list } }, { signal }),
  });

function addressOfView({ id, query }: SavedView): string {
  const next = new URLSearchParams(query);
  const cohort = new URLSearchParams(history.location.search).get('cohort');
  if (cohort) next.set('cohort', cohort);
  next.set('view', id);
  return `${history.location.pathname}?${next}`;
}

/** The saved views of a list. `chosen` is the view the address names; what it has been changed to stays in the address. */
export function ViewsMenu({ list, chosen }: { list: List; chosen: string }) {
  const t = useText();
  const queries = useQueryClient();
  const views = useQuery(viewsQuery(list)).data?.items;
  const [isSaving, setSaving] = useState(false);
  const keep = () => queries.invalidateQueries({ queryKey: ['views', list] });
  const update = useMutation({
    mutationFn: ({ view, ...body }: { view: SavedView; query?: string; shared?: boolean }) =>
      call(viewRoutes.update, { params: { viewId: view.id }, body, version: view.version }),
    onSuccess: () => showToast({ tone: 'success', title: t('lists.views.saved') }),
    onSettled: keep,
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) =>
      call(viewRoutes.remove, { params: { viewId: view.id }, version: view.version }),
    onSuccess: () => {
      showToast({ title: t('lists.views.removed') });
      goTo(history.location.pathname, { replace: true });
    },
    onSettled: keep,
  });
  const setDefault = useMutation({
    mutationFn: (viewId: string | null) => call(viewRoutes.setDefault, { body: { list, viewId } }),
    onSuccess: (next) => queries.setQueryData(viewsQuery(list).queryKey, next),
  });
  // The list opens with my view of choice, unless the address asks for something.
  const [cameBare] = useState(() => history.location.search === '');
  const standard = views?.find(({ isDefault }) => isDefault);
  useEffect(() => {
    if (cameBare && standard && history.location.search === '')
      goTo(addressOfView(standard), { replace: true });
  }, [cameBare, standard]);

  const view = views?.find(({ id }) => id === chosen);
  const isChanged = view !== undefined && currentQuery() !== inOrder(view.query);
  const entryOf = (one: SavedView): MenuEntry => ({
    id: one.id,
    label: one.name,
    ...(!one.isMine && { description: t('lists.views.by', { name: one.ownerName }) }),
    onAction: () => goTo(addressOfView(one)),
  });
  const mine = views?.filter(({ isMine }) => isMine) ?? [];
  const shared = views?.filter(({ isMine }) => !isMine) ?? [];
  const own: MenuEntry[] = view?.isMine
    ? [
        ...(isChanged
          ? [
              {
                id: 'save-over',
                label: t('lists.views.saveOver'),
                onAction: () => update.mutate({ view, query: currentQuery() }),
              },
            ]
          : []),
        {
          id: 'share',
          label: t(view.shared ? 'lists.views.keep' : 'lists.views.share'),
          onAction: () => update.mutate({ view, shared: !view.shared }),
        },
        {
          id: 'remove',
          label: t('lists.views.remove'),
          isDangerous: true,
          onAction: () => remove.mutate(view),
        },
      ]
    : [];
  const groups: MenuGroup[] = [
    {
      id: 'all',
      entries: [
        // With a default view, a bare address would open that: this one says that it wants none.
        {
          id: 'none',
          label: t('lists.views.none'),
          onAction: () => goTo(`${history.location.pathname}?view=none`),
        },
      ],
    },
    { id: 'mine', label: t('lists.views.mine'), entries: mine.map(entryOf) },
    { id: 'shared', label: t('lists.views.shared'), entries: shared.map(entryOf) },
    {
      id: 'acts',
      label: t('lists.views.acts'),
      entries: [
        { id: 'save', label: t('lists.views.save'), onAction: () => setSaving(true) },
        ...own,
        ...(view
          ? [
              {
                id: 'default',
                label: t(view.isDefault ? 'lists.views.noDefault' : 'lists.views.default'),
                onAction: () => setDefault.mutate(view.isDefault ? null : view.id),
              },
            ]
          : []),
      ],
    },
  ];
  return (
    <>
      <Menu label={t('lists.views')} groups={groups.filter(({ entries }) => entries.length > 0)}>
        <Button icon={Bookmark}>
          {view ? (isChanged ? t('lists.views.changed', { name: view.name }) : view.name) : t('lists.views')}
        </Button>
      </Menu>
      {isSaving && <SaveViewDialog list={list} onClose={() => setSaving(false)} />}
    </>
  );
}
