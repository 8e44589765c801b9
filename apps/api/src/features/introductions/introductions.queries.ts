import type { Introduction, introductionRoutes } from '@ithaca/contracts/introductions';
import type { ReplyOf } from '@ithaca/contracts/route';
import {
  introductionKinds,
  mayTakeBack,
  teller,
  toldOfIntroduction,
  turnOf,
} from '@ithaca/domain/introduction';
import type { IntroductionPart, IntroductionState } from '@ithaca/domain/introduction';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { countedInBatches } from '@ithaca/metrics/releases';
import { suppress } from '@ithaca/metrics/suppression';
import { surveyMinimum } from '@ithaca/metrics/survey-results';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';

type Somebody = Introduction['helper'];

interface Row {
  id: string;
  pairingId: string;
  kind: Introduction['kind'];
  by: Introduction['by'];
  state: IntroductionState;
  helper: Somebody;
  guest: Somebody;
  third: Somebody | null;
  words: string;
  opening: string;
  length: Introduction['length'];
  dayOn: string | null;
  dayBy: string | null;
  dayAgreed: boolean;
  dueOn: string | null;
  usefulness: number | null;
  answerBy: Date | null;
  createdAt: Date;
  sentAt: Date | null;
  madeAt: Date | null;
  pairingState: PairingState;
}

/** A side of years stays below it; it keeps one answer bounded. */
const MOST = 200;

const somebody = (
  column: string,
) => `(select json_build_object('personId', h.id, 'displayName', h.display_name, 'jobTitle', h.job_title,
    'email', h.email) from people h where h.organisation_id = i.organisation_id and h.id = i.${column})`;

const ROWS = `select i.id, i.pairing_id as "pairingId", i.kind, i.by, i.state, ${somebody('helper_id')} as helper, ${somebody('guest_id')} as guest,
    ${somebody('third_id')} as third, i.words, i.opening, i.length, i.day_on::text as "dayOn", i.day_by as "dayBy", i.day_agreed as "dayAgreed",
    i.due_on::text as "dueOn", i.usefulness, i.answer_by as "answerBy", i.created_at as "createdAt", i.sent_at as "sentAt", i.made_at as "madeAt", p.state as "pairingState"
  from introductions i join pairings p on p.organisation_id = i.organisation_id and p.id = i.pairing_id
  where i.organisation_id = $1`;

/** What the two sides of a pairing do for each other? Grain: one, the newest first; of a circle those that concern the reader. */
export async function listIntroductions(
  db: Database,
  actor: Party,
  pairingId: string,
): Promise<Introduction[]> {
  const rows = await db.query<Row>(
    `${ROWS} and i.pairing_id = $2 and $3 in (i.helper_id, i.guest_id) order by i.created_at desc, i.id desc limit ${MOST}`,
    [actor.organisationId, pairingId, actor.personId],
  );
  return rows.map((row) => shape(row, actor));
}

/** What am I asked as a colleague, and with whom was I put in touch? Grain: one that has been sent to me and is not over, newest first. */
export async function listMyIntroductions(db: Database, actor: Party): Promise<Introduction[]> {
  const rows = await db.query<Row>(
    `${ROWS} and i.third_id = $2 and i.state in ('sent', 'made', 'done', 'missed') order by i.state <> 'sent', i.created_at desc, i.id desc limit ${MOST}`,
    [actor.organisationId, actor.personId],
  );
  return rows.map((row) => shape(row, actor));
}

/** One, as far as the reader is a part of it. */
export async function getIntroduction(
  db: Database,
  actor: Party,
  introductionId: string,
): Promise<Introduction> {
  const row = await db.first<Row>(`${ROWS} and i.id = $2`, [actor.organisationId, introductionId]);
  if (!row || partOf(row, actor) === null) throw new Refusal('record.not-found');
  return shape(row, actor);
}

/** What waits for me: an answer, or a word about what came of it. Grain: one of mine, the oldest first. */
export async function listWaitingIntroductions(
  db: Database,
  actor: Party,
  now: Date,
): Promise<Introduction[]> {
  const rows = await db.query<Row>(
    `${ROWS} and (i.helper_id = $2 or i.guest_id = $2 or i.third_id = $2)
       and (i.state in ('asked', 'offered', 'sent') and p.state in ('active', 'paused')
         or i.state = 'made' and i.follow_up_on <= ($3::timestamptz at time zone 'UTC')::date)
     order by i.created_at, i.id limit ${MOST}`,
    [actor.organisationId, actor.personId, now],
  );
  return rows
    .map((row) => shape(row, actor))
    .filter(({ isMyTurn, isMineToTell }) => isMyTurn || isMineToTell);
}

