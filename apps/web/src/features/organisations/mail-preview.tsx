import type { mail } from '@ithaca/contracts/organisations';
import type * as z from 'zod/mini';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { MailBody } from '../../lib/mail-body.tsx';
import { Banner } from '../../ui/banner.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Link } from '../../ui/link.tsx';

/** A mail of the outbox: to whom, when, and as it arrives. */
export function MailPreview({ mail: shown }: { mail: z.infer<typeof mail> }) {
  const t = useText();
  const { instant } = useFormat();
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
        <MailBody mail={shown} />
      )}
    </article>
  );
}
