import { useQuery } from '@tanstack/react-query';
import { mailAreas, type MailArea, type ProgramMail } from '@ithaca/contracts/program-mails';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { localeNames } from '../../locales/catalogues.ts';
import { useProgramFrame } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { programMailsQuery } from './mails.queries.ts';
import { MessageTabs } from './message-tabs.tsx';

const isMissing = ({ texts }: ProgramMail) => texts.some(({ state }) => state === 'missing');

/** Who gets what, when, and in whose words? By what it is about; on a phone one part at a time. */
export default function MessagesPage() {
  const t = useText();
  const { locale } = useLocale();
  const { program } = useProgramFrame();
  const mails = useQuery(programMailsQuery(program.id, locale));
  const missing = mails.data?.items.filter(isMissing) ?? [];
  return (
    <Page title={`${t('mails.schedule')} · ${program.name}`} width="full">
      <Section title={t('mails.schedule')} description={t('mails.schedule.what')}>
        <MessageTabs current="schedule" />
        {missing.length > 0 && (
          <Banner tone="warning">{t('mails.missing', { count: missing.length })}</Banner>
        )}
        <Loaded query={mails}>
          {({ items, remindersPerWeek }) => (
            <>
              <div className="flex flex-col gap-3">
                {mailAreas.map((area) => (
                  <Area key={area} area={area} mails={items.filter((one) => one.area === area)} />
                ))}
              </div>
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

/** The messages about one part of the journey. Closed on a phone, unless something in it is missing. */
function Area({ area, mails }: { area: MailArea; mails: readonly ProgramMail[] }) {
  const t = useText();
  const { hrefOf } = useProgramFrame();
  const isOpen = mails.some(isMissing) || !globalThis.matchMedia('(width < 40rem)').matches;
  const edited = mails.filter(({ texts }) => texts.some(({ state }) => state === 'edited')).length;
  return (
    <details open={isOpen} className="group/area rounded-lg border bg-surface">
      <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-4 py-2 marker:content-none hover:bg-hover [&::-webkit-details-marker]:hidden">
        <Icon
          of={ChevronRight}
          className="transition-transform duration-120 group-open/area:rotate-90 rtl:rotate-180 rtl:group-open/area:rotate-90"
        />
        <h3 className="font-semibold">{t(`mails.area.${area}`)}</h3>
        <span className="text-dense text-muted">
          {t('mails.area.count', { count: mails.length })}
          {edited > 0 && ` · ${t('mails.area.edited', { count: edited })}`}
        </span>
      </summary>
      <ul className="divide-y border-t">
        {mails.map((mail) => (
          <li key={mail.kind}>
            <Link
              variant="plain"
              href={hrefOf('messages').replace(/(\?|$)/, `/${mail.kind}$1`)}
              className="grid gap-x-6 gap-y-1 px-4 py-2.5 last:rounded-b-lg hover:bg-hover lg:grid-cols-[minmax(0,1fr)_14rem_10rem_4rem] lg:items-center"
            >
              <Line mail={mail} />
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Line({ mail: { title, when, cause, canBeStopped, texts, sentLast30Days } }: { mail: ProgramMail }) {
  const t = useText();
  const { number } = useFormat();
  const told = texts.filter(({ state }) => state !== 'default');
  return (
    <>
      <span className="flex min-w-0 flex-col">
        <span className="font-medium wrap-anywhere">{title}</span>
        <span className="text-dense text-muted">{when}</span>
      </span>
      <span className="flex flex-col text-dense text-muted max-lg:hidden">
        <span>{t(`mails.cause.${cause}`)}</span>
        {canBeStopped && <span>{t('mails.stoppable')}</span>}
      </span>
      {told.length === 0 ? (
        <span className="text-dense text-muted max-lg:hidden">{t('mails.standard')}</span>
      ) : (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {told.map(({ locale, state }) => (
            <Status key={locale} tone={state === 'edited' ? 'success' : 'warning'} look="plain">
              {state === 'edited'
                ? localeNames[locale]
                : t('mails.missing.in', { language: localeNames[locale] })}
            </Status>
          ))}
        </span>
      )}
      <span className="text-end tabular-nums max-lg:hidden">
        <span aria-hidden>{number(sentLast30Days)}</span>
        <span className="sr-only">{t('mails.sent30.count', { count: sentLast30Days })}</span>
      </span>
    </>
  );
}
