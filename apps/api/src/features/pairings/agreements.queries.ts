import type { Agreement, AgreementVersion } from '@ithaca/contracts/pairings';
import type { Page } from '@ithaca/contracts/page';
import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import type { Actor } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';

/** The words of a pairing in full; what an older one does not say is the program's, or empty. */
export function termsOf(
  { cadenceDays, minutes, channel, expectations, boundaries, confidentiality }: Partial<Agreement>,
  cadence: number,
  usualMinutes: number | null,
): Agreement {
  return {
    cadenceDays: cadenceDays ?? cadence,
    minutes: minutes ?? usualMinutes ?? MEETING_MINUTES.usual,
    channel: channel ?? '',
    expectations: expectations ?? '',
    boundaries: boundaries ?? '',
    confidentiality: confidentiality ?? '',
  };
}

interface Row {
  number: number;
  terms: Partial<Agreement>;
  cadenceDays: number;
  usualMinutes: number | null;
  proposedBy: AgreementVersion['proposedBy'];
  proposedAt: Date;
  isSettled: boolean;
  isNewestSettled: boolean;
  signatures: AgreementVersion['signatures'];
}

/**
 * What did the two settle, and what before? Grain: one version, newest first. A pairing nobody has acted on yet has one: the
 * program's proposal, which is read from the pairing itself.
 */
export async function listAgreements(
  db: Database,
  actor: Actor,
  pairingId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<AgreementVersion>> {
  const [before] = decodeCursor(query.cursor, 1) ?? [null];
  const rows = await db.query<Row>(
    `with versions as (
       select v.number, v.terms, v.proposed_by, v.proposed_at, v.settled_at from agreement_versions v
       where v.organisation_id = $1 and v.pairing_id = $2
       union all
       select 1, w.agreement, null, w.published_at, null from pairings w
       where w.organisation_id = $1 and w.id = $2 and w.started_at is not null
         and not exists (select from agreement_versions v where v.organisation_id = $1 and v.pairing_id = $2))
     select v.number, v.terms, w.cadence_days as "cadenceDays", (g.journey ->> 'meetingMinutes')::int as "usualMinutes",
       case when a.id is not null then json_build_object('personId', a.id, 'displayName', a.display_name) end as "proposedBy",
       v.proposed_at as "proposedAt", v.settled_at is not null as "isSettled",
       v.number = (select max(o.number) from versions o where o.settled_at is not null) as "isNewestSettled",
       coalesce((select json_agg(json_build_object('personId', n.id, 'displayName', n.display_name, 'signedAt', s.signed_at) order by s.signed_at, n.id)
         from (select person_id, signed_at from agreement_signatures where organisation_id = $1 and pairing_id = $2 and number = v.number
           union select m.person_id, m.signed_at from pairing_members m where m.organisation_id = $1 and m.pairing_id = $2 and m.signed_at is not null
             and not exists (select from agreement_versions k where k.organisation_id = $1 and k.pairing_id = $2)) s
         join people n on n.organisation_id = $1 and n.id = s.person_id), '[]') as signatures
     from versions v
     join pairings w on w.organisation_id = $1 and w.id = $2
     join cohorts c on c.organisation_id = $1 and c.id = w.cohort_id
     join programs g on g.organisation_id = $1 and g.id = c.program_id
     left join people a on a.organisation_id = $1 and a.id = v.proposed_by
     where $3::int is null or v.number < $3
     order by v.number desc limit $4`,
    [actor.organisationId, pairingId, before, query.limit + 1],
  );
  const page = pageFrom(rows, query.limit, ({ number }) => [number]);
  return { ...page, items: page.items.map(shapeVersion) };
}

function shapeVersion(row: Row): AgreementVersion {
  return {
    number: row.number,
    terms: termsOf(row.terms, row.cadenceDays, row.usualMinutes),
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt.toISOString(),
    signatures: row.signatures.map(({ signedAt, ...signature }) => ({
      ...signature,
      signedAt: new Date(signedAt).toISOString(),
    })),
    standing: row.isNewestSettled ? 'holds' : row.isSettled ? 'past' : 'open',
  };
}
