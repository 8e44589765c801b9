import type { NudgeRule } from '@ithaca/domain/nudge';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { directionOf, useLocale, useText } from '../../../lib/i18n.tsx';
import type { Locale } from '../../../locales/catalogues.ts';
import { Loaded } from '../../../lib/page.tsx';
import { localeNames, locales } from '../../../locales/catalogues.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { nudgePreviewQuery } from './nudges.queries.ts';

function Mail({ programId, rule, locale }: { programId: string; rule: NudgeRule; locale: Locale }) {
  const t = useText();
  const preview = useQuery(nudgePreviewQuery(programId, rule, locale));
  return (
    <Loaded query={preview}>
      {({ reader, subject, text }) => (
        <article className="flex flex-col gap-2">
          <p className="text-dense text-muted">{t('nudges.preview', { name: reader })}</p>
          <div
            lang={locale}
            dir={directionOf(locale)}
            className="overflow-hidden rounded-lg border bg-surface"
          >
            <p className="border-b px-4 py-3 font-medium">{subject}</p>
            <p className="max-w-prose px-4 py-3 wrap-anywhere whitespace-pre-wrap">{text}</p>
          </div>
        </article>
      )}
    </Loaded>
  );
}

/** One reminder as it is mailed, in each language. */
export function NudgePreview({
  programId,
  rule,
  onClose,
}: {
  programId: string;
  rule: NudgeRule;
  onClose: () => void;
}) {
  const t = useText();
  const { locale } = useLocale();
  const [language, setLanguage] = useState(locale);
  return (
    <Dialog isOpen onClose={onClose} title={t(`nudges.${rule}`)} size="medium">
      <Tabs
        label={t('nudges.preview.languages')}
        selected={language}
        onSelect={(id) => setLanguage(id as Locale)}
        tabs={locales.map((id) => ({
          id,
          label: localeNames[id],
          content: <Mail programId={programId} rule={rule} locale={id} />,
        }))}
      />
    </Dialog>
  );
}
