import type { Action, Meeting, MeetingItem } from '@ithaca/contracts/meetings';
import { carryOver, evidenceOf } from '@ithaca/domain/meeting';
import type { MeetingAnswer, MeetingTime } from '@ithaca/domain/meeting';
import { fillMeetingLink } from '@ithaca/domain/meeting-link';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { newToken } from '../../platform/secrets.ts';

type ItemRow = Omit<MeetingItem, 'startsAt' | 'evidence'> & {
  startsAt: Date;
  answers: MeetingAnswer[];
  isCircle: boolean;
};
type MeetingRow = ItemRow & Pick<Meeting, 'agenda' | 'notes' | 'cancelReason' | 'members' | 'series'>;
type ActionRow = Omit<Action, 'doneAt'> & { doneAt: Date | null };

/** More than a pairing of years holds; keeps one answer bounded. */
const MOST = 500;

const ITEM = `m.id, m.pairing_id as "pairingId", m.state, m.title, m.starts_at as "startsAt", m.version,
  m.duration_minutes as "durationMinutes", m.time_zone as "timeZone", m.link,
  array(select a.answer from meeting_answers a where a.organisation_id = m.organisation_id and a.meeting_id = m.id) as answers,
  (select a.answer from meeting_answers a where a.organisation_id = m.organisation_id and a.meeting_id = m.id and a.person_id = $3) as "myAnswer",
  (select p.smallest is not null from pairings p where p.organisation_id = m.organisation_id and p.id = m.pairing_id) as "isCircle"`;

const ACTIONS = `select a.id, a.title, a.owner_id as "ownerId", h.display_name as "ownerName", a.due_on::text as "dueOn",
    a.done_at as "doneAt", a.meeting_id as "meetingId", g.id as "goalId", a.version
  from actions a join people h on h.organisation_id = a.organisation_id and h.id = a.owner_id
  left join goals g on g.organisation_id = a.organisation_id and g.id = a.goal_id and (g.owner_id = $3 or exists (
    select from pairings p join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id
    where p.organisation_id = a.organisation_id and p.id = a.pairing_id and m.person_id = $3 and (p.smallest is null or m.role = 'mentor')))
  where a.organisation_id = $1`;
const OPEN_FIRST = `order by a.done_at desc nulls first, a.due_on nulls last, a.created_at, a.id limit ${MOST}`;

/** When did or do we meet? One row per meeting of a pairing, newest first. */
export async function listMeetings(db: Database, actor: Actor, pairingId: string): Promise<MeetingItem[]> {
  const rows = await db.query<ItemRow>(
    `select ${ITEM} from meetings m where m.organisation_id = $1 and m.pairing_id = $2
     order by m.starts_at desc, m.id limit ${MOST}`,
    [actor.organisationId, pairingId, actor.personId],
  );
  return rows.map(shapeItem);
}

/** What is left to talk about? The unticked points of the last meeting that is over, save those that a planned one has taken over. */
export async function listLeftOver(db: Database, actor: Actor, pairingId: string): Promise<string[]> {
  const rows = await db.query<{ state: MeetingItem['state']; agenda: Meeting['agenda'] }>(
    `(select state, agenda from meetings where organisation_id = $1 and pairing_id = $2 and state in ('held', 'missed')
       order by starts_at desc, id desc limit 1)
     union all select state, agenda from meetings where organisation_id = $1 and pairing_id = $2 and state = 'planned'`,
    [actor.organisationId, pairingId],
  );
  const [last, planned] = [
    rows.find(({ state }) => state !== 'planned'),
    rows.filter(({ state }) => state === 'planned'),
  ];
  const taken = new Set(planned.flatMap(({ agenda }) => agenda.map(({ text }) => text)));
  return carryOver(last?.agenda ?? [], []).flatMap(({ text }) => (taken.has(text) ? [] : [text]));
}

/** Where would a new meeting of a pairing take place? The organisation's template filled in; a room that is new is named anew each time. */
export async function getNewLink(
  db: Database,
  { organisationId }: Party,
  pairingId: string,
): Promise<string> {
  const row = await db.first<{ template: string }>(
    'select meeting_link as template from organisations where organisation_id = $1',
    [organisationId],
  );
  return fillMeetingLink(row?.template ?? '', { pairing: pairingId, random: newToken().slice(0, 22) });
}

