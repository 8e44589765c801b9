import { Injectable } from '@nestjs/common';
import type { Cause } from '@ithaca/contracts/matching';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { RunProblem } from '@ithaca/domain/run-problem';
import type { CohortInput } from '@ithaca/matching/cohort';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { loadAccessGroups } from '../access-groups.queries.ts';
import { findPeople, keptPairs, listDraft, toCohortInput } from '../draft.queries.ts';
import { compute, EngineRefusal } from '../engine/engine.ts';
import type { Answered } from '../engine/solve-cohort.ts';
import { compareInputs } from './input-changes.ts';
import { loadInputs } from '../inputs.queries.ts';
import { unpack } from './run-files.ts';

interface ReplayRow {
  id: string;
  runId: string;
  cohortId: string;
  inputs: Buffer;
  resultHash: string;
  scoresHash: string;
  answered: Answered;
  policy: MatchingPolicy;
}

/** Replays: a stored run is solved again from its stored inputs, and compared with what a run of today would start from. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  /** Asks for a replay. Answers its id; a run without a record is refused as not found. */
  start(actor: Actor, runId: string): Promise<string> {
    const { organisationId, personId } = actor;
    return this.db.write(actor, async () => {
      const known = await this.db.first(
        'select 1 from matching_run_records where organisation_id = $1 and run_id = $2',
        [organisationId, runId],
      );
      if (!known) throw new Refusal('record.not-found');
      const id = uuidv7();
      await this.db.execute(
        `insert into matching_replays (organisation_id, id, run_id, created_by, created_at) values ($1, $2, $3, $4, $5)`,
        [organisationId, id, runId, personId, this.clock.now()],
      );
      await this.jobs.enqueue('replay-matching', { organisationId, replayId: id });
      return id;
    });
  }

  /** The job. Delivered twice, it answers the same twice. */
  async replay(organisationId: string, replayId: string): Promise<void> {
    const row = await this.db.write({ organisationId }, () =>
      this.db.first<ReplayRow>(
        `update matching_replays y set state = 'running'
         from matching_run_records k join matching_runs r on r.organisation_id = k.organisation_id and r.id = k.run_id
         where y.organisation_id = $1 and y.id = $2 and y.state in ('queued', 'running')
           and k.organisation_id = $1 and k.run_id = y.run_id
         returning y.id, y.run_id as "runId", r.cohort_id as "cohortId", k.inputs, k.result_hash as "resultHash",
           k.scores_hash as "scoresHash", json_build_object('status', r.certificate -> 'status', 'isLarge', r.certificate ? 'isLarge', 'steps', r.certificate -> 'steps',
             'isEarlier', not r.certificate ? 'steps', 'isWithheld', r.certificate ? 'isWithheld') as answered, r.policy`,
        [organisationId, replayId],
      ),
    );
    if (!row) return;
    const input = await this.#withGroups(organisationId, row, JSON.parse(unpack(row.inputs)) as CohortInput);
    let found: { resultHash: string; scoresHash: string };
    try {
      found = await compute({ kind: 'replay', input, answered: row.answered });
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      // Inputs that were solved once are refused now: the engine reads them otherwise.
      return this.#finish(organisationId, row.id, {
        state: 'failed',
        problem: { code: 'inputs-refused-now', facts: { engine: error.code } },
      });
    }
    const changes = await this.db.read({ organisationId }, () => this.#changes(organisationId, row, input));
    await this.#finish(organisationId, row.id, {
      state: 'done',
      samePairings: found.resultHash === row.resultHash,
      sameScores: found.scoresHash === row.scoresHash,
      changes,
    });
  }

  /** Declared groups are not kept with a run: they are formed anew, from what people say today. */
  async #withGroups(
    organisationId: string,
    { answered, policy }: ReplayRow,
    input: CohortInput,
  ): Promise<CohortInput> {
    if (!answered.isWithheld) return input;
    const groups = await this.db.read({ organisationId }, () =>
      loadAccessGroups(this.db, organisationId, policy, input.mentees),
    );
    return { ...input, groups: groups?.byMentee ?? {} };
  }

  async #changes(organisationId: string, row: ReplayRow, input: CohortInput): Promise<Cause[]> {
    const day = await findToday(this.db, this.clock, organisationId);
    const inputs = await loadInputs(this.db, organisationId, row.cohortId, day);
    // What a run of today would keep: the pairs that are locked or approved in the draft at hand.
    const draft = await this.db.first<{ id: string }>(
      `select id from matching_runs where organisation_id = $1 and cohort_id = $2 and state in ('ready', 'scheduled')
       order by created_at desc, id desc limit 1`,
      [organisationId, row.cohortId],
    );
    const kept = draft ? keptPairs(inputs, await listDraft(this.db, organisationId, draft.id)) : [];
    const now = toCohortInput(inputs, kept);
    const people = await findPeople(this.db, organisationId, [
      ...new Set([...input.mentees, ...input.mentors, ...now.mentees, ...now.mentors].map(({ id }) => id)),
    ]);
    const changes = compareInputs(input, now, (id) => people.get(id)?.displayName ?? '');
    return row.answered.isWithheld ? [...changes, { code: 'groups-not-kept', facts: {} }] : changes;
  }

  async #finish(
    organisationId: string,
    id: string,
    result: {
      state: 'done' | 'failed';
      samePairings?: boolean;
      sameScores?: boolean;
      changes?: readonly Cause[];
      problem?: RunProblem;
    },
  ): Promise<void> {
    await this.db.write({ organisationId }, () =>
      this.db.execute(
        `update matching_replays set state = $3, same_pairings = $4, same_scores = $5, changes = $6::jsonb, problem = $7, finished_at = $8
         where organisation_id = $1 and id = $2`,
        [
          organisationId,
          id,
          result.state,
          result.samePairings ?? null,
          result.sameScores ?? null,
          JSON.stringify(result.changes ?? []),
          result.problem ? JSON.stringify(result.problem) : null,
          this.clock.now(),
        ],
      ),
    );
  }
}
