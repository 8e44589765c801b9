import type { Database } from '../database/database.ts';
import { hashToken, newToken } from '../secrets.ts';
import type { LetterAct } from './post.ts';

/** How long a link that stops a kind of mail works: longer than anybody keeps a mail unread. */
const STOP_DAYS = 180;

interface Reader {
  organisationId: string;
  personId: string;
}

/** Makes the link of a letter's act in the current unit of work and answers its path. */
export function issueAct(
  db: Database,
  reader: Reader,
  { act, subjectId, until }: LetterAct,
  now: Date,
): Promise<string> {
  return issue(db, reader, { act, subjectId, kind: null, until, now });
}

/** Makes the link by which a reader stops mails (a stop of the catalogue) and answers its path. */
export function issueStop(db: Database, reader: Reader, kind: string, now: Date): Promise<string> {
  const until = new Date(now.getTime() + STOP_DAYS * 86_400_000);
  return issue(db, reader, { act: 'stop-mails', subjectId: null, kind, until, now });
}

async function issue(
  db: Database,
  reader: Reader,
  link: { act: string; subjectId: string | null; kind: string | null; until: Date; now: Date },
): Promise<string> {
  const token = newToken();
  await db.execute(
    `insert into identity.act_links (token_hash, organisation_id, person_id, act, subject_id, mail_kind, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      hashToken(token),
      reader.organisationId,
      reader.personId,
      link.act,
      link.subjectId,
      link.kind,
      link.now,
      link.until,
    ],
  );
  return `/act/${token}`;
}
