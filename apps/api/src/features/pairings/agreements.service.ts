import { Injectable } from '@nestjs/common';
import type { Agreement } from '@ithaca/contracts/pairings';
import { changedParts } from '@ithaca/domain/agreement';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { noteFacts } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { termsOf } from './agreements.queries.ts';
import { settleAgreement, settledAt } from './agreement-settling.ts';
import { LettersService } from './letters.service.ts';
import type { Pairing, PairingMember } from './pairing.entity.ts';
import { requireRunning, requireVersion, sideOf } from './pairing-rules.ts';
import { PairingsRepository } from './pairings.repository.ts';

/** What a pairing settles: proposed by one side, signed by each, and kept as it was when it is amended. */
@Injectable()
export class AgreementsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
  ) {}

  /** Settles or amends the agreement. Who writes it signs it; what others signed does not hold for other words. */
  propose(actor: Actor, pairingId: string, version: number, terms: Agreement): Promise<void> {
    return this.#change(actor, pairingId, async (pairing, members, own) => {
      requireVersion(pairing, version);
      const standing = await this.#standing(pairing, members);
      if (changedParts(standing.terms, terms).length === 0) return this.#sign(standing.number, pairing, own);
      const number = standing.number + 1;
      const now = this.clock.now();
      await this.db.execute(
        `insert into agreement_versions (organisation_id, pairing_id, number, terms, proposed_by, proposed_at)
         values ($1, $2, $3, $4::jsonb, $5, $6)`,
        [actor.organisationId, pairingId, number, JSON.stringify(terms), actor.personId, now],
      );
      for (const member of members) member.signedAt = null;
      pairing.agreement = terms;
      await this.#sign(number, pairing, own);
      noteFacts(actor, { number });
      // Who was asked already and has not answered reads the newer words when they come; one mail is enough.
      const isAsked = standing.proposedBy === actor.personId && !standing.isSignedByOthers;
      if (!isAsked)
        await this.letters.tell(actor.organisationId, pairingId, 'agreement-changed', {
          exceptPersonId: actor.personId,
          aboutPersonId: actor.personId,
        });
    });
  }

  /** Signs the version that was read, whoever else signs meanwhile; with the last signature it holds. */
  sign(actor: Actor, pairingId: string, number: number): Promise<void> {
    return this.#change(actor, pairingId, async (pairing, members, own) => {
      const standing = await this.#standing(pairing, members);
      if (standing.number !== number) throw new Refusal('record.changed', { number: standing.number });
      await this.#sign(number, pairing, own);
      noteFacts(actor, { number });
    });
  }

  async #sign(number: number, { organisationId, id }: Pairing, own: PairingMember): Promise<void> {
    own.signedAt ??= this.clock.now();
    await this.db.execute(
      `insert into agreement_signatures (organisation_id, pairing_id, number, person_id, signed_at) values ($1, $2, $3, $4, $5)
       on conflict on constraint agreement_signatures_pk do nothing`,
      [organisationId, id, number, own.personId, own.signedAt],
    );
  }

  /** The version that stands. The program's own proposal is written down, with who has signed it, when a side first acts on it. */
  async #standing(pairing: Pairing, members: readonly PairingMember[]) {
    const { organisationId, id } = pairing;
    const found = await this.db.first<{
      number: number;
      terms: Agreement;
      proposedBy: string | null;
      isSignedByOthers: boolean;
    }>(
      `select v.number, v.terms, v.proposed_by as "proposedBy", exists (select from agreement_signatures s
         where s.organisation_id = $1 and s.pairing_id = $2 and s.number = v.number and s.person_id <> v.proposed_by) as "isSignedByOthers"
       from agreement_versions v where v.organisation_id = $1 and v.pairing_id = $2 order by v.number desc limit 1`,
      [organisationId, id],
    );
    if (found) return found;
    const usual = await this.db.first<{ minutes: number }>(
      `select (g.journey ->> 'meetingMinutes')::int as minutes from cohorts c
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       where c.organisation_id = $1 and c.id = $2`,
      [organisationId, pairing.cohortId],
    );
    const terms = termsOf(pairing.agreement, pairing.cadenceDays, usual?.minutes ?? null);
    await this.db.execute(
      `insert into agreement_versions (organisation_id, pairing_id, number, terms, proposed_at, settled_at)
       values ($1, $2, 1, $3::jsonb, $4, $5)`,
      [organisationId, id, JSON.stringify(terms), pairing.publishedAt, settledAt(members)],
    );
    for (const member of members) if (member.signedAt) await this.#sign(1, pairing, member);
    return { number: 1, terms, proposedBy: null, isSignedByOthers: false };
  }

  #change(
    actor: Actor,
    pairingId: string,
    change: (pairing: Pairing, members: PairingMember[], own: PairingMember) => Promise<void>,
  ): Promise<void> {
    return this.db.write(actor, async () => {
      const { pairing, members } = await this.repository.lock(actor.organisationId, pairingId);
      requireRunning(pairing.state);
      await change(pairing, members, sideOf(members, actor.personId));
      await settleAgreement(this.db, pairing, members);
      await this.repository.save(pairing, members);
    });
  }
}
