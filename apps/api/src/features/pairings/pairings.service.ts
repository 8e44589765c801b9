import { Injectable } from '@nestjs/common';
import { canLeaveAlone } from '@ithaca/domain/circle';
import type { CohortState } from '@ithaca/domain/cohort';
import { goesOn } from '@ithaca/domain/extension';
import { isCertifiable } from '@ithaca/domain/certificate';
import { isFlashOver } from '@ithaca/domain/flash';
import {
  acceptPairing,
  declinePairing,
  enrolmentAfterPairing,
  movePairing,
  pairingAfterCohort,
} from '@ithaca/domain/pairing';
import type { DeclineReason, EndReason } from '@ithaca/domain/pairing';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit, noteFacts } from '../../platform/audit/audit.ts';
import type { Doer } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { CirclesService } from './circles.service.ts';
import { issueCertificate } from './ending/issue-certificate.ts';
import { LettersService } from './letters.service.ts';
import type { Pairing, PairingMember } from './pairing.entity.ts';
import { requireVersion, sideOf } from './pairing-rules.ts';
import { PairingsRepository } from './pairings.repository.ts';
import type { LockedEnrolment, LockedPairing } from './pairings.repository.ts';

/** The life of a pairing after it was offered: answers, pauses, its end. */
@Injectable()
export class PairingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
    private readonly jobs: Jobs,
    private readonly circles: CirclesService,
  ) {}

  /** One side says yes; with the last one the pairing is active and everybody is told. */
  accept(actor: Party, pairingId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      const { pairing, members, enrolments } = locked;
      if (pairing.smallest !== null) return this.circles.accept(actor, locked);
      const now = this.clock.now();
      pairing.state = acceptPairing(pairing.state, members, actor.personId);
      const own = sideOf(members, actor.personId);
      own.acceptedAt = now;
      if (pairing.state === 'active') pairing.startedAt = now;
      await this.repository.save(pairing, [own]);
      if (pairing.state !== 'active') return;
      const newlyMatched = enrolments.filter(({ state }) => state !== 'matched');
      for (const enrolment of newlyMatched)
        await this.repository.moveEnrolment(actor.organisationId, enrolment, 'matched', now);
      await this.#reach(actor, pairing, 'matched', newlyMatched, now);
      // The letter offers times for the first meeting, which those who plan meetings find.
      await this.jobs.enqueue('tell-pairing-active', { organisationId: actor.organisationId, pairingId });
    });
  }

  /** One side says no: the places are free at once. A circle goes on without a mentee who declines. Nobody learns who said so; the reason's category is for coordinators. */
  decline(actor: Actor, pairingId: string, reason: DeclineReason | undefined): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      const { pairing, members } = locked;
      if (pairing.smallest !== null) {
        if ((await this.circles.decline(actor, locked, reason)) === 'falls-through')
          await this.#fallThrough(actor, locked);
        return;
      }
      const now = this.clock.now();
      pairing.state = declinePairing(pairing.state, members, actor.personId);
      pairing.endedAt = now;
      const own = sideOf(members, actor.personId);
      own.declinedAt = now;
      own.declineReason = reason ?? null;
      await this.#close(actor, locked, 'declined', now);
      await this.letters.tell(actor.organisationId, pairingId, 'pairing-declined', {
        exceptPersonId: actor.personId,
      });
    });
  }

  /** The mentor of an offered circle has waited enough: it begins with those who have said yes. */
  begin(actor: Actor, pairingId: string): Promise<void> {
    return this.#begin(actor, pairingId, ({ pairing, members }) => requireLead(pairing, members, actor));
  }

  /** The same by the coordinator, who leads no circle and sees that one stands still. */
  beginForCoordinator(actor: Actor, pairingId: string): Promise<void> {
    return this.#begin(actor, pairingId, () => {});
  }

  pause(actor: Actor, pairingId: string, version: number): Promise<void> {
    return this.#change(actor, pairingId, version, async (pairing, members) => {
      requireLead(pairing, members, actor);
      pairing.state = movePairing(pairing.state, 'paused');
      await this.repository.beginPause(actor.organisationId, pairingId, await this.#today(actor));
      return [];
    });
  }

  resume(actor: Actor, pairingId: string, version: number): Promise<void> {
    return this.#change(actor, pairingId, version, async (pairing, members) => {
      requireLead(pairing, members, actor);
      if (pairing.state !== 'paused')
        throw new Refusal('pairing.wrong-state', { from: pairing.state, to: 'active', possible: [] });
      pairing.state = movePairing(pairing.state, 'active');
      await this.repository.endPause(actor.organisationId, pairingId, await this.#today(actor));
      return [];
    });
  }

  /** One side ends or completes the pairing; a mentee of a circle leaves it, and the others go on. */
  end(
    actor: Actor,
    pairingId: string,
    version: number,
    outcome: 'completed' | 'ended',
    reason: EndReason,
  ): Promise<void> {
    return this.#end(actor, pairingId, version, outcome, reason);
  }

  /** The coordinator ends it, without fault of either side and whatever its version: a stale screen must not keep it open. */
  endForCoordinator(actor: Actor, pairingId: string, reason: EndReason): Promise<void> {
    return this.#end(actor, pairingId, null, 'ended', reason);
  }

  /** The coordinator takes one mentee out of a circle, which goes on; that mentee and the mentor are told, without a reason. */
  takeOut(actor: Actor, pairingId: string, personId: string, reason: EndReason): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      const { pairing, members } = locked;
      const { role } = sideOf(members, personId);
      if (pairing.state !== 'active' && pairing.state !== 'paused')
        throw new Refusal('pairing.wrong-state', { from: pairing.state, possible: ['active', 'paused'] });
      if (!canLeaveAlone(pairing.smallest, members, personId))
        throw new Refusal('pairing.needs-member', { role });
      await this.circles.leave(actor, locked, personId, 'ended', reason);
      await this.letters.tell(actor.organisationId, pairingId, 'circle-place-over', {
        onlyPersonIds: [personId],
      });
      noteFacts(actor, { member: personId });
    });
  }

  #begin(actor: Actor, pairingId: string, assertMay: (locked: LockedPairing) => void): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      assertMay(locked);
      noteFacts(actor, { mentees: await this.circles.begin(actor, locked) });
    });
  }

  #end(
    actor: Actor,
    pairingId: string,
    version: number | null,
    outcome: 'completed' | 'ended',
    reason: EndReason,
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      if (version !== null) requireVersion(locked.pairing, version);
      const isOwnLeave =
        version !== null && canLeaveAlone(locked.pairing.smallest, locked.members, actor.personId);
      if (!isOwnLeave) return this.#finish(actor, locked, outcome, reason);
      movePairing(locked.pairing.state, outcome);
      if ((await this.circles.leave(actor, locked, actor.personId, outcome, reason)) === 'falls-through')
        await this.#fallThrough(actor, locked);
    });
  }

  /**
   * What a cohort that comes to its close does to its pairings: offers lapse, and once it is closed the rest is completed.
   * Each pairing in a transaction of its own, with its audit row; doing it twice changes nothing.
   */
  async settleWithCohort(organisationId: string, cohortId: string): Promise<void> {
    const open = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select id from pairings where organisation_id = $1 and cohort_id = $2
           and state in ('offered', 'active', 'paused') order by id`,
        [organisationId, cohortId],
      ),
    );
    for (const { id } of open)
      await this.#bySystem(organisationId, id, 'pairings.settle-with-cohort', async (doer, locked) => {
        const cohort = await this.#cohortOf(organisationId, cohortId);
        const today = await this.#today(doer);
        const isExtended = goesOn(locked.pairing.extendedTo, today);
        const outcome = pairingAfterCohort(locked.pairing.state, cohort.state, isExtended);
        if (outcome !== null) await this.#finish(doer, locked, outcome, null);
        return outcome !== null;
      });
    // The numbers stand as they are when all that the close brings about has happened.
    await this.db.write({ organisationId }, () =>
      this.jobs.enqueue('freeze-numbers', { organisationId, cohortId }),
    );
  }

  /** Settles the pairings that went on after their cohort was closed, and whose agreed end has passed. */
  async completeExtended(organisationId: string): Promise<void> {
    const cohorts = await this.db.read({ organisationId }, async () =>
      this.db.query<{ cohortId: string }>(
        `select distinct p.cohort_id as "cohortId" from pairings p
         join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id and c.state in ('closed', 'archived')
         where p.organisation_id = $1 and p.state in ('active', 'paused') and p.extended_to < $2::date`,
        [organisationId, await findToday(this.db, this.clock, organisationId)],
      ),
    );
    for (const { cohortId } of cohorts) await this.settleWithCohort(organisationId, cohortId);
  }

  /** Completes a flash pairing, or all of them, whose one meeting is over; doing it twice changes nothing. */
  async completeFlash(organisationId: string, only?: string): Promise<void> {
    const ids = only
      ? [only]
      : await this.db.read({ organisationId }, () => this.repository.listRunningFlash(organisationId));
    for (const id of ids)
      await this.#bySystem(organisationId, id, 'pairings.complete-flash', async (doer, locked) => {
        const { pairing } = locked;
        if (pairing.state !== 'active' && pairing.state !== 'paused') return false;
        const meetings = await this.repository.listFlashMeetings(organisationId, pairing.id);
        if (!isFlashOver(meetings, this.clock.now())) return false;
        await this.#finish(doer, locked, 'completed', null);
        return true;
      });
  }

  /** Ends every open pairing of somebody who has left; the places are free and the partner is told. */
  async endOfLeavers(organisationId: string): Promise<void> {
    const left = await this.db.read({ organisationId }, async () =>
      this.db.query<{ id: string }>(
        `select distinct m.pairing_id as id from pairing_members m
         join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
         where m.organisation_id = $1 and m.open and p.left_on <= $2::date order by id`,
        [organisationId, await findToday(this.db, this.clock, organisationId)],
      ),
    );
    for (const { id } of left)
      await this.#bySystem(organisationId, id, 'pairings.end-of-leaver', async (doer, locked) => {
        const isOpen = locked.members.some(({ open }) => open);
        if (!isOpen || !locked.enrolments.some(({ hasLeft }) => hasLeft)) return false;
        if (await this.#leaveCircle(doer, locked)) return true;
        await this.#finish(doer, locked, 'ended', 'left');
        return true;
      });
  }

  /** Takes leavers out of a circle that can do without them; false when it cannot. */
  async #leaveCircle(
    doer: Doer,
    locked: LockedPairing & { enrolments: LockedEnrolment[] },
  ): Promise<boolean> {
    const { pairing, members, enrolments } = locked;
    const leaving = members.filter(
      ({ open, personId }) => open && enrolments.some((one) => one.hasLeft && one.personId === personId),
    );
    for (const { personId } of leaving) {
      if (!canLeaveAlone(pairing.smallest, members, personId)) return false;
      if ((await this.circles.leave(doer, locked, personId, 'ended', 'left')) === 'goes-on') continue;
      await this.#fallThrough(doer, locked);
      break;
    }
    return leaving.length > 0;
  }

  /** An offered circle that has lost its mentor or too many mentees: everybody who is still in it goes back to the pool. */
  async #fallThrough(doer: Doer, locked: LockedPairing & { enrolments: LockedEnrolment[] }): Promise<void> {
    const { pairing, members } = locked;
    const now = this.clock.now();
    const waiting = members.filter(({ open, declinedAt, leftAt }) => open && !declinedAt && !leftAt);
    pairing.state = movePairing(pairing.state, 'declined');
    pairing.endedAt = now;
    await this.#close(doer, locked, 'declined', now);
    await this.letters.tell(doer.organisationId, pairing.id, 'pairing-declined', {
      onlyPersonIds: waiting.map(({ personId }) => personId),
    });
  }

  /** A move that a date brings about; its audit row names no person, because nobody did it. */
  #bySystem(
    organisationId: string,
    pairingId: string,
    action: string,
    work: (doer: Doer, locked: LockedPairing & { enrolments: LockedEnrolment[] }) => Promise<boolean>,
  ): Promise<void> {
    const doer: Doer = { organisationId, personId: null };
    return this.db.write(doer, async () => {
      const locked = await this.#lockAll(doer, pairingId);
      const from = locked.pairing.state;
      if (!(await work(doer, locked))) return;
      const { programId } = await this.#cohortOf(organisationId, locked.pairing.cohortId);
      await appendAudit(
        this.db,
        doer,
        { programId },
        {
          action,
          outcome: 'done',
          subjectType: 'pairing',
          subjectId: pairingId,
          facts: { from, to: locked.pairing.state },
          at: this.clock.now(),
        },
      );
    });
  }

  async #cohortOf(organisationId: string, cohortId: string) {
    const cohort = await this.db.first<{ state: CohortState; programId: string }>(
      'select state, program_id as "programId" from cohorts where organisation_id = $1 and id = $2',
      [organisationId, cohortId],
    );
    if (!cohort) throw new Refusal('record.not-found');
    return cohort;
  }

  /** Ends or completes a locked pairing and tells its sides, once. */
  async #finish(
    doer: Doer,
    locked: LockedPairing & { enrolments: LockedEnrolment[] },
    outcome: 'completed' | 'ended',
    reason: EndReason | null,
  ): Promise<void> {
    const { organisationId } = doer;
    const { pairing } = locked;
    const wasOffered = pairing.state === 'offered';
    const now = this.clock.now();
    pairing.state = movePairing(pairing.state, outcome);
    pairing.endedAt = now;
    pairing.endReason = reason;
    await this.repository.endPause(organisationId, pairing.id, await this.#today(doer));
    const cancelledMeetings = await this.#close(doer, locked, outcome, now);
    const isCertified = outcome === 'completed' && (await this.#certify(locked, now));
    // A lapse needs words of its own; for an offer whose other side ended it, the pool's are true.
    const hasLeaver = doer.personId === null && reason === 'left' && !wasOffered;
    const kind = hasLeaver
      ? 'partner-left'
      : !wasOffered
        ? 'pairing-ended'
        : reason === null
          ? 'pairing-lapsed'
          : 'pairing-declined';
    await this.letters.tell(organisationId, pairing.id, kind, { cancelledMeetings, isCertified });
  }

  /** Gives every side of a completed pairing that has met its certificate; answers whether it has met. */
  async #certify({ pairing, members }: LockedPairing, now: Date): Promise<boolean> {
    const held = await this.repository.countHeld(pairing.organisationId, pairing.id);
    if (!isCertifiable(pairing.state, held)) return false;
    for (const { inside, personId } of members)
      if (inside)
        await issueCertificate(this.db, pairing.organisationId, { pairingId: pairing.id, personId }, now);
    return true;
  }

  /**
   * Frees the places of a closed pairing, cancels what it had planned, moves its people on, and says which stage they
   * reached. Answers how many meetings it cancelled.
   */
  async #close(
    actor: Doer,
    { pairing, members, enrolments }: LockedPairing & { enrolments: LockedEnrolment[] },
    outcome: 'declined' | 'completed' | 'ended',
    now: Date,
  ): Promise<number> {
    // Who had left a circle before was sent on then.
    const gone = new Set(members.filter(({ open }) => !open).map(({ personId }) => personId));
    const staying = enrolments.filter(({ personId }) => !gone.has(personId));
    for (const member of members) member.open = false;
    await this.repository.save(pairing, members);
    const cancelled = await this.repository.cancelMeetingsAhead(actor.organisationId, pairing.id, now);
    if (cancelled > 0)
      await this.jobs.enqueue('withdraw-invitations', {
        organisationId: actor.organisationId,
        pairingId: pairing.id,
        endedAt: now.toISOString(),
      });
    const next = staying.map((enrolment) => ({
      enrolment,
      to: enrolmentAfterPairing(outcome, enrolment),
    }));
    for (const { enrolment, to } of next)
      if (to !== null) await this.repository.moveEnrolment(actor.organisationId, enrolment, to, now);
    const movedTo = (state: string) =>
      next.filter(({ to }) => to === state).map(({ enrolment }) => enrolment);
    if (outcome === 'ended') await this.#reach(actor, pairing, 'ended', staying, now);
    await this.#reach(actor, pairing, 'completed', movedTo('completed'), now);
    await this.#reach(actor, pairing, 'withdrawn', movedTo('withdrawn'), now);
    await this.#reach(actor, pairing, 'in-pool', movedTo('in-pool'), now);
    return cancelled;
  }

  #change(
    actor: Actor,
    pairingId: string,
    version: number,
    change: (pairing: Pairing, members: PairingMember[]) => PairingMember[] | Promise<PairingMember[]>,
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const { pairing, members } = await this.repository.lock(actor.organisationId, pairingId);
      requireVersion(pairing, version);
      await this.repository.save(pairing, await change(pairing, members));
    });
  }

  async #lockAll(actor: Doer, pairingId: string) {
    return this.repository.lockWithEnrolments(actor.organisationId, pairingId, await this.#today(actor));
  }

  #today(actor: Doer): Promise<string> {
    return findToday(this.db, this.clock, actor.organisationId);
  }

  #reach(
    actor: Doer,
    pairing: Pairing,
    stage: Parameters<PairingsRepository['reach']>[2],
    people: readonly LockedEnrolment[],
    at: Date,
  ): Promise<void> {
    return this.repository.reach(actor.organisationId, pairing.cohortId, stage, people, at, actor.personId);
  }
}

/** A circle rests and goes on again when its mentor says so. */
function requireLead({ smallest }: Pairing, members: readonly PairingMember[], actor: Actor): void {
  if (smallest !== null && sideOf(members, actor.personId).role !== 'mentor')
    throw new Refusal('access.denied', { role: 'mentor' });
}
