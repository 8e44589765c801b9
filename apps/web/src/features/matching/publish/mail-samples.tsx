import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { directionOf, isLocale, useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import type { Preview } from './consequences.tsx';

type Mail = Preview['mails'][number];

/** Real mails as their readers will see them, in the direction of their language. */
function Samples({ mail: { locale, samples } }: { mail: Mail }) {
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      {samples.map(({ kind, to, subject, bodyText }) => (
        <article
          key={kind}
          aria-label={t(`matching.publish.sample.${kind}`)}
          className="flex flex-col gap-1.5"
        >
          <h3 className="text-dense font-medium text-muted">{t(`matching.publish.sample.${kind}`)}</h3>
          <div lang={locale} className="overflow-hidden rounded-lg border bg-surface">
            <dl className="flex flex-col gap-1 border-b px-4 py-3 text-dense">
              <div className="flex gap-2">
                <dt className="text-muted">{t('matching.publish.mail.to')}</dt>
                <dd dir="ltr" className="min-w-0 break-all">
                  {to}
                </dd>
              </div>
              <div className="flex gap-2">
                <dt className="text-muted">{t('matching.publish.mail.subject')}</dt>
                <dd dir="auto" className="min-w-0 font-medium">
                  {subject}
                </dd>
              </div>
            </dl>
            <p
              dir={isLocale(locale) ? directionOf(locale) : 'auto'}
              className="max-w-prose px-4 py-3 wrap-anywhere whitespace-pre-wrap"
            >
              {bodyText}
            </p>
          </div>
        </article>
      ))}
    </div>
  );
}

export function MailSamples({ mails }: { mails: readonly Mail[] }) {
  const t = useText();
  const { language } = useFormat();
  const [{ mail }, setState] = useUrlState({ mail: '' });
  const most = mails.toSorted((a, b) => b.count - a.count);
  const selected = most.find(({ locale }) => locale === mail)?.locale ?? most[0]?.locale;
  return (
    <Card
      title={t('matching.publish.mails.title')}
      description={t(selected ? 'matching.publish.mails.what' : 'matching.publish.mails.none')}
    >
      {selected && (
        <Tabs
          label={t('matching.publish.mails.tabs')}
          selected={selected}
          onSelect={(locale) => setState({ mail: locale })}
          tabs={most.map((one) => ({
            id: one.locale,
            label: language(one.locale),
            count: one.count,
            content: <Samples mail={one} />,
          }))}
        />
      )}
    </Card>
  );
}
