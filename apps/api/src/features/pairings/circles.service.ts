import { Injectable } from '@nestjs/common';
import { assertMayAnswer, beginCircle, circleAfterAnswer, mayBeginWith } from '@ithaca/domain/circle';
import type { CircleStart } from '@ithaca/domain/circle';
import { enrolmentAfterPairing } from '@ithaca/domain/pairing';
import type { DeclineReason, EndReason } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';

import type { Doer } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { settleAgreement } from './agreement-settling.ts';
import { LettersService } from './letters.service.ts';
import type { PairingMember } from './pairing.entity.ts';
import { PairingsRepository } from './pairings.repository.ts';
import type { LockedEnrolment, LockedPairing } from './pairings.repository.ts';

type Locked = LockedPairing & { enrolments: LockedEnrolment[] };

/** What an answer or a leave-taking made of a circle: it goes on, or is over for everybody. */
export type CircleOutcome = 'goes-on' | 'falls-through';

/** How one member of a locked circle comes and goes while the others stay. What ends the whole circle is the caller's to carry out. */
@Injectable()
export class CirclesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
    private readonly jobs: Jobs,
  ) {}

  /** Somebody says yes. With the mentor and enough mentees the circle begins; whoever comes later joins it as it is. */
  async accept(doer: Doer, locked: Locked): Promise<void> {
    const { pairing, members } = locked;
    const own = memberOf(members, doer.personId);
    assertMayAnswer(pairing.state, own);
    const wasOffered = pairing.state === 'offered';
    own.acceptedAt = this.clock.now();
    own.inside = true;
    pairing.state = circleAfterAnswer(pairing.state, startOf(locked), members);
    if (wasOffered && pairing.state === 'active') return this.#begin(doer, locked);
    await this.repository.save(pairing, [own]);
    if (!wasOffered) await this.#welcome(doer, locked, [own]);
  }

  /** Begins an offered circle with those who have said yes, before it would by itself. Answers how many mentees that are. */
  async begin(doer: Doer, locked: Locked): Promise<number> {
    const { pairing, members } = locked;
    const { state, smallest } = pairing;
    if (smallest === null)
      throw new Refusal('pairing.wrong-state', { from: state, to: 'active', possible: [] });
    const mentees = mayBeginWith(state, members) ?? 0;
    pairing.state = beginCircle(state, members);
    await this.#begin(doer, locked);
    return mentees;
  }

  /** Somebody says no, and nobody is told who. `falls-through`: without the mentor, or with fewer than two mentees left. */
  async decline(doer: Doer, locked: Locked, reason: DeclineReason | undefined): Promise<CircleOutcome> {
    const { pairing, members } = locked;
    const own = memberOf(members, doer.personId);
    assertMayAnswer(pairing.state, own);
    own.declinedAt = this.clock.now();
    own.declineReason = reason ?? null;
    const result = await this.#without(doer, locked, own);
    if (result === 'goes-on') await this.#sendOn(doer, locked, own, 'declined');
    return result;
  }

  /** One mentee leaves, the others go on; the mentor is told, without a reason. */
  async leave(
    doer: Doer,
    locked: Locked,
    personId: string,
    outcome: 'completed' | 'ended',
    reason: EndReason,
  ): Promise<CircleOutcome> {
    const { pairing, members } = locked;
    const own = memberOf(members, personId);
    if (!own.open) throw new Refusal('pairing.wrong-state', { from: 'ended', to: outcome, possible: [] });
    const wasInside = own.inside && pairing.state !== 'offered';
    own.leftAt = this.clock.now();
    own.endReason = reason;
    const result = await this.#without(doer, locked, own);
    if (result === 'falls-through') return result;
    await this.#sendOn(doer, locked, own, outcome);
    if (wasInside)
      await this.letters.tell(doer.organisationId, pairing.id, 'circle-left', {
        onlyPersonIds: members.filter(({ role }) => role === 'mentor').map((member) => member.personId),
        aboutPersonId: personId,
      });
    return result;
  }

  /** Takes one member out. The circle may begin by it: everybody who is left may have said yes already. */
  async #without(doer: Doer, locked: Locked, own: PairingMember): Promise<CircleOutcome> {
    const { pairing, members } = locked;
    const wasOffered = pairing.state === 'offered';
    const next = circleAfterAnswer(pairing.state, startOf(locked), members);
    if (next === 'declined' || next === 'ended') return 'falls-through';
    own.open = false;
    own.inside = false;
    pairing.state = next;
    if (wasOffered && next === 'active') await this.#begin(doer, locked);
    else {
      // Who is left may all have signed what this one had not.
      if (!wasOffered) await settleAgreement(this.db, pairing, members);
      await this.repository.save(pairing, [own]);
    }
    return 'goes-on';
  }

  /** The circle begins. Those who have not answered keep their seat, and stay outside until they do. */
  async #begin(doer: Doer, locked: Locked): Promise<void> {
    const { pairing, members } = locked;
    pairing.startedAt = this.clock.now();
    for (const member of members) if (!member.acceptedAt) member.inside = false;
    await this.repository.save(pairing, members);
    await this.#welcome(
      doer,
      locked,
      members.filter(({ inside }) => inside),
    );
  }

  /** Moves those who are in to "matched" and tells them. */
  async #welcome(
    doer: Doer,
    { pairing, enrolments }: Locked,
    members: readonly PairingMember[],
  ): Promise<void> {
    const now = this.clock.now();
    const ids = members.map(({ personId }) => personId);
    const newly = enrolments.filter(({ personId, state }) => ids.includes(personId) && state !== 'matched');
    for (const enrolment of newly)
      await this.repository.moveEnrolment(doer.organisationId, enrolment, 'matched', now);
    await this.#reach(doer, pairing.cohortId, 'matched', newly, now);
    await this.jobs.enqueue('tell-pairing-active', {
      organisationId: doer.organisationId,
      pairingId: pairing.id,
    });
  }

  /** Where somebody goes whom the circle goes on without. */
  async #sendOn(
    doer: Doer,
    { pairing, enrolments }: Locked,
    { personId }: PairingMember,
    outcome: 'declined' | 'completed' | 'ended',
  ): Promise<void> {
    const now = this.clock.now();
    const enrolment = enrolments.find((one) => one.personId === personId);
    if (!enrolment) return;
    if (outcome === 'ended') await this.#reach(doer, pairing.cohortId, 'ended', [enrolment], now);
    const to = enrolmentAfterPairing(outcome, enrolment);
    if (to === null) return;
    await this.repository.moveEnrolment(doer.organisationId, enrolment, to, now);
    if (to === 'in-pool' || to === 'completed' || to === 'withdrawn')
      await this.#reach(doer, pairing.cohortId, to, [enrolment], now);
  }

  #reach(
    doer: Doer,
    cohortId: string,
    stage: Parameters<PairingsRepository['reach']>[2],
    people: readonly LockedEnrolment[],
    at: Date,
  ): Promise<void> {
    return this.repository.reach(doer.organisationId, cohortId, stage, people, at, doer.personId);
  }
}

/** Pairs have no smallest size; whoever asks here holds a circle. */
function startOf({ pairing: { smallest, gathers } }: Locked): CircleStart {
  if (smallest === null) throw new Error('A pair was taken for a circle.');
  return { smallest, gathers };
}

function memberOf(members: readonly PairingMember[], personId: string | null): PairingMember {
  const own = members.find((member) => member.personId === personId);
  if (!own) throw new Refusal('record.not-found');
  return own;
}
