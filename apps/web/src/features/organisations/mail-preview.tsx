import type { mail } from '@ithaca/contracts/organisations';
import { useState } from 'react';
import type * as z from 'zod/mini';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Banner } from '../../ui/banner.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Link } from '../../ui/link.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { linksIn } from './mail-links.ts';

/** A mail as it arrives, in a frame that may do nothing; its links stand below it, because the frame opens none. */
export function MailPreview({ mail: shown }: { mail: z.infer<typeof mail> }) {
  const t = useText();
  const { instant } = useFormat();
  const [part, setPart] = useState('html');
  const links = linksIn(shown.bodyText);
  return (
    <article aria-labelledby="mail-subject" className="flex min-w-0 flex-col gap-4">
      <p className="lg:hidden">
        <Link href="/admin/outbox">{t('organisations.outbox.back')}</Link>
      </p>
      <h2 id="mail-subject" dir="auto" className="text-lead font-semibold">
        {shown.subject}
      </h2>
      <DescriptionList
        facts={[
          { term: t('organisations.mail.to'), value: <bdi>{shown.toAddress}</bdi> },
          { term: t('organisations.mail.at'), value: instant(shown.sentAt ?? shown.createdAt) },
        ]}
      />
      {shown.problem && <Banner tone="danger">{shown.problem}</Banner>}
      {shown.hidden ? (
        <Banner tone="neutral">{t('organisations.mail.hidden')}</Banner>
      ) : (
        <Tabs
          label={t('organisations.mail.parts')}
          selected={part}
          onSelect={setPart}
          tabs={[
            {
              id: 'html',
              label: t('organisations.mail.html'),
              content: (
                <iframe
                  title={shown.subject}
                  sandbox=""
                  srcDoc={shown.bodyHtml}
                  className="h-130 w-full rounded-lg border bg-white"
                />
              ),
            },
            {
              id: 'text',
              label: t('organisations.mail.text'),
              content: (
                <pre
                  dir="auto"
                  className="rounded-lg border bg-surface p-4 font-mono text-dense whitespace-pre-wrap break-words"
                >
                  {shown.bodyText}
                </pre>
              ),
            },
          ]}
        />
      )}
      {links.length > 0 && (
        <section aria-labelledby="mail-links" className="flex flex-col gap-1 text-body">
          <h3 id="mail-links" className="text-dense font-medium text-muted">
            {t('organisations.mail.links')}
          </h3>
          <ul>
            {links.map((path) => (
              <li key={path} className="break-all">
                <Link href={path}>
                  <bdi dir="ltr">{path.length > 60 ? `${path.slice(0, 60)}…` : path}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
