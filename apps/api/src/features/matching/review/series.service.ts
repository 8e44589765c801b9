import { Injectable } from '@nestjs/common';
import { moveRun } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { foldSeries } from '@ithaca/domain/review';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { MatchingRun } from '../runs/matching-run.entity.ts';
import { Proposal } from './proposal.entity.ts';
import { ReviewDesk } from './review-desk.ts';
import type { Reviewer } from './review-desk.ts';
import type { ProposalChange, ProposalSnapshot } from './review-act.entity.ts';
import { listSeries } from './review.queries.ts';

/** Back and forth in a review: undo and redo in one's own series, the way back to an earlier draft, looks and notes. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes back the reviewer's last act in this draft, pair by pair as each was. Answers the act that says so. */
  undo(reviewer: Reviewer, runId: string, meant: string | undefined): Promise<string> {
    return this.#go(reviewer, runId, 'undo', meant);
  }

  /** Does again what the reviewer undid last. */
  redo(reviewer: Reviewer, runId: string, meant: string | undefined): Promise<string> {
    return this.#go(reviewer, runId, 'redo', meant);
  }

  #go(reviewer: Reviewer, runId: string, kind: 'undo' | 'redo', meant: string | undefined): Promise<string> {
    return this.db.write(reviewer.actor, async () => {
      const desk = await ReviewDesk.open(this.db, this.clock, reviewer, runId);
      const { done, undone } = foldSeries(await listSeries(this.db, reviewer, runId));
      const open = kind === 'undo' ? done : undone;
      // What somebody else has decided since is theirs: it is passed over, unless the reviewer means just that.
      const last = open.findLast(({ overtaken }) => !overtaken);
      const act = meant === undefined ? last : open.find(({ id }) => id === meant);
      if (!act) throw new Refusal(`review.nothing-to-${kind}`);
      if (act !== last && !act.overtaken) throw new Refusal('record.changed', {});
      const steps = act.changes.map((change) => stepOf(change, kind));
      const found = await desk.proposals(steps.map(({ proposalId }) => proposalId));
      const moves = await Promise.all(
        steps.map(async ({ proposalId, from, to }) => {
          const proposal = found.find(({ id }) => id === proposalId);
          if (!proposal) throw new Refusal('record.not-found');
          // Somebody decided it since; theirs stands until they or the reviewer decide it anew.
          if (act.overtaken || proposal.state !== from.state || proposal.undone !== from.undone)
            throw await desk.stale(proposal);
          return { proposal, to };
        }),
      );
      // A place has to be free before somebody takes it again.
      for (const { proposal, to } of moves) if (to.state === 'removed') await desk.restore(proposal, to);
      for (const { proposal, to } of moves)
        if (to.state !== 'removed') {
          await this.#requireRoom(desk, proposal, to);
          await desk.restore(proposal, to);
        }
      return desk.record({ kind, ofActId: act.id });
    });
  }

  /** Somebody may have filled the place, or found another mentor for the mentee, in the meantime. */
  async #requireRoom(desk: ReviewDesk, proposal: Proposal, to: ProposalSnapshot): Promise<void> {
    if (proposal.state !== 'removed' || to.state === 'removed') return;
    const live = (
      await this.db.manager.find(Proposal, {
        where: { organisationId: desk.organisationId, runId: desk.run.id },
      })
    ).filter(({ state }) => state !== 'removed');
    const sides = ({ menteeEnrolmentId, mentorEnrolmentId, ofPeers }: Proposal) =>
      ofPeers ? [menteeEnrolmentId, mentorEnrolmentId] : [menteeEnrolmentId];
    const other = live.find((one) => sides(one).some((id) => sides(proposal).includes(id)));
    if (other) throw await desk.stale(other);
    const inputs = await desk.inputs();
    const mentorId = proposal.mentorEnrolmentId;
    const places = inputs.mentors.find(({ id }) => id === mentorId)?.capacity ?? 0;
    const taken = live.filter(({ mentorEnrolmentId }) => mentorEnrolmentId === mentorId).length;
    if (taken >= Math.max(1, places))
      throw new Refusal('proposal.no-free-place', {
        mentor: inputs.people.get(mentorId)?.displayName ?? '',
        places,
        taken,
      });
  }

  /** Gives a draft up for an earlier one that it replaced; both stay readable, and nothing of either is lost. */
  goBack(reviewer: Reviewer, runId: string, version: number, to: string): Promise<void> {
    const { actor } = reviewer;
    return this.db.write(actor, async () => {
      const desk = await ReviewDesk.open(this.db, this.clock, reviewer, runId);
      if (desk.run.version !== version) throw new Refusal('record.changed', { version: desk.run.version });
      const earlier = await this.db.manager.findOne(MatchingRun, {
        where: { organisationId: actor.organisationId, id: to, cohortId: desk.run.cohortId },
        lock: { mode: 'for_no_key_update' },
      });
      if (!earlier) throw new Refusal('record.not-found');
      earlier.state = moveRun(earlier.state, 'ready');
      earlier.version += 1;
      await desk.record({ kind: 'return' });
      await this.db.execute(
        `update matching_runs set state = 'superseded', version = version + 1 where organisation_id = $1 and id = $2`,
        [actor.organisationId, runId],
      );
      await this.db.manager.save(earlier);
    });
  }

  /** Remembers that the reviewer opened a proposal in its run. */
  async look(actor: Actor, proposalId: string): Promise<void> {
    await this.db.write(actor, () =>
      this.db.execute(
        `insert into review_looks (organisation_id, run_id, person_id, proposal_id, at)
         select organisation_id, run_id, $3, id, $4 from proposals where organisation_id = $1 and id = $2
         on conflict do nothing`,
        [actor.organisationId, proposalId, actor.personId, this.clock.now()],
      ),
    );
  }

  /** Adds a note to a pair. Answers its id. */
  addNote(actor: Actor, proposalId: string, body: string): Promise<string> {
    const id = uuidv7();
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        `insert into review_notes (organisation_id, id, run_id, cohort_id, mentor_enrolment_id, mentee_enrolment_id, author_id, body, written_at)
         select organisation_id, $3, run_id, cohort_id, mentor_enrolment_id, mentee_enrolment_id, $4, $5, $6
         from proposals where organisation_id = $1 and id = $2`,
        [actor.organisationId, proposalId, id, actor.personId, body, this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      return id;
    });
  }
}

/** From where to where an undo or a redo leads. What an act made is, undone, a pair that never was. */
function stepOf({ proposalId, before, after }: ProposalChange, kind: 'undo' | 'redo') {
  const was: ProposalSnapshot = before ?? { ...after, state: 'removed', undone: true };
  return kind === 'undo' ? { proposalId, from: after, to: was } : { proposalId, from: was, to: after };
}
