import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { MailDesk } from '../../lib/mail-desk.tsx';
import { mailTones } from '../../lib/mail-tones.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Status } from '../../ui/status.tsx';
import { MailPreview } from './mail-preview.tsx';
import { mailsQuery } from './organisations.queries.ts';

/** What was sent, to whom, and how does it look? */
export default function OutboxPage() {
  const t = useText();
  const { relative } = useFormat();
  const [{ mail: chosen }] = useUrlState({ mail: '' });
  const { query, page, pagination } = usePaged(mailsQuery);
  const open = page?.items.find((mail) => mail.id === chosen);
  return (
    <Page title={t('shell.outbox')} width="full">
      <PageHeader title={t('shell.outbox')} description={t('organisations.outbox.what')} />
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('organisations.outbox.empty')}>
              {t('organisations.outbox.empty.why')}
            </EmptyState>
          ) : (
            <MailDesk
              mails={items.map(({ id, toAddress, subject, createdAt, state }) => ({
                id,
                to: toAddress,
                subject,
                at: { dateTime: createdAt, words: relative(createdAt) },
                status: (
                  <Status look="plain" tone={mailTones[state]}>
                    {t(`organisations.mail.${state}`)}
                  </Status>
                ),
              }))}
              chosen={open?.id}
              hrefOf={(mailId) => `/admin/outbox?mail=${mailId}`}
              pagination={pagination}
              hint={t('organisations.outbox.choose')}
            >
              {open && <MailPreview mail={open} />}
            </MailDesk>
          )
        }
      </Loaded>
    </Page>
  );
}
