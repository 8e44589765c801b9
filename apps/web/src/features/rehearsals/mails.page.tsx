import { locales, type Locale } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { MailBody } from '../../lib/mail-body.tsx';
import { MailDesk } from '../../lib/mail-desk.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { usePaged } from '../../lib/paging.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { roomMailQuery, roomMailsQuery, roomQuery } from './rehearsals.queries.ts';

function Mail({ mailId, own, backHref }: { mailId: string; own: Locale; backHref: string }) {
  const t = useText();
  const { day, language } = useFormat();
  const [locale, setLocale] = useState<Locale>(own);
  const mail = useQuery(roomMailQuery(mailId, locale));
  return (
    <article aria-labelledby="mail-subject" className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-6">
      <p className="lg:hidden">
        <Link href={backHref}>{t('rehearsal.mails.back')}</Link>
      </p>
      <RadioGroup
        label={t('rehearsal.mail.language')}
        layout="row"
        choices={locales.map((id) => ({
          id,
          label: id === own ? t('rehearsal.mail.own', { language: language(id) }) : language(id),
        }))}
        value={locale}
        onChange={(id) => setLocale(locales.find((one) => one === id) ?? own)}
      />
      <Loaded query={mail}>
        {(data) => (
          <>
            <h2 id="mail-subject" dir="auto" className="text-lead font-semibold">
              {data.subject}
            </h2>
            <DescriptionList
              facts={[
                {
                  term: t('organisations.mail.to'),
                  value: <bdi>{`${data.displayName} <${data.toAddress}>`}</bdi>,
                },
                { term: t('organisations.mail.at'), value: day(data.day, 'long') },
              ]}
            />
            <MailBody mail={data} hasLinks={false} />
          </>
        )}
      </Loaded>
    </article>
  );
}

/** Every mail that anybody would have got, in every language. */
export default function RehearsalMailsPage() {
  const t = useText();
  const { day } = useFormat();
  const [{ mail: chosen, person }, setUrl] = useUrlState({ mail: '', person: '' });
  const room = useQuery(roomQuery);
  const { query, page, pagination } = usePaged(roomMailsQuery(person));
  const open = page?.items.find(({ id }) => id === chosen);
  const hrefOf = (mailId: string) =>
    `/rehearsal/mails?${new URLSearchParams({ ...(person && { person }), ...(mailId && { mail: mailId }) }).toString()}`;
  return (
    <Page title={t('rehearsal.mails')} width="full">
      <PageHeader
        title={t('rehearsal.mails')}
        description={t('rehearsal.mails.what')}
        crumbs={[{ label: t('rehearsal.title'), href: '/rehearsal' }]}
      />
      <FilterBar
        label={t('rehearsal.mails.filter')}
        {...(person && { onClear: () => setUrl({ person: '', mail: '' }) })}
      >
        <FilterChip
          label={t('rehearsal.mails.person')}
          isSingle
          choices={(room.data?.cast ?? []).map(({ personId, displayName }) => ({
            id: personId,
            label: displayName,
          }))}
          value={person ? [person] : []}
          onChange={([id = '']) => setUrl({ person: id, mail: '' })}
        />
      </FilterBar>
      <Loaded query={{ ...query, data: page }}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('rehearsal.mails.none')} />
          ) : (
            <MailDesk
              mails={items.map(({ id, displayName, subject, day: on }) => ({
                id,
                to: displayName,
                subject,
                at: { dateTime: on, words: day(on) },
              }))}
              chosen={open?.id}
              hrefOf={hrefOf}
              pagination={pagination}
              hint={t('rehearsal.mails.choose')}
            >
              {open && <Mail key={open.id} mailId={open.id} own={open.locale} backHref={hrefOf('')} />}
            </MailDesk>
          )
        }
      </Loaded>
    </Page>
  );
}
