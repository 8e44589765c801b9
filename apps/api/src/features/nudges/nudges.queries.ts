import type { nudgeRoutes } from '@ithaca/contracts/nudges';
import type { ReplyOf } from '@ithaca/contracts/route';
import { listNudges, nudgeRules, nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { Nudge, NudgedPairing, NudgeSettings } from '@ithaca/domain/nudge';
import type { WorkingHours } from '@ithaca/domain/meeting-times';
import type { Locale, Side } from '@ithaca/domain/vocabulary';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** Somebody of a pairing, as far as a reminder to them needs. */
export interface NudgedPerson {
  personId: string;
  role: Side;
  hasAccepted: boolean;
  givenName: string;
  displayName: string;
  email: string | null;
  locale: Locale;
  timeZone: string;
  workingHours: WorkingHours | null;
  isAway: boolean;
}

/** A pairing of a running program with all that its reminders depend on. */
export interface PairingToNudge extends NudgedPairing {
  programId: string;
  programName: string;
  settings: NudgeSettings;
  timeZone: string;
  members: readonly NudgedPerson[];
}

type Row = Omit<PairingToNudge, 'settings' | 'meetings' | 'checkIns' | 'offeredOn' | 'startedOn'> & {
  offeredAt: Date;
  startedAt: Date | null;
  changed: Partial<NudgeSettings>;
};

const PAIRINGS = `pairings w
  join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id and (c.state in ('matching', 'running') or w.extended_to is not null)
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  join organisations o on o.organisation_id = w.organisation_id
  where w.organisation_id = $1 and w.state in ('offered', 'active')`;

/** The hours in which somebody works, on the wall of their zone. */
export type Hours = Pick<NudgedPerson, 'timeZone' | 'workingHours'>;

/** When do those work who may be reminded of something? Grain: one zone with its hours. */
export function listHours(db: Database, organisationId: string): Promise<Hours[]> {
  return db.query<Hours>(
    `select distinct p.time_zone as "timeZone", p.working_hours as "workingHours" from people p
     where p.organisation_id = $1 and exists (select from pairing_members m
       where m.organisation_id = p.organisation_id and m.person_id = p.id and m.open and m.inside)`,
    [organisationId],
  );
}

/**
 * Which pairings may be reminded of something, and by what? Grain: one offered or active pairing; `programId` narrows it to a
 * program, `readers` to those with somebody who works at such hours.
 */
export async function listPairingsToNudge(
  db: Database,
  organisationId: string,
  now: Date,
  { programId = null, readers = null }: { programId?: string | null; readers?: readonly Hours[] | null } = {},
): Promise<PairingToNudge[]> {
  const rows = await db.query<Row>(
    `select w.id, w.state, w.published_at as "offeredAt", w.started_at as "startedAt", w.cadence_days as "cadenceDays",
       c.starts_on::text as "cohortStartsOn", coalesce(g.journey -> 'milestones', '[]'::jsonb) as milestones, g.nudges as changed,
       g.id as "programId", g.name as "programName", o.time_zone as "timeZone",
       (select count(*)::int from goals a where a.organisation_id = w.organisation_id and a.pairing_id = w.id and a.state <> 'abandoned') as goals,
       (select json_agg(json_build_object('personId', p.id, 'role', m.role, 'hasAccepted', m.accepted_at is not null,
            'givenName', coalesce(nullif(p.given_name, ''), p.display_name), 'displayName', p.display_name, 'email', p.email,
            'locale', p.locale, 'timeZone', p.time_zone, 'workingHours', p.working_hours,
            'isAway', exists (select from blackouts b where b.organisation_id = p.organisation_id and b.person_id = p.id
              and ($2::timestamptz at time zone p.time_zone)::date between b.from_on and b.until_on - 1)) order by m.role, p.id)
          from pairing_members m join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
          where m.organisation_id = w.organisation_id and m.pairing_id = w.id and m.inside and m.declined_at is null
            and (p.left_on is null or p.left_on > ($2::timestamptz at time zone o.time_zone)::date)) as members
     from ${PAIRINGS} and ($3::uuid is null or g.id = $3)
       and ($4::jsonb is null or exists (select from pairing_members m join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
         where m.organisation_id = w.organisation_id and m.pairing_id = w.id and m.inside and m.declined_at is null
           and jsonb_build_array(p.time_zone, p.working_hours) in (select jsonb_array_elements($4))))
     order by w.id`,
    [
      organisationId,
      now,
      programId,
      readers && JSON.stringify(readers.map(({ timeZone, workingHours }) => [timeZone, workingHours])),
    ],
  );
  const ids = rows.map(({ id }) => id);
  const [meetings, checkIns] = [
    await listMeetings(db, organisationId, ids),
    await listOpenCheckIns(db, organisationId, ids, now),
  ];
  return rows.map(({ offeredAt, startedAt, changed, members, ...row }) => {
    const day = (at: Date) => dayIn(at, row.timeZone);
    return {
      ...row,
      members: members ?? [],
      settings: nudgeSettingsOf(changed),
      offeredOn: day(offeredAt),
      startedOn: startedAt && day(startedAt),
      meetings: (meetings.get(row.id) ?? []).map(({ startsAt, createdAt, ...meeting }) => ({
        ...meeting,
        on: day(startsAt),
        plannedOn: day(createdAt),
      })),
      checkIns: (checkIns.get(row.id) ?? []).map(({ askedAt, ...checkIn }) => ({
        ...checkIn,
        askedOn: day(askedAt),
      })),
    };
  });
}

/** Those that are planned, and the last that was held. */
async function listMeetings(db: Database, organisationId: string, pairingIds: readonly string[]) {
  return byPairing(
    await db.query<{
      pairingId: string;
      id: string;
      state: 'planned' | 'held';
      startsAt: Date;
      createdAt: Date;
      answeredBy: string[];
    }>(
      `select m.pairing_id as "pairingId", m.id, m.state, m.starts_at as "startsAt", m.created_at as "createdAt",
         array(select a.person_id from meeting_answers a where a.organisation_id = m.organisation_id and a.meeting_id = m.id) as "answeredBy"
       from meetings m where m.organisation_id = $1 and m.pairing_id = any ($2) and m.state = 'planned'
       union all
       select * from (select distinct on (m.pairing_id) m.pairing_id, m.id, m.state, m.starts_at, m.created_at, '{}'::uuid[]
         from meetings m where m.organisation_id = $1 and m.pairing_id = any ($2) and m.state = 'held'
         order by m.pairing_id, m.starts_at desc) last`,
      [organisationId, pairingIds],
    ),
  );
}

async function listOpenCheckIns(
  db: Database,
  organisationId: string,
  pairingIds: readonly string[],
  now: Date,
) {
  return byPairing(
    await db.query<{ pairingId: string; id: string; personId: string; askedAt: Date }>(
      `select pairing_id as "pairingId", id, person_id as "personId", asked_at as "askedAt" from check_ins
       where organisation_id = $1 and pairing_id = any ($2) and answered_at is null and due_at > $3`,
      [organisationId, pairingIds, now],
    ),
  );
}

function byPairing<T extends { pairingId: string }>(rows: readonly T[]): Map<string, T[]> {
  return Map.groupBy(rows, ({ pairingId }) => pairingId);
}

/** A nudge by its name: what must not go out twice. */
export const nameOf = ({ rule, personId, subjectId, period }: Omit<Nudge, 'day' | 'title'>) =>
  `${rule} ${personId} ${subjectId} ${period}`;

/** What these pairings were reminded of before, by name, and who within the last twenty hours. */
export async function listSent(
  db: Database,
  organisationId: string,
  pairingIds: readonly string[],
  now: Date,
): Promise<{ names: Set<string>; lately: Set<string> }> {
  const rows = await db.query<Omit<Nudge, 'day' | 'title'> & { isLate: boolean }>(
    `select rule, person_id as "personId", subject_id as "subjectId", period, sent_at > $3::timestamptz - interval '20 hours' as "isLate"
     from nudges where organisation_id = $1 and pairing_id = any ($2)`,
    [organisationId, pairingIds, now],
  );
  return {
    names: new Set(rows.map(nameOf)),
    lately: new Set(rows.filter(({ isLate }) => isLate).map(({ personId }) => personId)),
  };
}

type Listed = ReplyOf<typeof nudgeRoutes.list>;

/** What would each rule do today, were it on, and what has it done? Grain: one rule. */
export async function listProgramNudges(
  db: Database,
  organisationId: string,
  programId: string,
  now: Date,
): Promise<Listed> {
  const pairings = await listPairingsToNudge(db, organisationId, now, { programId });
  const { names } = await listSent(
    db,
    organisationId,
    pairings.map(({ id }) => id),
    now,
  );
  const due = pairings.flatMap((pairing) => {
    const settings = Object.fromEntries(
      nudgeRules.map((rule) => [rule, { ...pairing.settings[rule], on: true }]),
    ) as NudgeSettings;
    return listNudges(pairing, settings, dayIn(now, pairing.timeZone)).filter(
      (one) => !names.has(nameOf(one)),
    );
  });
  const sent = await db.query<{ rule: string; count: number }>(
    `select n.rule, count(*)::int as count from nudges n
     join pairings w on w.organisation_id = n.organisation_id and w.id = n.pairing_id
     join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id and c.program_id = $2
     where n.organisation_id = $1 and n.sent_at > $3::timestamptz - interval '30 days' group by n.rule`,
    [organisationId, programId, now],
  );
  const organisation = await db.first<{ remindersPerWeek: number }>(
    'select reminders_per_week as "remindersPerWeek" from organisations where organisation_id = $1',
    [organisationId],
  );
  return {
    remindersPerWeek: organisation?.remindersPerWeek ?? 0,
    items: nudgeRules.map((rule) => ({
      rule,
      dueToday: new Set(due.filter((one) => one.rule === rule).map(({ personId }) => personId)).size,
      sentLast30Days: sent.find((one) => one.rule === rule)?.count ?? 0,
    })),
  };
}
