import { useState } from 'react';
import { Link } from '../ui/link.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useText } from './i18n.tsx';
import { linksIn } from './mail-links.ts';

export interface ShownMail {
  subject: string;
  bodyHtml: string;
  bodyText: string;
}

/** A mail as it arrives, in a frame that may do nothing; its links stand below it, because the frame opens none. Words: 'organisations'. */
export function MailBody({ mail, hasLinks = true }: { mail: ShownMail; hasLinks?: boolean }) {
  const t = useText();
  const [part, setPart] = useState('html');
  const links = hasLinks ? linksIn(mail.bodyText) : [];
  return (
    <>
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
                title={mail.subject}
                sandbox=""
                srcDoc={mail.bodyHtml}
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
                {mail.bodyText}
              </pre>
            ),
          },
        ]}
      />
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
    </>
  );
}
