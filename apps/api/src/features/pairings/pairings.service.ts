import { Injectable } from '@nestjs/common';
import type { Agreement } from '@ithaca/contracts/pairings';
import { acceptPairing, declinePairing, enrolmentAfterPairing, movePairing } from '@ithaca/domain/pairing';
import type { EndReason, PairingState } from '@ithaca/domain/pairing';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { LettersService } from './letters.service.ts';
import type { Pairing, PairingMember } from './pairing.entity.ts';
import { PairingsRepository } from './pairings.repository.ts';
import type { LockedEnrolment, LockedPairing } from './pairings.repository.ts';

/** The life of a pairing after it was offered: answers, agreement, pauses, its end. */
@Injectable()
export class PairingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
  ) {}

  /** One side says yes; with the last one the pairing is active and everybody is told. */
  accept(actor: Actor, pairingId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const { pairing, members, enrolments } = await this.#lockAll(actor, pairingId);
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
      await this.#reach(actor, pairing, 'matched', newlyMatched);
      await this.letters.tell(actor.organisationId, pairingId, 'pairing-active');
    });
  }

  /** One side says no: the places are free at once, and nobody learns who said so or why. */
  decline(actor: Actor, pairingId: string, reason: string | undefined): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      const { pairing, members } = locked;
      const now = this.clock.now();
      pairing.state = declinePairing(pairing.state, members, actor.personId);
      pairing.endedAt = now;
      const own = sideOf(members, actor.personId);
      own.declinedAt = now;
      own.declineReason = reason ?? null;
      await this.#close(actor, locked, 'declined');
      await this.letters.tell(actor.organisationId, pairingId, 'pairing-declined', actor.personId);
    });
  }

  /** Settles or amends the agreement. Who writes it signs it; what others signed does not hold for other words. */
  setAgreement(actor: Actor, pairingId: string, version: number, agreement: Agreement): Promise<void> {
    return this.#change(actor, pairingId, version, (pairing, members) => {
      requireRunning(pairing.state);
      const isAmended = (['cadenceDays', 'channel', 'confidentiality', 'expectations'] as const).some(
        (key) => pairing.agreement[key] !== agreement[key],
      );
      for (const member of members) {
        if (member.personId === actor.personId) member.signedAt = this.clock.now();
        else if (isAmended) member.signedAt = null;
      }
      pairing.agreement = agreement;
      pairing.cadenceDays = agreement.cadenceDays;
      return members;
    });
  }

  sign(actor: Actor, pairingId: string, version: number): Promise<void> {
    return this.#change(actor, pairingId, version, (pairing, members) => {
      requireRunning(pairing.state);
      const own = sideOf(members, actor.personId);
      own.signedAt ??= this.clock.now();
      return [own];
    });
  }

  pause(actor: Actor, pairingId: string, version: number): Promise<void> {
    return this.#change(actor, pairingId, version, async (pairing) => {
      pairing.state = movePairing(pairing.state, 'paused');
      await this.repository.beginPause(actor.organisationId, pairingId, await this.#today(actor));
      return [];
    });
  }

  resume(actor: Actor, pairingId: string, version: number): Promise<void> {
    return this.#change(actor, pairingId, version, async (pairing) => {
      if (pairing.state !== 'paused')
        throw new Refusal('pairing.wrong-state', { from: pairing.state, to: 'active', possible: [] });
      pairing.state = movePairing(pairing.state, 'active');
      await this.repository.endPause(actor.organisationId, pairingId, await this.#today(actor));
      return [];
    });
  }

  /** One side ends or completes the pairing. */
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

  #end(
    actor: Actor,
    pairingId: string,
    version: number | null,
    outcome: 'completed' | 'ended',
    reason: EndReason,
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const locked = await this.#lockAll(actor, pairingId);
      const { pairing } = locked;
      if (version !== null) requireVersion(pairing, version);
      pairing.state = movePairing(pairing.state, outcome);
      pairing.endedAt = this.clock.now();
      pairing.endReason = reason;
      await this.repository.endPause(actor.organisationId, pairingId, await this.#today(actor));
      await this.#close(actor, locked, outcome);
      await this.letters.tell(actor.organisationId, pairingId, 'pairing-ended');
    });
  }

  /** Frees the places of a closed pairing, moves its people on, and says which stage they reached. */
  async #close(
    actor: Actor,
    { pairing, members, enrolments }: LockedPairing & { enrolments: LockedEnrolment[] },
    outcome: 'declined' | 'completed' | 'ended',
  ): Promise<void> {
    const now = this.clock.now();
    for (const member of members) member.open = false;
    await this.repository.save(pairing, members);
    const next = enrolments.map((enrolment) => ({
      enrolment,
      to: enrolmentAfterPairing(outcome, enrolment),
    }));
    for (const { enrolment, to } of next)
      if (to !== null) await this.repository.moveEnrolment(actor.organisationId, enrolment, to, now);
    const movedTo = (state: string) =>
      next.filter(({ to }) => to === state).map(({ enrolment }) => enrolment);
    if (outcome === 'ended') await this.#reach(actor, pairing, 'ended', enrolments);
    await this.#reach(actor, pairing, 'completed', movedTo('completed'));
    await this.#reach(actor, pairing, 'withdrawn', movedTo('withdrawn'));
    await this.#reach(actor, pairing, 'in-pool', movedTo('in-pool'));
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

  async #lockAll(actor: Actor, pairingId: string) {
    return this.repository.lockWithEnrolments(actor.organisationId, pairingId, await this.#today(actor));
  }

  #today(actor: Actor): Promise<string> {
    return findToday(this.db, this.clock, actor.organisationId);
  }

  #reach(
    actor: Actor,
    pairing: Pairing,
    stage: Parameters<PairingsRepository['reach']>[2],
    people: readonly LockedEnrolment[],
  ): Promise<void> {
    return this.repository.reach(
      actor.organisationId,
      pairing.cohortId,
      stage,
      people,
      this.clock.now(),
      actor.personId,
    );
  }
}

function requireVersion(pairing: Pairing, version: number): void {
  if (pairing.version !== version) throw new Refusal('record.changed', { version: pairing.version });
}

/** An agreement belongs to a pairing that both have accepted and that is not over. */
function requireRunning(state: PairingState): void {
  if (state !== 'active' && state !== 'paused')
    throw new Refusal('pairing.wrong-state', { from: state, possible: ['active', 'paused'] });
}

function sideOf(members: readonly PairingMember[], personId: string): PairingMember {
  const own = members.find((member) => member.personId === personId);
  if (!own) throw new Refusal('record.not-found');
  return own;
}
