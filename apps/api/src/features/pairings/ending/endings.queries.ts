import type { Ending } from '@ithaca/contracts/endings';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { endingRoutes } from '@ithaca/contracts/endings';
import { isCertifiable, spellCode } from '@ithaca/domain/certificate';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { partnerOf } from '../partners.queries.ts';
import { readExtension } from './extensions.queries.ts';

interface Row {
  state: PairingState;
  lookBack: Ending['lookBack'];
  mine: Ending['mine'] | null;
  thanks: Ending['thanks'];
  inTouch: Ending['inTouch'];
  feedback: Ending['feedback'];
  wishesToMentor: boolean | null;
  contentUntil: string | null;
  certificate: { code: string; isShared: boolean; issuedAt: string } | null;
}

/** What does this pairing leave me? Grain: one side of one pairing. */
export async function getEnding(db: Database, actor: Party, pairingId: string, now: Date): Promise<Ending> {
  const row = await db.first<Row>(
    `select p.state, (select k.content_until::text from cohorts k where k.organisation_id = $1 and k.id = p.cohort_id) as "contentUntil",
       (select json_build_object('heldMeetings', count(*), 'minutes', coalesce(sum(m.duration_minutes), 0)) from meetings m
         where m.organisation_id = $1 and m.pairing_id = p.id and m.state = 'held')::jsonb
       || (select json_build_object('goals', count(*) filter (where g.state <> 'abandoned'), 'goalsReached', count(*) filter (where g.state = 'reached'))
         from goals g where g.organisation_id = $1 and g.pairing_id = p.id
           and (p.smallest is null or g.owner_id = $3 or exists (select from pairing_members s where s.organisation_id = $1
             and s.pairing_id = p.id and s.person_id = $3 and s.role = 'mentor')))::jsonb
       || (select json_build_object('actionsDone', count(*)) from actions a
         where a.organisation_id = $1 and a.pairing_id = p.id and a.done_at is not null)::jsonb as "lookBack",
       (select json_build_object('thanks', f.thanks, 'keepInTouch', f.keep_in_touch) from farewells f
         where f.organisation_id = $1 and f.pairing_id = p.id and f.person_id = $3) as mine,
       coalesce((select json_agg(json_build_object('personId', n.id, 'displayName', n.display_name, 'thanks', f.thanks,
           'writtenAt', f.written_at) order by f.written_at, n.id)
         from farewells f join people n on n.organisation_id = $1 and n.id = f.person_id
         where f.organisation_id = $1 and f.pairing_id = p.id and f.person_id <> $3 and f.thanks <> ''), '[]') as thanks,
       coalesce((select json_agg(json_build_object('personId', n.id, 'displayName', n.display_name, 'email', n.email) order by n.display_name, n.id)
         from farewells f join people n on n.organisation_id = $1 and n.id = f.person_id
         where f.organisation_id = $1 and f.pairing_id = p.id and f.person_id <> $3 and f.keep_in_touch
           and exists (select from farewells o where o.organisation_id = $1 and o.pairing_id = p.id and o.person_id = $3 and o.keep_in_touch)),
         '[]') as "inTouch",
       json_build_object(
         'mine', (select json_build_object('helped', f.helped, 'differently', f.differently, 'recommends', f.recommends) from feedback f
           where f.organisation_id = $1 and f.pairing_id = p.id and f.person_id = $3),
         'waiting', (select count(*) from feedback f join pairing_members w on w.organisation_id = $1 and w.pairing_id = p.id and w.person_id = f.person_id
           where f.organisation_id = $1 and f.pairing_id = p.id and ${partnerOf('w', 'own')} and not (p.state in ('completed', 'ended')
             or exists (select from feedback o where o.organisation_id = $1 and o.pairing_id = p.id and o.person_id = $3))),
         'received', coalesce((select json_agg(json_build_object('personId', n.id, 'displayName', n.display_name, 'helped', f.helped,
             'differently', f.differently) order by f.written_at, n.id)
           from feedback f
           join people n on n.organisation_id = $1 and n.id = f.person_id
           join pairing_members w on w.organisation_id = $1 and w.pairing_id = p.id and w.person_id = f.person_id
           where f.organisation_id = $1 and f.pairing_id = p.id and ${partnerOf('w', 'own')}
             and (p.state in ('completed', 'ended') or exists (select from feedback o where o.organisation_id = $1 and o.pairing_id = p.id and o.person_id = $3))),
           '[]')) as feedback,
       case own.role when 'mentee' then exists (select from mentor_wishes w join cohorts c on c.organisation_id = $1 and c.program_id = w.program_id
         where w.organisation_id = $1 and c.id = p.cohort_id and w.person_id = $3) end as "wishesToMentor",
       (select json_build_object('code', c.code, 'isShared', c.shared_at is not null, 'issuedAt', c.issued_at) from certificates c
         where c.organisation_id = $1 and c.pairing_id = p.id and c.person_id = $3) as certificate
     from pairings p
     left join pairing_members own on own.organisation_id = $1 and own.pairing_id = p.id and own.person_id = $3
     where p.organisation_id = $1 and p.id = $2`,
    [actor.organisationId, pairingId, actor.personId],
  );
  if (!row) throw new Refusal('record.not-found');
  return {
    lookBack: row.lookBack,
    mine: row.mine ?? { thanks: '', keepInTouch: false },
    thanks: row.thanks.map((one) => ({ ...one, writtenAt: new Date(one.writtenAt).toISOString() })),
    inTouch: row.inTouch,
    feedback: row.feedback,
    wishesToMentor: row.wishesToMentor,
    contentUntil: row.contentUntil,
    extension: await readExtension(db, actor, pairingId, now),
    isCertifiable: isCertifiable(row.state, row.lookBack.heldMeetings),
    certificate: row.certificate && {
      code: spellCode(row.certificate.code),
      isShared: row.certificate.isShared,
      issuedAt: new Date(row.certificate.issuedAt).toISOString(),
    },
  };
}

