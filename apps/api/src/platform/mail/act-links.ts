import type { Database } from '../database/database.ts';
import { hashToken, newToken } from '../secrets.ts';
import type { LetterAct } from './post.ts';

/** How long a link that stops a kind of mail works: longer than anybody keeps a mail unread. */
const STOP_DAYS = 180;

interface Reader {
  organisationId: string;
  personId: string;
}

/**
 * Makes the links of a letter in the current unit of work and answers their paths: the one of its act, and the one by which
 * its reader stops such mails (a stop of the catalogue).
 */
export async function issueLinks(
  db: Database,
  { organisationId, personId }: Reader,
  { act, stop }: { act: LetterAct | undefined; stop: string | undefined },
  now: Date,
): Promise<{ button?: string; stop?: string }> {
  const until = new Date(now.getTime() + STOP_DAYS * 86_400_000);
  const links = [
    ...(act ? [{ of: 'button', token: newToken(), kind: null, ...act }] : []),
    ...(stop === undefined
      ? []
      : [{ of: 'stop', token: newToken(), kind: stop, act: 'stop-mails', subjectId: null, until }]),
  ];
  if (links.length === 0) return {};
  await db.execute(
    `insert into identity.act_links (token_hash, organisation_id, person_id, act, subject_id, mail_kind, created_at, expires_at)
     select l.hash, $1, $2, l.act, l.subject, l.kind, $3, l.until
     from unnest($4::text[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[]) as l (hash, act, subject, kind, until)`,
    [
      organisationId,
      personId,
      now,
      links.map(({ token }) => hashToken(token)),
      links.map((link) => link.act),
      links.map(({ subjectId }) => subjectId),
      links.map(({ kind }) => kind),
      links.map((link) => link.until),
    ],
  );
  return Object.fromEntries(links.map(({ of, token }) => [of, `/act/${token}`]));
}
