import type { matchingRoutes } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { directionOf, isLocale, useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Tabs } from '../../../ui/tabs.tsx';

type Mail = ReplyOf<typeof matchingRoutes.publishPreview>['mails'][number];

/** One real mail as its reader will see it, in the direction of its language. */
function Sample({ mail: { locale, sample } }: { mail: Mail }) {
  const t = useText();
  return (
    <article lang={locale} className="overflow-hidden rounded-lg border bg-surface">
      <dl className="flex flex-col gap-1 border-b px-4 py-3 text-dense">
        <div className="flex gap-2">
          <dt className="text-muted">{t('matching.publish.mail.to')}</dt>
          <dd dir="ltr" className="min-w-0 break-all">
            {sample.to}
          </dd>
        </div>
        <div className="flex gap-2">
          <dt className="text-muted">{t('matching.publish.mail.subject')}</dt>
          <dd dir="auto" className="min-w-0 font-medium">
            {sample.subject}
          </dd>
        </div>
      </dl>
      <p
        dir={isLocale(locale) ? directionOf(locale) : 'auto'}
        className="max-w-prose px-4 py-3 wrap-anywhere whitespace-pre-wrap"
      >
        {sample.bodyText}
      </p>
    </article>
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
            content: <Sample mail={one} />,
          }))}
        />
      )}
    </Card>
  );
}
