import { Injectable } from '@nestjs/common';
import type { MatchingRun as ContractRun } from '@ithaca/contracts/matching';
import { moveRun } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { keptPairs, listDraft, toCohortInput } from './draft.queries.ts';
import type { DraftRow } from './draft.queries.ts';
import { compute, EngineRefusal } from './engine.ts';
import type { TaskResults } from './engine-tasks.ts';
import { loadInputs } from './inputs.queries.ts';
import type { MatchingInputs } from './inputs.queries.ts';
import { MatchingRun } from './matching-run.entity.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { toContributions } from './policy.ts';

/** A run that has not finished after this time was interrupted for good. */
const STUCK_MINUTES = 30;
/** How often a solve starts over because somebody changed the draft that it builds on. */
const MOST_ROUNDS = 5;

const problemOf: Readonly<Record<string, string>> = {
  LOCK_CONFLICT: 'The pairings that are kept contradict one another: a mentor has more of them than places.',
  CAPACITY: 'A mentor has a number of places that cannot be right.',
  RANGE: 'The matching policy has a value that cannot be used.',
};

/** What a solve builds on, read at one moment. */
interface Basis {
  inputs: MatchingInputs;
  previousRunId: string | null;
  /** Changes with every change of the previous draft. */
  fingerprint: string;
  draft: DraftRow[];
}

