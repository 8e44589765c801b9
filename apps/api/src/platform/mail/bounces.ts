import type { Database } from '../database/database.ts';

/** The receiving side will have nothing to do with the address: trying again the same way is of no use. */
export class AddressRejected extends Error {}

const REASON_LENGTH = 300;

/** What a report of non-delivery (RFC 3464) says about a mail of ours; null when it is none, or one about a delay. */
export function readBounceReport(
  report: string,
): { organisationId: string; mailId: string; reason: string } | null {
  const text = report.replaceAll(/\r?\n[ \t]+/g, ' ');
  const [, organisationId, mailId] =
    /^X-Ithaca-Mail: *([0-9a-f-]{36})\.([0-9a-f-]{36}) *$/im.exec(text) ?? [];
  const status = /^Status: *(5\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1];
  if (!organisationId || !mailId || !status || !/^Action: *failed/im.test(text)) return null;
  const diagnosis = /^Diagnostic-Code: *([^\r\n]+)/im.exec(text)?.[1]?.replace(/^smtp; */i, '');
  return { organisationId, mailId, reason: plainReason(diagnosis ?? status) };
}

/** One printable line. */
export const plainReason = (text: string): string =>
  text
    .replaceAll(/(?:\p{C}|\s)+/gu, ' ')
    .trim()
    .slice(0, REASON_LENGTH);

/** Keeps that a mail came back, and that its address refuses mail; in the current unit of work. Answers whether there was such a mail. */
export async function recordBounce(
  db: Database,
  { organisationId, mailId, reason }: { organisationId: string; mailId: string; reason: string },
  now: Date,
): Promise<boolean> {
  const mail = await db.first<{ address: string }>(
    `select lower(to_address) as address from mails
     where organisation_id = $1 and id = $2 and state in ('queued', 'sent', 'failed', 'bounced') for update`,
    [organisationId, mailId],
  );
  if (!mail) return false;
  await db.execute(
    `update mails set state = 'bounced', problem = $3 where organisation_id = $1 and id = $2`,
    [organisationId, mailId, reason],
  );
  await db.execute(
    `insert into bounced_addresses (organisation_id, address, reason, bounced_at) values ($1, $2, $3, $4)
     on conflict on constraint bounced_addresses_pk do update set reason = excluded.reason, bounced_at = excluded.bounced_at`,
    [organisationId, mail.address, reason, now],
  );
  return true;
}