/** What a certificate says, to its owner and to whoever checks it. */
export interface CertificateFacts {
  code: string;
  displayName: string;
  organisationName: string;
  programName: string;
  role: Side;
  startedOn: string;
  endedOn: string;
  heldMeetings: number;
  minutes: number;
  issuedAt: Date;
  isShared: boolean;
  locale: string;
}

/** One certificate in full, found by what the condition names of `c`; its parameters begin at $2. */
export async function findCertificate(
  db: Database,
  organisationId: string,
  condition: string,
  parameters: readonly unknown[],
): Promise<CertificateFacts | undefined> {
  return db.first<CertificateFacts>(
    `select c.code, n.display_name as "displayName", o.name as "organisationName", g.name as "programName", s.role, n.locale,
       (p.started_at at time zone o.time_zone)::date::text as "startedOn", (p.ended_at at time zone o.time_zone)::date::text as "endedOn",
       held.count as "heldMeetings", held.minutes, c.issued_at as "issuedAt", c.shared_at is not null as "isShared"
     from certificates c
     join organisations o on o.organisation_id = $1
     join people n on n.organisation_id = $1 and n.id = c.person_id
     join pairings p on p.organisation_id = $1 and p.id = c.pairing_id and p.started_at is not null and p.ended_at is not null
     join pairing_members s on s.organisation_id = $1 and s.pairing_id = p.id and s.person_id = c.person_id
     join cohorts h on h.organisation_id = $1 and h.id = p.cohort_id
     join programs g on g.organisation_id = $1 and g.id = h.program_id
     cross join lateral (select count(*)::int as count, coalesce(sum(duration_minutes), 0)::int as minutes from meetings
       where organisation_id = $1 and pairing_id = p.id and state = 'held') held
     where c.organisation_id = $1 and ${condition}`,
    [organisationId, ...parameters],
  );
}

export type Checked = ReplyOf<typeof endingRoutes.check>;