/** What do we talk about? One meeting with agenda, shared notes and actions; what anybody notes for themselves is no part of it. */
export async function getMeeting(db: Database, actor: Party, meetingId: string): Promise<Meeting> {
  const row = await db.first<MeetingRow>(
    `select ${ITEM}, m.agenda, m.notes, coalesce(m.cancel_reason, '') as "cancelReason",
       (select json_agg(json_build_object('personId', h.id, 'displayName', h.display_name, 'timeZone', h.time_zone,
          'reply', (select r.reply from meeting_replies r where r.organisation_id = m.organisation_id and r.meeting_id = m.id and r.person_id = h.id),
          'answer', (select a.answer from meeting_answers a where a.organisation_id = m.organisation_id and a.meeting_id = m.id and a.person_id = h.id)) order by h.display_name, h.id)
        from pairing_members s join people h on h.organisation_id = s.organisation_id and h.id = s.person_id
        where s.organisation_id = m.organisation_id and s.pairing_id = m.pairing_id and s.declined_at is null and (s.inside or exists (
          select from meeting_answers a where a.organisation_id = m.organisation_id and a.meeting_id = m.id and a.person_id = s.person_id))) as members,
       (select json_build_object('everyWeeks', r.every_weeks, 'times', r.times, 'place',
          (select count(*) from meetings o where o.organisation_id = r.organisation_id and o.series_id = r.id and o.occurs_at <= m.occurs_at))
        from meeting_series r where r.organisation_id = m.organisation_id and r.id = m.series_id) as series
     from meetings m where m.organisation_id = $1 and m.id = $2`,
    [actor.organisationId, meetingId, actor.personId],
  );
  if (!row) throw new Refusal('record.not-found');
  const actions = await db.query<ActionRow>(`${ACTIONS} and a.meeting_id = $2 ${OPEN_FIRST}`, [
    actor.organisationId,
    meetingId,
    actor.personId,
  ]);
  return {
    ...shapeItem(row),
    agenda: row.agenda,
    notes: row.notes,
    cancelReason: row.cancelReason,
    actions: actions.map(shapeAction),
    members: row.members,
    series: row.series,
  };
}

/** What did we agree to do? One row per action of a pairing, open ones first, the soonest due before. */
export async function listActions(db: Database, actor: Actor, pairingId: string): Promise<Action[]> {
  const rows = await db.query<ActionRow>(`${ACTIONS} and a.pairing_id = $2 ${OPEN_FIRST}`, [
    actor.organisationId,
    pairingId,
    actor.personId,
  ]);
  return rows.map(shapeAction);
}

/** One action. */
export async function getAction(db: Database, actor: Actor, actionId: string): Promise<Action> {
  const row = await db.first<ActionRow>(`${ACTIONS} and a.id = $2`, [
    actor.organisationId,
    actionId,
    actor.personId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shapeAction(row);
}

/** When are these people taken? One span per planned meeting of any pairing of theirs that touches the time between. */
export async function listBusy(
  db: Database,
  actor: Pick<Party, 'organisationId'>,
  personIds: readonly string[],
  between: { from: Date; to: Date },
): Promise<{ from: number; to: number }[]> {
  const rows = await db.query<{ startsAt: Date; durationMinutes: number }>(
    `select m.starts_at as "startsAt", m.duration_minutes as "durationMinutes" from meetings m
     where m.organisation_id = $1 and m.state = 'planned'
       and m.pairing_id in (select s.pairing_id from pairing_members s where s.organisation_id = $1 and s.person_id = any($2) and s.open and s.inside)
       and m.starts_at < $4 and m.starts_at + make_interval(mins => m.duration_minutes) > $3`,
    [actor.organisationId, personIds, between.from, between.to],
  );
  return rows.map(({ startsAt, durationMinutes }) => ({
    from: startsAt.getTime(),
    to: startsAt.getTime() + durationMinutes * 60_000,
  }));
}

/** When has this pairing a meeting that is planned or was held? Grain: one meeting, the earliest first; `itself` is left out. */
export function listTaken(
  db: Database,
  { organisationId }: Pick<Party, 'organisationId'>,
  pairingId: string,
  itself: string | null = null,
): Promise<(MeetingTime & { id: string })[]> {
  return db.query(
    `select id, starts_at as "startsAt", duration_minutes as "durationMinutes" from meetings
     where organisation_id = $1 and pairing_id = $2 and state in ('planned', 'held') and id is distinct from $3
     order by starts_at, id`,
    [organisationId, pairingId, itself],
  );
}

function shapeItem({ answers, isCircle, startsAt, ...row }: ItemRow): MeetingItem {
  return { ...row, startsAt: startsAt.toISOString(), evidence: evidenceOf(answers, isCircle) };
}

function shapeAction({ doneAt, ...row }: ActionRow): Action {
  return { ...row, doneAt: doneAt?.toISOString() ?? null };
}
