import { useQuery } from '@tanstack/react-query';
import type { ProgramMail } from '@ithaca/contracts/program-mails';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { localeNames } from '../../locales/catalogues.ts';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { programMailsQuery } from './mails.queries.ts';
import { MessageTabs } from './message-tabs.tsx';

/** Who gets what, when, and in whose words? */
export default function MessagesPage() {
  const t = useText();
  const { locale } = useLocale();
  const { program, hrefOf } = useProgramFrame();
  const mails = useQuery(programMailsQuery(program.id, locale));
  const columns = useColumns();
  const missing = mails.data?.items.filter(({ texts }) => texts.some(({ state }) => state === 'missing'));
  return (
    <Page title={`${t('mails.schedule')} · ${program.name}`} width="full">
      <Section title={t('mails.schedule')} description={t('mails.schedule.what')}>
        <MessageTabs current="schedule" />
        {missing && missing.length > 0 && (
          <Banner tone="warning">{t('mails.missing', { count: missing.length })}</Banner>
        )}
        <Loaded query={mails}>
          {({ items, remindersPerWeek }) => (
            <>
              <DataTable
                label={t('mails.view.schedule')}
                columns={columns}
                rows={items}
                rowId={({ kind }) => kind}
                rowHref={({ kind }) => hrefOf('messages').replace(/(\?|$)/, `/${kind}$1`)}
                narrow="cards"
              />
              <p className="max-w-prose text-dense text-muted">
                {t('mails.manners', { count: remindersPerWeek })}
              </p>
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

function useColumns(): Column<ProgramMail>[] {
  const t = useText();
  const { number } = useFormat();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('mails.message'),
        cell: ({ title, when }) => (
          <span className="flex flex-col gap-0.5 py-1 whitespace-normal">
            <span className="font-medium">{title}</span>
            <span className="text-dense font-normal text-muted">{when}</span>
          </span>
        ),
      },
      {
        id: 'cause',
        header: t('mails.comes'),
        cell: ({ cause, canBeStopped }) => (
          <span className="flex flex-col whitespace-normal">
            <span>{t(`mails.cause.${cause}`)}</span>
            {canBeStopped && <span className="text-dense text-muted">{t('mails.stoppable')}</span>}
          </span>
        ),
      },
      {
        id: 'texts',
        header: t('mails.words'),
        cell: ({ texts }) => {
          const worded = texts.filter(({ state }) => state === 'edited');
          const missing = texts.filter(({ state }) => state === 'missing');
          if (worded.length === 0) return <span className="text-muted">{t('mails.standard')}</span>;
          return (
            <span className="flex flex-wrap gap-x-3 gap-y-1">
              {worded.map(({ locale }) => (
                <Status key={locale} tone="success" look="plain">
                  {localeNames[locale]}
                </Status>
              ))}
              {missing.map(({ locale }) => (
                <Status key={locale} tone="warning" look="plain">
                  {t('mails.missing.in', { language: localeNames[locale] })}
                </Status>
              ))}
            </span>
          );
        },
      },
      {
        id: 'sent',
        header: t('mails.sent30'),
        align: 'end',
        cell: ({ sentLast30Days }) => number(sentLast30Days),
      },
    ],
    [t, number],
  );
}
