import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useUrlState } from '../../lib/history.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { localeNames, locales, type Locale } from '../../locales/catalogues.ts';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/section.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { mailTextQuery, programMailsQuery } from './mails.queries.ts';
import { WordingForm } from './wording.form.tsx';

/** One message of the program: its words by language, and how it arrives at somebody. */
export default function MessagePage() {
  const t = useText();
  const { locale } = useLocale();
  const { program, canCoordinate, hrefOf } = useProgramFrame();
  const { kind = '' } = useParams({ strict: false }) as { kind?: string };
  const [{ language }] = useUrlState({ language: '' });
  const chosen: Locale = locales.find((one) => one === language) ?? locale;
  const place = { programId: program.id, kind, locale: chosen };
  const text = useQuery(mailTextQuery(place));
  const list = useQuery(programMailsQuery(program.id, locale));
  const mail = list.data?.items.find((one) => one.kind === kind);
  const href = (one: Locale) => {
    const url = new URL(hrefOf('messages'), location.origin);
    url.searchParams.set('language', one);
    return `${url.pathname}/${kind}${url.search}`;
  };
  return (
    <Page title={`${mail?.title ?? t('mails.message')} · ${program.name}`} width="full">
      <p>
        <Link href={hrefOf('messages')}>{t('mails.back')}</Link>
      </p>
      <Section title={mail?.title ?? t('mails.message')} {...(mail && { description: mail.when })}>
        <TabLinks
          label={t('mails.languages')}
          current={href(chosen)}
          links={locales.map((one) => ({ href: href(one), label: localeNames[one] }))}
        />
        <Loaded query={text}>
          {(found) => (
            <WordingForm
              // What was typed in one language is no word of another.
              key={`${kind} ${chosen}`}
              place={place}
              text={found}
              format={program.format}
              isReadOnly={!canCoordinate}
            />
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
