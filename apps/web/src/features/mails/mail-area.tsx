import type { MailArea as Area, ProgramMail } from '@ithaca/contracts/program-mails';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useText } from '../../lib/i18n.tsx';
import { localeNames } from '../../locales/catalogues.ts';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { Status } from '../../ui/status.tsx';

type MailAreaProps = { area: Area; mails: readonly ProgramMail[]; hrefOf: (kind: string) => string };

/** Worded in one language, and still standard in another that people read. */
export const isMissing = ({ texts }: ProgramMail) => texts.some(({ state }) => state === 'missing');

/** The messages about one part of the journey. Closed on a phone, unless something in it is missing. */
export function MailArea({ area, mails, hrefOf }: MailAreaProps) {
  const t = useText();
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
              href={hrefOf(mail.kind)}
              className="grid gap-x-6 gap-y-1 px-4 py-2.5 last:rounded-b-lg hover:bg-hover lg:grid-cols-[minmax(0,1fr)_14rem_9rem_9rem] lg:items-center"
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
      <span className="text-end text-dense text-muted max-lg:hidden">
        {sentLast30Days > 0 && t('mails.sent30.count', { count: sentLast30Days })}
      </span>
    </>
  );
}
