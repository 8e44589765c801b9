import { Injectable } from '@nestjs/common';
import type { SelfAssessments, selfAssessmentRoutes } from '@ithaca/contracts/self-assessments';
import type { InputOf } from '@ithaca/contracts/route';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { findAssessedPlace, readSelfAssessments } from './self-assessments.queries.ts';

type Said = InputOf<typeof selfAssessmentRoutes.save>['body'];

/** How mentees and peers see their own skills at start and end: theirs alone, until they share it with whoever guides them. */
@Injectable()
export class SelfAssessmentsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  save(
    party: Party,
    pairingId: string,
    version: number,
    { phase, skills, note }: Said,
  ): Promise<SelfAssessments> {
    return this.db.write(party, async () => {
      const now = this.clock.now();
      const place = await this.#ownPlace(party, pairingId);
      const { mine } = await readSelfAssessments(this.db, party, pairingId, now);
      if (mine?.open !== phase) throw new Refusal('self-assessment.closed', { open: mine?.open ?? null });
      const known = mine[phase]?.version ?? 0;
      if (known !== version) throw new Refusal('record.changed', { version: known });
      await this.db.execute(
        `insert into self_assessments (organisation_id, enrolment_id, phase, person_id, skills, note, shared_pairing_id, given_at, updated_at)
         values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $8)
         on conflict (organisation_id, enrolment_id, phase) do update
           set skills = excluded.skills, note = excluded.note, updated_at = excluded.updated_at, version = self_assessments.version + 1`,
        [
          party.organisationId,
          place.enrolmentId,
          phase,
          party.personId,
          JSON.stringify(skills),
          note,
          mine.isShared ? pairingId : null,
          now,
        ],
      );
      return readSelfAssessments(this.db, party, pairingId, now);
    });
  }

  /** Both looks go together: growth is only seen in the two of them. */
  share(party: Party, pairingId: string, isShared: boolean): Promise<SelfAssessments> {
    return this.db.write(party, async () => {
      const { enrolmentId } = await this.#ownPlace(party, pairingId);
      await this.db.execute(
        `update self_assessments set shared_pairing_id = $4, version = version + 1
         where organisation_id = $1 and enrolment_id = $2 and person_id = $3`,
        [party.organisationId, enrolmentId, party.personId, isShared ? pairingId : null],
      );
      return readSelfAssessments(this.db, party, pairingId, this.clock.now());
    });
  }

  /** Mentees assess, and peers; two windows of one person come one after the other. */
  async #ownPlace(party: Party, pairingId: string) {
    const place = await findAssessedPlace(this.db, party, pairingId);
    if (place.role === 'mentor') throw new Refusal('record.not-found');
    await this.db.query('select 1 from enrolments where organisation_id = $1 and id = $2 for no key update', [
      party.organisationId,
      place.enrolmentId,
    ]);
    return place;
  }
}
