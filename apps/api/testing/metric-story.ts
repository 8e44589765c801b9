import type { GivenCohort, GivenEnrolment, GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import type { TestApi } from './api.ts';

/** The clock of these stories stands at 2 March 2026; everything happens at noon, so that every time zone sees the same day. */
export const TODAY = '2026-03-02';
export const before = (days: number) => new Date(Date.parse(`${TODAY}T12:00:00Z`) - days * 86_400_000);
export const dayOf = (days: number) => before(days).toISOString().slice(0, 10);

export type Random = (below: number) => number;

/** mulberry32: the same story for the same seed. */
export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** What a pairing of the story begins with: those on an edge of a definition come in every story, the others by chance. */
interface Plan {
  began: number;
  ended: number | null;
  cadence: number;
  /** Days ago on which it met; null: by chance. */
  met: readonly number[] | null;
  pause: readonly [number, number | null] | null;
  /** Days from the pool to the match; null: never matched by a stage. */
  pool: number;
}

const edges: readonly Plan[] = [
  // Met exactly one and a half cadences ago, and a day more.
  { began: 60, ended: null, cadence: 14, met: [30], pause: null, pool: 21 },
  { began: 60, ended: null, cadence: 14, met: [31], pause: null, pool: 22 },
  { began: 100, ended: null, cadence: 30, met: [45], pause: null, pool: 20 },
  { began: 100, ended: null, cadence: 30, met: [46], pause: null, pool: 0 },
  // As old as the span itself: still pending, and a day older.
  { began: 30, ended: null, cadence: 7, met: [], pause: null, pool: 5 },
  { began: 31, ended: null, cadence: 7, met: [], pause: null, pool: 5 },
  // Met on the first day of a period and on the last; ends today; ended inside its first period.
  { began: 42, ended: null, cadence: 14, met: [42, 29, 14], pause: null, pool: 3 },
  { began: 42, ended: 0, cadence: 14, met: [15, 1], pause: null, pool: 3 },
  { began: 40, ended: 35, cadence: 14, met: [38], pause: null, pool: 3 },
  // A pause that ends on the first day of a period, one of a single day, one that lasts, one that is over today.
  { began: 56, ended: null, cadence: 14, met: [50, 20, 3], pause: [42, 28], pool: 9 },
  { began: 56, ended: null, cadence: 14, met: [50, 20], pause: [29, 28], pool: 9 },
  { began: 56, ended: null, cadence: 14, met: [50], pause: [30, null], pool: 9 },
  { began: 56, ended: null, cadence: 14, met: [50], pause: [20, 0], pool: 9 },
  // On the limits of health: 1.25 and 2 cadences since the last meeting, and of a new pairing.
  { began: 90, ended: null, cadence: 12, met: [15], pause: null, pool: 2 },
  { began: 90, ended: null, cadence: 12, met: [16], pause: null, pool: 2 },
  { began: 90, ended: null, cadence: 12, met: [24], pause: null, pool: 2 },
  { began: 90, ended: null, cadence: 12, met: [25], pause: null, pool: 2 },
  { began: 90, ended: null, cadence: 6, met: [13], pause: null, pool: 2 },
  { began: 13, ended: null, cadence: 14, met: [], pause: null, pool: 8 },
  { began: 14, ended: null, cadence: 14, met: [], pause: null, pool: 7 },
];

function byChance(random: Random): Plan {
  const began = 5 + random(140);
  const ended = random(4) === 0 ? random(began) : null;
  const from = random(began);
  const pause = random(5) === 0 ? ([from, random(2) === 0 ? null : from - 1 - random(20)] as const) : null;
  return { began, ended, cadence: [7, 14, 30][random(3)] ?? 14, met: null, pause, pool: random(40) };
}

/** Forty pairings of ten mentors with whatever may happen to them, in a running cohort that is over by its dates. */
export async function aCohortStory(
  api: TestApi,
  random: Random,
): Promise<{ cohort: GivenCohort; owner: GivenPerson }> {
  const { given } = api;
  const organisation = await given.organisation();
  const organisationId = organisation.id;
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const program = await given.program(owner, {
    eligibility: { departments: [], sites: [], leastGrade: null, mostGrade: null, leastTenureDays: 90 },
  });
  const cohort = await given.cohort(program, owner, { state: 'running', startsOn: dayOf(150) });
  await api.rows('update cohorts set ends_on = $2 where id = $1', [cohort.id, dayOf(1)]);
  const hired = () => ({ account: false, hiredOn: dayOf([89, 90, 91, 400][random(4)] ?? 400) });
  // Colleagues who take no part, some of them not yet long enough here.
  for (let i = 0; i < 6; i += 1) await given.person(organisation, hired());
  await given.person(organisation, { account: false, leftOn: TODAY });
  await given.person(organisation, { account: false, leftOn: dayOf(-1) });
  const offers: { mentor: GivenPerson; enrolment: GivenEnrolment }[] = [];
  for (let i = 0; i < 10; i += 1) {
    const mentor = await given.person(organisation, hired());
    const enrolment = await given.enrolment(cohort, mentor, 'mentor', { state: 'matched', capacity: 8 });
    const since = [60, 59][i] ?? 20 + random(200);
    await api.rows('update enrolments set submitted_at = $2 where id = $1', [enrolment.id, before(since)]);
    offers.push({ mentor, enrolment });
  }
  const plans = [...edges, ...Array.from({ length: 20 }, () => byChance(random))];
  const told = new Story(api, random, cohort, organisationId);
  for (const [at, plan] of plans.entries()) {
    // The first two and the last mentor stay without a pairing that runs.
    const { mentor, enrolment } = offers[2 + (at % 7)] ?? {};
    if (mentor && enrolment)
      await told.tell(plan, at, mentor, enrolment, await given.person(organisation, hired()));
  }
  await told.write();
  // Offers that came to nothing: one side said no, before or after the other's yes; they lapsed; or they are still open.
  for (const state of ['declined', 'declined', 'declined', 'ended', 'ended', 'offered'] as const) {
    const mentor = await given.person(organisation, hired());
    const mentee = await given.person(organisation, hired());
    const { id } = await given.pairing(cohort, mentor, mentee, { state });
    await api.rows('update pairings set started_at = null, published_at = $2 where id = $1', [id, before(9)]);
    await api.rows('update pairing_members set accepted_at = null where pairing_id = $1', [id]);
    const [one, other] = random(2) === 0 ? [mentor, mentee] : [mentee, mentor];
    if (state === 'declined')
      await api.rows('update pairing_members set declined_at = $3 where pairing_id = $1 and person_id = $2', [
        id,
        one.id,
        before(5),
      ]);
    if (random(2) === 0)
      await api.rows('update pairing_members set accepted_at = $3 where pairing_id = $1 and person_id = $2', [
        id,
        other.id,
        before(6),
      ]);
    // Some no was said to people who found another partner, before or after it.
    if (state === 'declined') {
      const found = told.mentees[random(told.mentees.length)];
      await api.rows('update pairings set published_at = $2 where id = $1', [id, before(5 + random(60))]);
      await api.rows(
        `update pairing_members b set person_id = e.person_id, enrolment_id = e.id from enrolments e
         where b.pairing_id = $1 and b.role = 'mentee' and e.cohort_id = b.cohort_id and e.role = 'mentee' and e.person_id = $2`,
        [id, found?.id],
      );
    }
  }
  // Places are taken back after they were filled, so that some mentors carry more than they offer, and one offers none.
  for (const [at, { enrolment }] of offers.entries())
    await api.rows('update enrolments set capacity = $2 where id = $1', [
      enrolment.id,
      at === 3 ? 0 : 1 + random(3),
    ]);
  for (const [at, { mentor }] of offers.entries())
    await given.stages(cohort, mentor.id, 'mentor', { 'in-pool': before([21, 20][at] ?? random(200)) });
  await api.rows("update enrolments set state = 'withdrawn', ended_at = $2 where id = $1", [
    offers[1]?.enrolment.id,
    before(10),
  ]);
  return { cohort, owner };
}

type Row = Record<string, unknown>;

/** Rows of one cohort, gathered and written at once. */
class Story {
  readonly #rows = new Map<string, Row[]>();
  readonly #stages: [string, Record<string, Date>][] = [];
  readonly #answered = new Set<string>();
  /** Who found a partner, in the order of the plans. */
  readonly mentees: GivenPerson[] = [];

  constructor(
    readonly api: TestApi,
    readonly random: Random,
    readonly cohort: GivenCohort,
    readonly organisationId: string,
  ) {}

  #add(table: string, row: Row): void {
    this.#rows.set(table, [
      ...(this.#rows.get(table) ?? []),
      { organisationId: this.organisationId, ...row },
    ]);
  }

  async tell(
    plan: Plan,
    at: number,
    mentor: GivenPerson,
    mentorEnrolment: GivenEnrolment,
    mentee: GivenPerson,
  ): Promise<void> {
    const { random, cohort } = this;
    const { began, ended, pause } = plan;
    this.mentees.push(mentee);
    const pairing = await this.api.given.pairing(cohort, mentor, mentee, {
      startedAt: before(began),
      cadenceDays: plan.cadence,
      mentorEnrolment,
      ...(ended !== null && { state: 'ended' as const, endedAt: before(ended) }),
    });
    if (pause)
      this.#add('pairing_pauses', {
        id: crypto.randomUUID(),
        pairingId: pairing.id,
        startsOn: dayOf(pause[0]),
        endsOn: pause[1] === null ? null : dayOf(pause[1]),
      });
    for (const day of plan.met ?? []) this.#meet(pairing, 'held', day, random(3));
    if (plan.met === null)
      for (let n = random(9); n > 0; n -= 1) {
        const state =
          (['held', 'held', 'held', 'missed', 'cancelled', 'planned'] as const)[random(6)] ?? 'held';
        this.#meet(pairing, state, 1 + random(began), random(4));
      }
    if (random(3) > 0) this.#meet(pairing, 'planned', -1 - random(9), 0);
    this.#checkIns(pairing, began, at);
    this.#goal(pairing, began, at);
    this.#signals(pairing, began, at);
    this.#survey(pairing, began, ended, at);
    const pool = began + plan.pool;
    this.#stages.push([
      mentee.id,
      {
        ...(at % 3 > 0 && { invited: before(pool + 2 + random(20)) }),
        ...(random(9) > 0 && { registered: before(pool + random(3)) }),
        ...(random(9) > 0 && { 'in-pool': before(pool) }),
        ...(plan.met !== null || random(4) > 0 ? { matched: before(began) } : {}),
        ...(random(2) === 0 && { active: before(random(began)) }),
        ...(random(3) === 0 && { completed: before(0) }),
        ...(random(5) === 0 && { withdrawn: before(random(pool + 1)) }),
      },
    ]);
  }

  /** What became of a planned hour; `how` decides who confirmed it, when it was called off, and whether it was moved. */
  #meet(
    pairing: GivenPairing,
    state: 'held' | 'missed' | 'cancelled' | 'planned',
    ago: number,
    how: number,
  ): void {
    const id = crypto.randomUUID();
    const startsAt = before(ago);
    const hoursBefore = [0, 23, 24, 72][how] ?? 0;
    this.#add('meetings', {
      id,
      pairingId: pairing.id,
      cohortId: pairing.cohortId,
      state,
      title: 'Mentoring',
      startsAt,
      durationMinutes: 30 + 15 * this.random(3),
      timeZone: 'Europe/Berlin',
      createdBy: pairing.mentee.id,
      createdAt: startsAt,
      endedAt:
        state === 'planned'
          ? null
          : new Date(startsAt.getTime() - (state === 'cancelled' ? hoursBefore * 3_600_000 : 0)),
      cancelledBy:
        state === 'cancelled' ? [pairing.mentor.id, pairing.mentor.id, pairing.mentee.id, null][how] : null,
      timesMoved: this.random(3) === 0 ? 1 : 0,
    });
    if (state !== 'held') return;
    const answers = [[], ['held'], ['held', 'held'], ['held', 'not-held']][how] ?? [];
    for (const [side, answer] of answers.entries())
      this.#add('meeting_answers', {
        meetingId: id,
        personId: [pairing.mentor, pairing.mentee][side]?.id,
        answer,
        answeredAt: startsAt,
      });
  }

  /** Answers on and after the last day that counts, of people who are asked by several pairings of one wave, too. */
  #checkIns(pairing: GivenPairing, began: number, at: number): void {
    const { random } = this;
    for (const person of [pairing.mentor, pairing.mentee])
      for (const wave of [1, 2]) {
        const asked = wave === 1 ? Math.min(began, [14, 13, 28][at % 5] ?? 5 + random(100)) : random(began);
        const took = [14, 15][at % 4] ?? random(20);
        const day = asked - took;
        const unit = `${person.id} ${wave} ${day}`;
        const isAnswered = day >= 0 && random(4) > 0 && !this.#answered.has(unit);
        if (isAnswered) this.#answered.add(unit);
        this.#add('check_ins', {
          id: crypto.randomUUID(),
          cohortId: pairing.cohortId,
          pairingId: pairing.id,
          personId: person.id,
          role: person === pairing.mentor ? 'mentor' : 'mentee',
          wave,
          askedAt: before(asked),
          dueAt: before(asked - 14),
          answeredAt: isAnswered ? new Date(before(day).getTime() + this.#answered.size * 1000) : null,
          usefulness: isAnswered && random(8) > 0 ? 1 + random(5) : null,
        });
      }
  }

  /** Reached on its due day, the day after, before it was written; by one side alone; without a due day or a milestone. */
  #goal(pairing: GivenPairing, began: number, at: number): void {
    const { random } = this;
    const state = (['reached', 'reached', 'claimed', 'open', 'abandoned'] as const)[at % 5] ?? 'open';
    const claimed = random(began);
    const isReached = state === 'reached';
    const isClaimed = isReached || state === 'claimed';
    const goalId = crypto.randomUUID();
    const dueOn = at % 7 === 0 ? null : dayOf([claimed, claimed + 1, 0, 1][at % 6] ?? random(began) - 10);
    this.#add('goals', {
      id: goalId,
      pairingId: pairing.id,
      cohortId: pairing.cohortId,
      ownerId: pairing.mentee.id,
      title: 'Lead a talk',
      createdAt: before(at % 11 === 0 ? Math.max(0, claimed - 1) : began),
      // Left alone for a day less than goes stale, for just as long, and not at all.
      updatedAt: before(
        state === 'open' || state === 'claimed' ? Math.min(began, [30, 29, 0][at % 3] ?? 0) : 0,
      ),
      dueOn,
      state,
      claimedBy: isClaimed ? pairing.mentee.id : null,
      claimedAt: isClaimed ? before(claimed) : null,
      confirmedBy: isReached ? pairing.mentor.id : null,
      confirmedAt: isReached ? before(0) : null,
      reachedAt: isReached ? before(0) : null,
    });
    for (let position = 0; position < at % 4; position += 1)
      this.#add('milestones', {
        id: crypto.randomUUID(),
        goalId,
        title: 'A step',
        position,
        doneAt: random(2) === 0 ? before(random(began)) : null,
      });
  }

  /** A message that waits, a change of job, a leave; each on the day on which it begins or ceases to be a sign. */
  #signals(pairing: GivenPairing, began: number, at: number): void {
    const { random } = this;
    const wrote = (author: GivenPerson, ago: number) =>
      this.#add('messages', {
        id: crypto.randomUUID(),
        pairingId: pairing.id,
        authorId: author.id,
        body: 'A word.',
        sentAt: before(ago),
      });
    if (random(3) > 0) {
      wrote(pairing.mentor, 20);
      wrote(pairing.mentee, [6, 7, 8][at % 4] ?? random(15));
      if (random(2) === 0) wrote(pairing.mentee, 2);
    }
    if (random(3) === 0)
      this.#add('job_spells', {
        id: crypto.randomUUID(),
        personId: pairing.mentee.id,
        // Nobody of the story was hired less than 89 days ago, and two jobs do not begin on one day.
        startsOn: dayOf([30, 31, 0][at % 4] ?? random(Math.min(began, 89))),
        jobTitle: 'Lead',
        department: 'Engineering',
        site: 'Berlin',
        // A new title alone is no sign.
        grade: random(3) === 0 ? 5 : 6,
        recordedAt: before(0),
      });
  }

  /** Who was asked in the middle and answered, whose mail came back; and what those who answered at the end would say to others. */
  #survey(pairing: GivenPairing, began: number, ended: number | null, at: number): void {
    const { random } = this;
    const moments = [
      {
        person: pairing.mentee,
        role: 'mentee',
        moment: 'middle',
        asked: Math.min(began, [14, 13][at % 3] ?? random(60)),
      },
      { person: pairing.mentee, role: 'mentee', moment: 'fit', asked: Math.min(began, 30) },
    ];
    for (const { person, role, moment, asked } of moments) {
      if (ended !== null && asked < ended) continue;
      const id = crypto.randomUUID();
      const isAnswered = random(3) > 0;
      const mailId = random(2) === 0 ? crypto.randomUUID() : null;
      if (mailId)
        this.#add('mails', {
          id: mailId,
          toAddress: 'somebody@example.test',
          kind: 'survey',
          locale: 'en',
          subject: 'A question',
          bodyText: '',
          bodyHtml: '',
          state: ['sent', 'failed', 'bounced'][random(3)],
        });
      this.#add('survey_asks', {
        id,
        cohortId: pairing.cohortId,
        personId: person.id,
        role,
        moment,
        pairingId: pairing.id,
        planNumber: 1,
        isAnonymous: false,
        askedAt: before(asked),
        dueAt: before(asked - 14),
        isAnswered,
        mailId,
      });
      if (moment === 'fit' && isAnswered)
        this.#add('survey_answers', {
          id: crypto.randomUUID(),
          cohortId: pairing.cohortId,
          moment,
          role,
          planNumber: 1,
          askId: id,
          round: null,
          answers: JSON.stringify({ fit: 1 + random(5) }),
        });
    }
    // Seven in the first round, six in the second, the rest still wait.
    if (at < 20)
      this.#add('survey_answers', {
        id: crypto.randomUUID(),
        cohortId: pairing.cohortId,
        moment: 'end',
        role: at % 2 === 0 ? 'mentor' : 'mentee',
        planNumber: 1,
        askId: null,
        round: at < 7 ? 1 : at < 13 ? 2 : at < 17 ? 3 : null,
        answers: JSON.stringify({ recommend: [6, 7, 8, 9, 10, 0][random(6)] }),
      });
  }

  async write(): Promise<void> {
    const { api, cohort } = this;
    for (const [table, rows] of this.#rows) await api.given.insert(table, rows);
    const people = this.#stages.map(([personId]) => personId);
    await api.rows('update people set leave_from = $2, leave_until = $3 where id = $1', [
      people[0],
      dayOf(-14),
      dayOf(-27),
    ]);
    await api.rows('update people set leave_from = $2, leave_until = $3 where id = $1', [
      people[1],
      dayOf(-14),
      dayOf(-26),
    ]);
    await api.rows('update people set leave_from = $2, leave_until = null where id = $1', [
      people[2],
      dayOf(-15),
    ]);
    await api.rows('update people set leave_from = $2, leave_until = null where id = $1', [
      people[4],
      dayOf(3),
    ]);
    const gone = [people.slice(26, 29), dayOf(9)];
    await api.rows('update people set left_on = $2 where id = any($1)', gone);
    await api.rows('update employment_spells set ends_on = $2 where person_id = any($1)', gone);
    await api.rows('delete from stage_events where cohort_id = $1', [cohort.id]);
    for (const [personId, reached] of this.#stages)
      await api.given.stages(cohort, personId, 'mentee', reached);
    // Invited again, by an invitation that left the role open and came first; invited and never came.
    await api.given.stages(cohort, people[1] ?? '', null, { invited: before(140) });
    await api.given.stages(cohort, people[5] ?? '', 'mentee', { invited: before(1), 'in-pool': before(9) });
    for (const ago of [14, 15, 20, 30, 40, 50, 13]) {
      const stranger = await api.given.person({ id: this.organisationId, name: '' }, { account: false });
      await api.given.stages(cohort, stranger.id, null, { invited: before(ago) });
    }
    await api.rows("update pairings set end_reason = 'no-time' where cohort_id = $1 and state = 'ended'", [
      cohort.id,
    ]);
    for (const { id } of this.mentees)
      if (this.random(3) === 0)
        await api.rows(
          "update enrolments set state = $3, ended_at = $4 where cohort_id = $1 and person_id = $2 and role = 'mentee'",
          [cohort.id, id, this.random(3) === 0 ? 'declined' : 'withdrawn', before(this.random(30))],
        );
  }
}
