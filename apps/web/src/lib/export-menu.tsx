import { exportRoutes, type ExportFile } from '@ithaca/contracts/exports';
import { useMutation } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuGroup } from '../ui/menu.tsx';
import { showToast } from '../ui/toast.tsx';
import { addressOf } from './api.ts';
import { useFormat } from './format.ts';
import { goTo } from './history.ts';
import { useText } from './i18n.tsx';

export interface WantedFile {
  format: 'csv' | 'xlsx';
  /** The columns of the screen, or all there are. */
  columns: 'shown' | 'all';
}

type ExportMenuProps = {
  make: (wanted: WantedFile) => Promise<ExportFile>;
  /** There are columns beyond those of the screen. */
  hasMore?: boolean;
  disabledReason?: string | undefined;
};

/** A list as a file: at once when it is short; a long one is written by a job, on a page that can be left. */
export function ExportMenu({ make, hasMore = false, disabledReason }: ExportMenuProps) {
  const t = useText();
  const { number } = useFormat();
  const writing = useMutation({
    mutationFn: make,
    onSuccess: ({ id, state, rows }) => {
      if (state !== 'ready') return goTo(`/exports/${id}`);
      window.location.assign(addressOf(exportRoutes.file.path, { params: { exportId: id } }));
      showToast({
        tone: 'success',
        title: t('lists.export.done', { count: rows ?? 0, shown: number(rows ?? 0) }),
      });
    },
  });
  const group = (columns: WantedFile['columns']): MenuGroup => ({
    id: columns,
    label: t(`lists.export.${columns}`),
    entries: (['csv', 'xlsx'] as const).map((format) => ({
      id: `${columns}-${format}`,
      label: t(`lists.export.${format}`),
      onAction: () => writing.mutate({ format, columns }),
    })),
  });
  const button = (
    <Button icon={Download} isLoading={writing.isPending} disabledReason={disabledReason}>
      {t('lists.export')}
    </Button>
  );
  if (disabledReason) return button;
  return (
    <Menu label={t('lists.export')} groups={hasMore ? [group('shown'), group('all')] : [group('shown')]}>
      {button}
    </Menu>
  );
}
