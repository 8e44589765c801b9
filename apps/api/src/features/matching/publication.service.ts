import { Injectable } from '@nestjs/common';
import { moveRun } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Post } from '../../platform/mail/post.ts';
import { LettersService } from '../pairings/letters.service.ts';
import { OffersService } from '../pairings/offers.service.ts';
import { CohortsService } from '../programs/cohorts.service.ts';
import { brokenRules, listDraft } from './draft.queries.ts';
import { loadInputs } from './inputs.queries.ts';
import { MatchingRun } from './matching-run.entity.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { judgeDraft, listAnnouncements, listLeftOver, toOffer } from './publication.queries.ts';

/** Letters written in one transaction: few enough to hold it briefly. */
const LETTERS_AT_A_TIME = 20;

/** Publishes a draft: pairings are made in the request, and everybody is told by a job. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly post: Post,
    private readonly cohorts: CohortsService,
    private readonly offers: OffersService,
    private readonly letters: LettersService,
  ) {}

  /**
   * Makes the pairings of a draft that are still possible and says which were not. Locks cohort, run, enrolments in this
   * order. A second publication finds the run published; one of a draft that changed since it was read is refused.
   */
  publish(actor: Actor, runId: string, version: number) {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const where = { organisationId, id: runId };
      const known = await this.db.manager.findOne(MatchingRun, { where });
      if (!known) throw new Refusal('record.not-found');
      // Said again under the lock; here it spares the second of two coordinators the wait.
      if (known.state !== 'ready') moveRun(known.state, 'published');
      await this.#requireMatching(organisationId, known.cohortId);
      const run = await this.db.manager.findOne(MatchingRun, { where, lock: { mode: 'for_no_key_update' } });
      if (!run) throw new Refusal('record.not-found');
      if (run.state !== 'ready') moveRun(run.state, 'published');
      if (run.version !== version) throw new Refusal('record.changed', { version: run.version });

      const draft = await listDraft(this.db, organisationId, runId);
      const day = await findToday(this.db, this.clock, actor.organisationId);
      const inputs = await loadInputs(this.db, organisationId, run.cohortId, day, run.policy);
      const judged = judgeDraft(draft, (menteeId, mentorId) => brokenRules(inputs, menteeId, mentorId));
      const results = await this.offers.createMany(
        actor,
        {
          cohortId: run.cohortId,
          cadenceDays: inputs.journey.cadenceDays,
          confidentiality: inputs.journey.agreement,
        },
        judged.flatMap(({ row, cause }) => (cause === null ? [toOffer(row)] : [])),
      );
      const made = results.filter(({ cause }) => cause === null);
      if (made.length === 0) throw new Refusal('matching.nobody-to-match', { proposals: draft.length });
      await this.db.execute(
        `update proposals set state = 'published', version = version + 1
         where organisation_id = $1 and id = any($2::uuid[])`,
        [organisationId, made.map(({ offer }) => offer.proposalId)],
      );
      run.state = moveRun(run.state, 'published');
      run.publishedAt = this.clock.now();
      run.version += 1;
      await this.db.manager.save(run);
      await this.cohorts.startRunning(actor, run.cohortId);
      await this.jobs.enqueue('announce-pairings', { organisationId, runId });

      const causes = new Map(results.map(({ offer, cause }) => [offer.proposalId, cause]));
      const skipped = judged.flatMap(({ row, cause }) => {
        const why = cause ?? causes.get(row.id) ?? null;
        return why === null ? [] : [{ proposalId: row.id, displayName: row.mentee.displayName, cause: why }];
      });
      return { published: made.length, skipped };
    });
  }

  /**
   * The job: tells both sides of every new pairing, and everybody who is left over. Each step holds the run's lock and
   * writes to those who have no letter yet, so that nothing is sent twice, however often the job runs.
   */
  async announce(organisationId: string, runId: string): Promise<void> {
    for (let more = true; more;)
      more = await this.db.write({ organisationId }, async () => {
        const run = await this.db.manager.findOne(MatchingRun, {
          where: { organisationId, id: runId },
          lock: { mode: 'for_no_key_update' },
        });
        if (run?.state !== 'published') return false;
        const written =
          (await this.#announcePairings(organisationId, runId)) ||
          (await this.#tellLeftOver(organisationId, runId));
        return written > 0;
      });
  }

  async #announcePairings(organisationId: string, runId: string): Promise<number> {
    const pairings = await listAnnouncements(this.db, organisationId, runId, LETTERS_AT_A_TIME);
    for (const { reader, partners, program, contributions, pairingId } of pairings) {
      const letter = this.letters.published(reader, partners, program, contributions, pairingId);
      if (letter) await this.post.send(organisationId, letter);
    }
    return pairings.length;
  }

  async #tellLeftOver(organisationId: string, runId: string): Promise<number> {
    const people = await listLeftOver(this.db, organisationId, runId, LETTERS_AT_A_TIME);
    for (const { reader, program } of people) {
      const letter = this.letters.unmatched(reader, program, runId);
      if (letter) await this.post.send(organisationId, letter);
    }
    return people.length;
  }

  async #requireMatching(organisationId: string, cohortId: string): Promise<void> {
    const cohort = await this.db.first<{ state: string }>(
      'select state from cohorts where organisation_id = $1 and id = $2 for no key update',
      [organisationId, cohortId],
    );
    if (cohort?.state !== 'matching' && cohort?.state !== 'running')
      throw new Refusal('matching.wrong-state', {
        state: cohort?.state,
        possible: ['matching', 'running'],
      });
  }
}
