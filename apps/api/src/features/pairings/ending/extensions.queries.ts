import type { Ending } from '@ithaca/contracts/endings';
import { endOf, extensionRange } from '@ithaca/domain/extension';
import type { Extendable } from '@ithaca/domain/extension';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

/** May this pairing go on longer? Grain: one pairing. */
export async function findExtendable(
  db: Database,
  organisationId: string,
  pairingId: string,
  now: Date,
): Promise<Extendable> {
  const row = await db.first<
    Omit<Extendable, 'today' | 'weeks'> & { weeks: number | null; timeZone: string }
  >(
    `select p.state, g.format, c.ends_on::text as "cohortEndsOn", p.extended_to::text as "extendedTo",
       (g.journey ->> 'extensionWeeks')::int as weeks, o.time_zone as "timeZone"
     from pairings p
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.id = $2`,
    [organisationId, pairingId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { timeZone, weeks, ...pairing } = row;
  return { ...pairing, weeks: weeks ?? undefined, today: dayIn(now, timeZone) };
}

type Proposal = Ending['extension']['proposal'];

/** When does this pairing end, may it go on, and what is proposed? For one of its sides. */
export async function readExtension(
  db: Database,
  actor: Party,
  pairingId: string,
  now: Date,
): Promise<Ending['extension']> {
  const pairing = await findExtendable(db, actor.organisationId, pairingId, now);
  const proposal = await db.first<NonNullable<Proposal>>(
    `select json_build_object('personId', n.id, 'displayName', n.display_name) as "proposedBy", e.until_on::text as "untilOn", e.reason,
       e.keeps_series as "keepsSeries", to_char(e.proposed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "proposedAt",
       exists (select from extension_answers a where a.organisation_id = $1 and a.extension_id = e.id and a.person_id = $3) as "isAgreedByMe"
     from extensions e join people n on n.organisation_id = e.organisation_id and n.id = e.proposed_by
     where e.organisation_id = $1 and e.pairing_id = $2 and e.state = 'open'`,
    [actor.organisationId, pairingId, actor.personId],
  );
  const isRunning = pairing.state === 'active' || pairing.state === 'paused';
  return {
    endsOn: endOf(pairing),
    range: extensionRange(pairing),
    proposal: isRunning ? (proposal ?? null) : null,
  };
}
