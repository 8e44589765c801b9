import { exportRoutes } from '@ithaca/contracts/exports';
import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import FileClock from 'lucide-react/icons/file-clock';
import { addressOf } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { exportQuery } from './health.queries.ts';

/** Is my file ready? */
export default function ExportPage({ exportId }: { exportId: string }) {
  const t = useText();
  const { number, instant } = useFormat();
  const file = useQuery(exportQuery(exportId));
  return (
    <Page title={t('admin.file')} width="reading">
      <PageHeader title={t('admin.file')} />
      <Loaded query={file}>
        {({ state, format, fileName, rows, expiresAt }) => (
          <div aria-live="polite">
            {state === 'ready' ? (
              <EmptyState
                icon={Download}
                title={t('admin.file.ready', { name: fileName })}
                action={
                  <Button
                    variant="primary"
                    icon={Download}
                    onPress={() =>
                      window.location.assign(addressOf(exportRoutes.file.path, { params: { exportId } }))
                    }
                  >
                    {t('admin.file.get')}
                  </Button>
                }
              >
                {t(format === 'zip' ? 'admin.file.until.zip' : 'admin.file.until', {
                  rows: number(rows ?? 0),
                  when: expiresAt ? instant(expiresAt, { withDay: true }) : '',
                })}
              </EmptyState>
            ) : (
              <EmptyState icon={FileClock} title={t('admin.file.writing')}>
                {t('admin.file.writing.why')}
              </EmptyState>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
