import { Injectable } from '@nestjs/common';
import { inventAnswers, refusalWords } from '@ithaca/domain/invented-answers';
import type { Actor } from '@ithaca/domain/permissions';
import { Random } from '@ithaca/domain/random';
import { Refusal } from '@ithaca/domain/refusal';
import { temperamentOf } from '@ithaca/domain/rehearsal';
import type { Temperament } from '@ithaca/domain/rehearsal';
import { arePartners } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ApprovalsService } from '../enrolments/admission/approvals.service.ts';
import { SeatsService } from '../enrolments/admission/seats.service.ts';
import { EnrolmentsService } from '../enrolments/enrolments.service.ts';
import { MeetingsService } from '../meetings/meetings.service.ts';
import { PairingsService } from '../pairings/pairings.service.ts';
import { SurveysService } from '../surveys/surveys.service.ts';
import {
  listApprovals,
  listCast,
  listCheckIns,
  listDueMeetings,
  listOffered,
  listSeatOffers,
} from './cast.queries.ts';
import type { Cast, DueMeeting, OpenCheckIn, Player } from './cast.queries.ts';

/** Days somebody lets pass before they act, once it is their turn. Silent people never do. */
const WAITS: Readonly<Record<Exclude<Temperament, 'silent'>, number>> = { keen: 1, slow: 5 };
/** Every so many of the approvals is a no. */
const NO_EVERY = 9;
const HOUR_MS = 3_600_000;

/** The invented people play their part with the same services as everybody: what a rule refuses them does not happen. */
@Injectable()
export class CastService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly enrolments: EnrolmentsService,
    private readonly approvals: ApprovalsService,
    private readonly seats: SeatsService,
    private readonly pairings: PairingsService,
    private readonly meetings: MeetingsService,
    private readonly surveys: SurveysService,
  ) {}

  /** What the cast does on a day of the room. Playing a day again does what was left undone. */
  async play(roomId: string, day: number): Promise<void> {
    const cast = await this.#read(roomId, () => listCast(this.db, roomId));
    if (!cast) return;
    const now = this.clock.now();
    const waits = (during: 'enrolment' | 'mentoring') =>
      new Map(
        cast.players.map(({ personId, place }) => [
          personId,
          waitOf(temperamentOf(cast.seed, place, during)),
        ]),
      );
    const [enrolling, mentoring] = [waits('enrolment'), waits('mentoring')];
    const wouldEnrol = ({ personId, place }: Player) => day - (place % 2) >= (enrolling.get(personId) ?? 0);
    // Managers, of whom nothing else is asked, answer soon.
    const isReady = (personId: string, days: number) => days >= (mentoring.get(personId) ?? WAITS.keen);

    if (cast.isEnrolling)
      for (const player of cast.players) if (wouldEnrol(player)) await this.#enrol(roomId, cast, player);
    for (const { approvalId, managerId, days, place, locale } of await this.#read(roomId, () =>
      listApprovals(this.db, roomId, now),
    ))
      if (isReady(managerId, days))
        await attempt(() =>
          this.approvals.decide(
            actorOf(roomId, managerId),
            approvalId,
            place % NO_EVERY === 0
              ? { decision: 'decline', reason: refusalWords[locale] }
              : { decision: 'approve', reason: '' },
          ),
        );
    for (const { enrolmentId, personId, days } of await this.#read(roomId, () =>
      listSeatOffers(this.db, roomId, now),
    ))
      if (isReady(personId, days))
        await attempt(() => this.seats.answer(actorOf(roomId, personId), enrolmentId, true));
    // Who enrolled accepts, sooner or later; now and then somebody lets an offer lie.
    for (const { pairingId, personId, days, place } of await this.#read(roomId, () =>
      listOffered(this.db, roomId, now),
    ))
      if (place % NO_EVERY !== 4 && days >= (enrolling.get(personId) ?? 0))
        await attempt(() => this.pairings.accept(actorOf(roomId, personId), pairingId));
    for (const one of await this.#read(roomId, () => listDueMeetings(this.db, roomId, now)))
      // Whoever is slow meets half as often, whoever is silent not at all.
      if (isReady(one.menteeId, one.daysLate)) await attempt(() => this.#meet(roomId, one));
    for (const one of await this.#read(roomId, () => listCheckIns(this.db, roomId, now)))
      if (isReady(one.personId, one.days)) await attempt(() => this.#answer(roomId, one, mentoring));
  }

  async #enrol(
    roomId: string,
    { seed, cohortId, questions, ...cast }: Cast,
    { personId, place, role, locale, languages, enrolmentState }: Player,
  ): Promise<void> {
    if (enrolmentState !== null && enrolmentState !== 'draft') return;
    const actor = actorOf(roomId, personId);
    const random = new Random(seed + place * 7919);
    await attempt(() =>
      this.db.write(actor, async () => {
        const id = await this.enrolments.begin(actor, cohortId, role);
        const { wishes, ...answers } = inventAnswers(random, questions, {
          side: role,
          locale,
          languages,
          wishable: cast.players
            .filter((other) => other.personId !== personId && arePartners(other.role, role))
            .map((other) => other.personId),
        });
        await this.enrolments.save(actor, id, await this.#versionOf(roomId, id), {
          answers: { ...answers, wishes },
          capacity: role === 'mentor' ? random.pick([1, 1, 2, 2, 3]) : 1,
          doNotPairWith: [],
        });
        await this.enrolments.submit(actor, id, await this.#versionOf(roomId, id));
      }),
    );
  }

  async #meet(roomId: string, { pairingId, menteeId, minutes, timeZone }: DueMeeting): Promise<void> {
    const startsAt = new Date(this.clock.now().getTime() - 2 * HOUR_MS);
    await this.meetings.record(actorOf(roomId, menteeId), pairingId, {
      title: '',
      startsAt: startsAt.toISOString(),
      durationMinutes: minutes,
      timeZone,
      link: '',
      notes: '',
    });
  }

  async #answer(
    roomId: string,
    { checkInId, personId, version, place }: OpenCheckIn,
    patience: ReadonlyMap<string, number>,
  ): Promise<void> {
    const isKeen = patience.get(personId) === WAITS.keen;
    await this.surveys.answer(actorOf(roomId, personId), checkInId, version, {
      meetingRegularly: isKeen ? 'yes' : 'sometimes',
      usefulness: isKeen ? 4 + (place % 2) : 2,
      change: '',
      sharedWithPartner: false,
    });
  }

  async #versionOf(roomId: string, enrolmentId: string): Promise<number> {
    const row = await this.db.first<{ version: number }>(
      'select version from enrolments where organisation_id = $1 and id = $2',
      [roomId, enrolmentId],
    );
    return row?.version ?? 0;
  }

  #read<T>(roomId: string, work: () => Promise<T>): Promise<T> {
    return this.db.read({ organisationId: roomId }, work);
  }
}

const waitOf = (temperament: Temperament): number =>
  temperament === 'silent' ? Number.POSITIVE_INFINITY : WAITS[temperament];

/** Somebody invented, with the rights of a participant. */
const actorOf = (roomId: string, personId: string): Actor => ({
  accountId: personId,
  personId,
  organisationId: roomId,
  grants: [],
  isManager: false,
});

/** What a rule refuses somebody simply does not happen: the coordinator has moved on, or the place is taken. */
async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
