import { viewRoutes, type SavedView } from '@ithaca/contracts/saved-views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showToast } from '../ui/toast.tsx';
import { call } from './api.ts';
import { goTo, history } from './history.ts';
import { useText } from './i18n.tsx';
import { ProblemBanner } from './problem.tsx';
import { currentQuery } from './view-query.ts';

/** Gives the filters on the screen a name. */
export function SaveViewDialog({ list, onClose }: { list: SavedView['list']; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [isTried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      call(viewRoutes.create, { body: { list, name: name.trim(), query: currentQuery(), shared } }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['views', list] });
      const query = new URLSearchParams(history.location.search);
      query.set('view', id);
      goTo(`${history.location.pathname}?${query}`, { replace: true });
      showToast({ tone: 'success', title: t('lists.views.saved') });
      onClose();
    },
    meta: { showsProblem: true },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('lists.views.save')} size="small">
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name.trim() !== '') save.mutate();
        }}
      >
        <TextField
          label={t('lists.views.name')}
          value={name}
          onChange={setName}
          error={isTried && name.trim() === '' ? t('problem.field.required') : undefined}
        />
        <Checkbox isSelected={shared} onChange={setShared}>
          {t('lists.views.share')}
        </Checkbox>
        <ProblemBanner problem={save.error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" isLoading={save.isPending}>
            {t('lists.views.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
