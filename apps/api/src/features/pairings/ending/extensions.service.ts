import { Injectable } from '@nestjs/common';
import type { Ending, ExtensionProposal } from '@ithaca/contracts/endings';
import { assertExtendable } from '@ithaca/domain/extension';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { LettersService } from '../letters.service.ts';
import type { PairingMember } from '../pairing.entity.ts';
import { PairingsRepository } from '../pairings.repository.ts';
import { getEnding } from './endings.queries.ts';
import { findExtendable } from './extensions.queries.ts';

interface Open {
  id: string;
  proposedBy: string;
  untilOn: string;
  keepsSeries: boolean;
}

/** Going on beyond the cohort's end: one side proposes it, and it holds when all the others have agreed. */
@Injectable()
export class ExtensionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
    private readonly jobs: Jobs,
  ) {}

  propose(actor: Actor, pairingId: string, wanted: ExtensionProposal): Promise<Ending> {
    return this.#change(actor, pairingId, async (_, open) => {
      if (open) throw new Refusal('extension.waits', { untilOn: open.untilOn });
      assertExtendable(
        await findExtendable(this.db, actor.organisationId, pairingId, this.clock.now()),
        wanted.untilOn,
      );
      await this.db.execute(
        `insert into extensions (organisation_id, id, pairing_id, proposed_by, until_on, reason, keeps_series, state, proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'open', $8)`,
        [
          actor.organisationId,
          uuidv7(),
          pairingId,
          actor.personId,
          wanted.untilOn,
          wanted.reason,
          wanted.keepsSeries,
          this.clock.now(),
        ],
      );
      noteFacts(actor, { untilOn: wanted.untilOn });
      await this.letters.tell(actor.organisationId, pairingId, 'extension-asked', {
        exceptPersonId: actor.personId,
        aboutPersonId: actor.personId,
        until: wanted.untilOn,
      });
    });
  }

  /** Whoever proposed it takes it back, as long as not everybody has agreed. */
  withdraw(actor: Actor, pairingId: string): Promise<Ending> {
    return this.#change(actor, pairingId, async (_, open) => {
      if (open?.proposedBy !== actor.personId) throw new Refusal('extension.none');
      await this.#close(actor.organisationId, open.id, 'withdrawn');
    });
  }

  /** One of the others agrees; with the last of them the pairing ends later, whatever becomes of its cohort. */
  accept(actor: Actor, pairingId: string): Promise<Ending> {
    const { organisationId } = actor;
    return this.#change(actor, pairingId, async (members, open) => {
      if (!open || open.proposedBy === actor.personId) throw new Refusal('extension.none');
      assertExtendable(
        await findExtendable(this.db, organisationId, pairingId, this.clock.now()),
        open.untilOn,
      );
      await this.db.execute(
        `insert into extension_answers (organisation_id, extension_id, person_id, agreed_at) values ($1, $2, $3, $4)
         on conflict on constraint extension_answers_pk do nothing`,
        [organisationId, open.id, actor.personId, this.clock.now()],
      );
      const agreed = await this.db.query<{ personId: string }>(
        'select person_id as "personId" from extension_answers where organisation_id = $1 and extension_id = $2',
        [organisationId, open.id],
      );
      const asked = members.filter((one) => one.open && one.inside && one.personId !== open.proposedBy);
      if (asked.some((one) => agreed.every(({ personId }) => personId !== one.personId))) return;
      await this.#close(organisationId, open.id, 'agreed');
      const { pairing } = await this.repository.lock(organisationId, pairingId);
      pairing.extendedTo = open.untilOn;
      await this.repository.save(pairing);
      noteFacts(actor, { extendedTo: open.untilOn });
      await this.letters.tell(organisationId, pairingId, 'extension-agreed', { until: open.untilOn });
      if (open.keepsSeries)
        await this.jobs.enqueue('continue-series', { organisationId, pairingId, extensionId: open.id });
    });
  }

  /** One of the others would rather not. Whoever proposed it learns that the end stays, and neither from whom nor why. */
  decline(actor: Actor, pairingId: string): Promise<Ending> {
    return this.#change(actor, pairingId, async (_, open) => {
      if (!open || open.proposedBy === actor.personId) throw new Refusal('extension.none');
      await this.#close(actor.organisationId, open.id, 'declined');
      await this.letters.tell(actor.organisationId, pairingId, 'extension-declined', {
        onlyPersonIds: [open.proposedBy],
        until: open.untilOn,
      });
    });
  }

  #change(
    actor: Actor,
    pairingId: string,
    change: (members: PairingMember[], open: Open | undefined) => Promise<void>,
  ): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { members } = await this.repository.lock(actor.organisationId, pairingId);
      const open = await this.db.first<Open>(
        `select id, proposed_by as "proposedBy", until_on::text as "untilOn", keeps_series as "keepsSeries" from extensions
         where organisation_id = $1 and pairing_id = $2 and state = 'open'`,
        [actor.organisationId, pairingId],
      );
      await change(members, open);
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  async #close(
    organisationId: string,
    id: string,
    state: 'agreed' | 'declined' | 'withdrawn',
  ): Promise<void> {
    await this.db.execute(
      'update extensions set state = $3, answered_at = $4 where organisation_id = $1 and id = $2',
      [organisationId, id, state, this.clock.now()],
    );
  }
}
