import type { sentMailRoutes } from '@ithaca/contracts/sent-mails';
import type { InputOf, ReplyOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { mailKinds, mannersOf } from '../../platform/mail/catalogue.ts';
import { writtenWording } from '../../platform/mail/wording.ts';
import { say } from '../../platform/mail/words.ts';
import { localeOf } from '../pairings/letters.service.ts';
import { exampleLetter } from './example-letter.ts';
import { getExampleProgram } from './mails.queries.ts';

type Reply = ReplyOf<typeof sentMailRoutes.list>;
type Query = InputOf<typeof sentMailRoutes.list>['query'];

interface Row {
  id: string;
  kind: string;
  personId: string | null;
  displayName: string | null;
  toAddress: string;
  locale: string;
  state: Reply['items'][number]['state'];
  problem: string | null;
  createdAt: Date;
  sendAfter: Date | null;
  sentAt: Date | null;
  canBeSentAgain: boolean;
}

/** That partners write to each other is theirs alone; a test is whose it is sent to. */
const unlistedKinds: readonly string[] = [
  ...mailKinds.filter((kind) => mannersOf(kind).between === true),
  'message-test',
];

/** Words are kept: a personal link is forgotten once it was sent. */
export const CAN_BE_SENT_AGAIN = `m.state in ('failed', 'bounced') and m.body_html <> ''`;

/** Who got which mail of the program, when, and how did it fare? Grain: one mail, newest first. */
export async function listSentMails(
  db: Database,
  actor: Actor,
  programId: string,
  query: Query,
  { now, isPaused }: { now: Date; isPaused: boolean },
): Promise<Reply> {
  const { organisationId } = actor;
  const program = await getExampleProgram(db, actor, programId);
  const locale = query.locale ?? program.ownLocale;
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<Row>(
    `select m.id, m.kind, p.id as "personId", p.display_name as "displayName", m.to_address as "toAddress", m.locale, m.state,
       m.problem, m.created_at as "createdAt", m.send_after as "sendAfter", m.sent_at as "sentAt", ${CAN_BE_SENT_AGAIN} as "canBeSentAgain"
     from mails m left join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
     where m.organisation_id = $1 and m.program_id = $2 and m.kind <> all ($3)
       and ($4::text is null or m.state = $4) and ($5::text is null or m.kind = $5)
       and ($6 = '' or starts_with(lower(p.display_name), lower($6)) or position(' ' || lower($6) in lower(p.display_name)) > 0)
       and ($7::timestamptz is null or (m.created_at, m.id) < ($7, $8::uuid))
     order by m.created_at desc, m.id desc limit $9`,
    [
      organisationId,
      programId,
      unlistedKinds,
      query.state ?? null,
      query.kind ?? null,
      query.name,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
    ],
  );
  const wrong = await db.first<{ failed: number; bounced: number }>(
    `select (count(*) filter (where state = 'failed'))::int as failed, (count(*) filter (where state = 'bounced'))::int as bounced
     from mails where organisation_id = $1 and program_id = $2 and kind <> all ($3) and created_at > $4::timestamptz - interval '30 days'`,
    [organisationId, programId, unlistedKinds, now],
  );
  const titles = titlesIn(locale, program, program.organisation, now);
  const page = pageFrom(rows, query.limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  return {
    nextCursor: page.nextCursor,
    failed: wrong?.failed ?? 0,
    bounced: wrong?.bounced ?? 0,
    isPaused,
    items: page.items.map(({ personId, displayName, createdAt, sendAfter, sentAt, ...row }) => ({
      ...row,
      locale: localeOf(row.locale),
      title: titles(row.kind),
      person: personId !== null && displayName !== null ? { id: personId, displayName } : null,
      createdAt: createdAt.toISOString(),
      sendAfter: sendAfter?.toISOString() ?? null,
      sentAt: sentAt?.toISOString() ?? null,
    })),
  };
}

function titlesIn(
  locale: Locale,
  program: Parameters<typeof exampleLetter>[1],
  organisation: string,
  now: Date,
): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const kind = mailKinds.find((one) => one === name);
    if (!kind) return name;
    const title =
      known.get(kind) ??
      say(locale, writtenWording(kind, locale).subject, {
        ...exampleLetter(kind, program, null, locale, now).facts,
        organisation,
      });
    known.set(kind, title);
    return title;
  };
}