/** Matching runs: asked for in a request, solved by a job, never half-written. */
@Injectable()
export class RunsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  /** Asks for a new draft of a cohort that is being matched or runs already. Answers the run's id. */
  start(actor: Actor, cohortId: string): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // One at a time: the cohort's lock makes the checks hold until the run exists.
      await this.db.query('select 1 from cohorts where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        cohortId,
      ]);
      const now = this.clock.now();
      await this.#failStuck(organisationId, cohortId, now);
      const { inputs, draft } = await this.#basis(organisationId, cohortId);
      if (inputs.cohortState !== 'matching' && inputs.cohortState !== 'running')
        throw new Refusal('matching.wrong-state', {
          state: inputs.cohortState,
          possible: ['matching', 'running'],
        });
      const places = inputs.mentors.reduce((sum, { capacity }) => sum + capacity, 0);
      if (inputs.mentees.length === 0 || places === 0)
        throw new Refusal('matching.nobody-to-match', { mentees: inputs.mentees.length, places });
      requirePlacesForKept(inputs, draft);
      const run = {
        organisationId,
        id: uuidv7(),
        cohortId,
        state: 'queued' as const,
        policy: inputs.policy,
        seed: inputs.seed,
        inputsHash: null,
        certificate: null,
        statistics: null,
        unmatched: [],
        problem: null,
        createdBy: actor.personId,
        createdAt: now,
        finishedAt: null,
        publishedAt: null,
        version: 1,
      };
      await this.db.manager.insert(MatchingRun, run);
      await this.jobs.enqueue('solve-matching', { organisationId, runId: run.id });
      return run.id;
    });
  }

  /** The job: solves outside any transaction and stores the result whole. Done again after a crash, it starts over. */
  async solve(organisationId: string, runId: string): Promise<void> {
    const run = await this.#take(organisationId, runId);
    for (let round = 1; run !== null && round <= MOST_ROUNDS; round += 1) {
      const basis = await this.db.read({ organisationId }, () =>
        this.#basis(organisationId, run.cohortId, run.policy),
      );
      const input = toCohortInput(basis.inputs, keptPairs(basis.inputs, basis.draft));
      let result: TaskResults['match'];
      try {
        result = await compute({ kind: 'match', input });
      } catch (error) {
        const code = error instanceof EngineRefusal ? error.code : '';
        await this.#fail(
          organisationId,
          runId,
          problemOf[code] ?? 'The draft could not be made. Nothing was changed; try again.',
        );
        if (error instanceof EngineRefusal) return;
        throw error;
      }
      if (await this.#store(organisationId, runId, basis, result)) return;
    }
    if (run !== null)
      await this.#fail(organisationId, runId, 'The draft kept changing while it was solved. Try again.');
  }

  async #basis(organisationId: string, cohortId: string, policy?: ContractRun['policy']): Promise<Basis> {
    const day = await findToday(this.db, this.clock, organisationId);
    const inputs = await loadInputs(this.db, organisationId, cohortId, day, policy);
    const previous = await this.db.first<{ id: string; version: number }>(
      `select id, version from matching_runs where organisation_id = $1 and cohort_id = $2 and state = 'ready'
       order by created_at desc, id desc limit 1`,
      [organisationId, cohortId],
    );
    return {
      inputs,
      previousRunId: previous?.id ?? null,
      fingerprint: previous ? `${previous.id} ${previous.version}` : '',
      draft: previous ? await listDraft(this.db, organisationId, previous.id) : [],
    };
  }

  #take(organisationId: string, runId: string): Promise<MatchingRun | null> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, runId);
      if (run?.state === 'running') return run;
      if (run?.state !== 'queued') return null;
      run.state = moveRun(run.state, 'running');
      run.version += 1;
      return this.db.manager.save(run);
    });
  }

  /** Stores the result unless the draft it builds on has changed meanwhile: then answers false. */
  #store(
    organisationId: string,
    runId: string,
    basis: Basis,
    { match, verified, solveMs }: TaskResults['match'],
  ): Promise<boolean> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, runId);
      if (run?.state !== 'running') return true;
      const previous = await this.db.query<{ id: string; version: number }>(
        `select id, version from matching_runs where organisation_id = $1 and cohort_id = $2 and state = 'ready'
         order by created_at desc, id desc for no key update`,
        [organisationId, run.cohortId],
      );
      const latest = previous[0];
      if ((latest ? `${latest.id} ${latest.version}` : '') !== basis.fingerprint) return false;
      const now = this.clock.now();
      await this.db.execute(
        `update matching_runs set state = 'superseded', version = version + 1
         where organisation_id = $1 and id = any($2::uuid[])`,
        [organisationId, previous.map(({ id }) => id)],
      );
      await this.#insertProposals(run, basis, match.pairings, now);
      const { statistics } = match;
      run.state = moveRun(run.state, 'ready');
      run.certificate = { ...match.certificate, verified };
      run.inputsHash = match.certificate.inputsHash;
      run.unmatched = match.unmatched;
      run.statistics = {
        mentees: statistics.mentees,
        mentors: statistics.mentors,
        places: statistics.places,
        matched: statistics.matched,
        eligiblePairs: statistics.eligiblePairs,
        mean: statistics.mean,
        median: statistics.median,
        worst: statistics.worst,
        solveMs: Math.round(solveMs * 10) / 10,
      };
      run.finishedAt = now;
      run.version += 1;
      await this.db.manager.save(run);
      return true;
    });
  }

  /** One row for each pair; what a coordinator kept keeps its state, its reason and who decided. */
  async #insertProposals(
    run: MatchingRun,
    { inputs, draft }: Basis,
    pairings: TaskResults['match']['match']['pairings'],
    now: Date,
  ): Promise<void> {
    const kept = new Map(draft.map((row) => [`${row.mentee.enrolmentId} ${row.mentor.enrolmentId}`, row]));
    const rows = pairings.map((pair) => {
      const earlier = pair.locked ? kept.get(`${pair.menteeId} ${pair.mentorId}`) : undefined;
      return {
        id: uuidv7(),
        mentor_enrolment_id: pair.mentorId,
        mentee_enrolment_id: pair.menteeId,
        score: pair.score,
        contributions: toContributions(pair.contributions, inputs.enginePolicy),
        runner_up: pair.runnerUp,
        reduced_cost: pair.reducedCost,
        state: earlier?.state ?? 'proposed',
        origin: earlier?.origin ?? 'run',
        reason: earlier?.reason ?? null,
        earlier_id: earlier?.id ?? null,
      };
    });
    await this.db.execute(
      `insert into proposals (organisation_id, id, run_id, cohort_id, mentor_enrolment_id, mentee_enrolment_id, score, contributions,
         runner_up, reduced_cost, state, origin, reason, decided_by, decided_at, created_at)
       select $1, n.id, $2, $3, n.mentor_enrolment_id, n.mentee_enrolment_id, n.score, n.contributions, nullif(n.runner_up, 'null'),
         n.reduced_cost, n.state, n.origin, n.reason, o.decided_by, o.decided_at, $4
       from jsonb_to_recordset($5::jsonb) as n (id uuid, mentor_enrolment_id uuid, mentee_enrolment_id uuid, score integer,
         contributions jsonb, runner_up jsonb, reduced_cost integer, state text, origin text, reason text, earlier_id uuid)
       left join proposals o on o.organisation_id = $1 and o.id = n.earlier_id`,
      [run.organisationId, run.id, run.cohortId, now, JSON.stringify(rows)],
    );
  }

  #fail(organisationId: string, runId: string, problem: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, runId);
      if (run?.state !== 'running' && run?.state !== 'queued') return;
      run.state = moveRun(run.state, 'failed');
      run.problem = problem;
      run.finishedAt = this.clock.now();
      run.version += 1;
      await this.db.manager.save(run);
    });
  }

  async #failStuck(organisationId: string, cohortId: string, now: Date): Promise<void> {
    await this.db.execute(
      `update matching_runs set state = 'failed', finished_at = $3, version = version + 1,
         problem = 'The run was interrupted and did not come back.'
       where organisation_id = $1 and cohort_id = $2 and state in ('queued', 'running') and created_at < $4`,
      [organisationId, cohortId, now, new Date(now.getTime() - STUCK_MINUTES * 60_000)],
    );
  }

  #lock(organisationId: string, runId: string): Promise<MatchingRun | null> {
    return this.db.manager.findOne(MatchingRun, {
      where: { organisationId, id: runId },
      lock: { mode: 'for_no_key_update' },
    });
  }
}

/** Kept pairs may break rules, never places: says before the run which mentor has too many. */
function requirePlacesForKept(inputs: MatchingInputs, draft: readonly DraftRow[]): void {
  const kept = keptPairs(inputs, draft);
  const crowded = inputs.mentors.flatMap(({ id, capacity }) => {
    const pairs = kept.filter(({ mentorId }) => mentorId === id).length;
    return pairs > capacity
      ? [{ mentor: inputs.people.get(id)?.displayName ?? '', kept: pairs, places: capacity }]
      : [];
  });
  if (crowded.length > 0) throw new Refusal('matching.pins-contradict', { mentors: crowded });
}