type Counts = ReplyOf<typeof introductionRoutes.count>;

/**
 * How many came about in a cohort? Grain: one kind; what fewer guests stand behind than the smallest group is withheld. They are
 * let in by whole days and in batches of as many guests, so that a count less the one of yesterday never tells of one of them.
 */
export async function countIntroductions(
  db: Database,
  organisationId: string,
  cohortId: string,
  now: Date,
): Promise<Counts> {
  const zone = await db.first<{ timeZone: string }>(
    'select time_zone as "timeZone" from organisations where organisation_id = $1',
    [organisationId],
  );
  const timeZone = zone?.timeZone ?? 'UTC';
  const rows = await db.query<{
    kind: Introduction['kind'];
    guestId: string;
    isDone: boolean | null;
    madeOn: string;
    toldOn: string | null;
  }>(
    `select kind, guest_id as "guestId", case state when 'done' then true when 'missed' then false end as "isDone",
       (coalesce(made_at, created_at) at time zone $3)::date::text as "madeOn", (ended_at at time zone $3)::date::text as "toldOn"
     from introductions where organisation_id = $1 and cohort_id = $2 and state in ('made', 'done', 'missed')`,
    [organisationId, cohortId, timeZone],
  );
  const k = surveyMinimum.answers;
  const frame = { asOf: dayIn(now, timeZone), minimumGroup: k };
  return {
    minimumGroup: k,
    kinds: introductionKinds.map((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      const made = countedInBatches(
        own.map((row) => ({ ...row, personId: row.guestId, answeredOn: row.madeOn })),
        frame,
      );
      if (made.length === 0) return { kind, made: null, done: null };
      const told = countedInBatches(
        made.flatMap(({ isDone, toldOn, ...row }) =>
          isDone === null ? [] : [{ ...row, answeredOn: toldOn ?? row.madeOn, isDone }],
        ),
        frame,
      );
      const done = told.filter(({ isDone }) => isDone);
      const guests = new Set(done.map(({ guestId }) => guestId));
      const rest = new Set(made.flatMap(({ guestId }) => (guests.has(guestId) ? [] : guestId)));
      const { cells } = suppress(
        [
          { key: 'done', n: guests.size },
          { key: 'rest', n: rest.size },
        ].filter(({ n }) => n > 0),
        { k, homogeneity: null },
      );
      const isDoneTold = cells.every(({ suppressed }) => suppressed === null);
      return { kind, made: made.length, done: isDoneTold ? done.length : null };
    }),
  };
}

/** Which part the actor has; null for somebody whom it does not concern. */
function partOf(
  row: Pick<Row, 'helper' | 'guest' | 'third' | 'sentAt'>,
  { personId }: Party,
): IntroductionPart | null {
  if (row.helper.personId === personId) return 'helper';
  if (row.guest.personId === personId) return 'guest';
  // Before both sides of the pairing want it, the third knows nothing of it.
  return row.sentAt !== null && row.third?.personId === personId ? 'third' : null;
}

function shape(row: Row, actor: Party): Introduction {
  const myPart = partOf(row, actor) ?? 'guest';
  const isThird = myPart === 'third';
  const inTouch = row.madeAt !== null;
  const isLive = row.pairingState === 'active' || row.pairingState === 'paused';
  const known = (one: Somebody): Somebody => ({ ...one, email: inTouch ? one.email : null });
  const partOfId = (personId: string): IntroductionPart =>
    personId === row.helper.personId ? 'helper' : personId === row.guest.personId ? 'guest' : 'third';
  return {
    id: row.id,
    kind: row.kind,
    by: row.by,
    state: toldOfIntroduction(row.state),
    myPart,
    isMyTurn: isLive && turnOf(row.state) === myPart,
    isMineToTakeBack: mayTakeBack(row.kind, row.state, myPart),
    isMineToTell: ['made', 'done', 'missed'].includes(row.state) && teller(row.kind) === myPart,
    pairingId: isThird ? null : row.pairingId,
    helper: known(row.helper),
    guest: known(row.guest),
    third: row.third && known(row.third),
    words: row.words,
    opening: isThird && !inTouch ? '' : row.opening,
    length: row.length,
    shadowing:
      row.dayOn === null || row.dayBy === null
        ? null
        : { dayOn: row.dayOn, by: partOfId(row.dayBy), isAgreed: row.dayAgreed },
    dueOn: row.dueOn,
    usefulness: isThird ? null : row.usefulness,
    answerBy: turnOf(row.state) === null ? null : (row.answerBy?.toISOString() ?? null),
    createdAt: row.createdAt.toISOString(),
    madeAt: row.madeAt?.toISOString() ?? null,
  };
}
