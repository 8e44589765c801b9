import LayoutTemplate from 'lucide-react/icons/layout-template';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';

const KeepTemplate = lazyLayer(async () => (await import('../templates/template.form.tsx')).KeepTemplate);

/** A program that worked is kept, so that the next one starts from it. */
export function KeepCard() {
  const t = useText();
  const { program } = useProgramFrame();
  const mayKeep = useCan('templates.keep');
  const [isKeeping, setKeeping] = useState(false);
  return (
    <Card title={t('templates.title')} description={t('templates.keep.what')}>
      <div className="flex flex-col items-start gap-3">
        <Button
          icon={LayoutTemplate}
          disabledReason={mayKeep ? undefined : t('templates.keep.off')}
          onPress={() => setKeeping(true)}
        >
          {t('templates.keep')}
        </Button>
        {mayKeep && <Link href="/admin/templates">{t('templates.kept.see')}</Link>}
      </div>
      {isKeeping && <KeepTemplate program={program} onClose={() => setKeeping(false)} />}
    </Card>
  );
}
