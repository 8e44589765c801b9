import FileDown from 'lucide-react/icons/file-down';
import Link2 from 'lucide-react/icons/link-2';
import Printer from 'lucide-react/icons/printer';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { LinkButton } from '../../ui/link-button.tsx';

/** Print, or hand on the address: whoever opens it reads about the own area. */
export function ReportActs({ cohortId, hasQuarter }: { cohortId: string; hasQuarter: boolean }) {
  const t = useText();
  const { locale } = useLocale();
  const share = () =>
    copyText(new URL(`/reports/${cohortId}`, window.location.origin).href, {
      done: t('reports.share.done'),
      refused: t('reports.share.failed'),
    });
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={Link2} onPress={() => void share()}>
        {t('reports.share')}
      </Button>
      {hasQuarter && (
        <LinkButton href={`/reports/${cohortId}/quarter`}>{t('reports.quarter.link')}</LinkButton>
      )}
      <LinkButton
        icon={FileDown}
        href={`/api/cohorts/${cohortId}/report/paper?locale=${locale}`}
        download="report.pdf"
      >
        {t('reports.pdf')}
      </LinkButton>
      <Button variant="primary" icon={Printer} onPress={() => window.print()}>
        {t('reports.print')}
      </Button>
    </div>
  );
}
