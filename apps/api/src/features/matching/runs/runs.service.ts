import { Inject, Injectable } from '@nestjs/common';
import type { MatchingRun as ContractRun } from '@ithaca/contracts/matching';
import { searchSecondsOf } from '@ithaca/domain/matching-policy';
import { moveRun, solveBudget } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { RunProblem } from '@ithaca/domain/run-problem';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { CONFIG } from '../../../platform/platform.module.ts';
import { accessOf } from '../access-groups.queries.ts';
import { placesOf, requireCirclesPossible } from '../circles.ts';
import { keptPairs, listDraft, toCohortInput } from '../draft.queries.ts';
import type { DraftRow } from '../draft.queries.ts';
import { requirePeersPossible } from '../peers.ts';
import { compute, EngineRefusal } from '../engine/engine.ts';
import type { Watch } from '../engine/engine.ts';
import { loadInputs } from '../inputs.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { MatchingRun } from './matching-run.entity.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { toContributions } from '../policy/policy.ts';
import type { DraftPair, SolvedCohort } from '../engine/draft.ts';
import type { DraftLimits } from '../engine/solve-cohort.ts';
import { LOST_AFTER_MS, OutOfTime, progressAt, RunStopped, underWatch } from './run-progress.ts';

/** How often a run is taken up again after its thread or its process ended; then it fails with the remedy. */
const MOST_ATTEMPTS = 3;
/** How often a solve starts over because somebody changed the draft that it builds on. */
const MOST_ROUNDS = 5;

/** Share of a run's time after which the search ends with what it has found: explaining, checking and storing come after it. */
const SEARCH_SHARE = 0.8;
/** A search that comes when the time is up already: a quarter of it, within these bounds. */
const SHORT_SEARCH = { share: 0.25, leastMs: 1_000, mostMs: 20_000 };

const INTERRUPTED: RunProblem = { code: 'interrupted', facts: { attempts: MOST_ATTEMPTS } };

/** What the engine refused, as a problem of the run: ids and numbers, never names. */
function problemOf({ code, facts }: EngineRefusal): RunProblem {
  switch (code) {
    case 'LOCK_CONFLICT':
      return { code: 'kept-pairs-contradict', facts: { locks: facts['locks'] } };
    case 'INFEASIBLE':
      return { code: 'circles-contradict', facts: {} };
    case 'CAPACITY':
      return { code: 'places-wrong', facts: { mentorId: facts['mentorId'] } };
    case 'RANGE':
    case 'NOT_FINITE':
    case 'PROTECTED_ATTRIBUTE':
      return facts['objective'] === undefined
        ? { code: 'policy-unusable', facts }
        : { code: 'goal-too-large', facts: {} };
    default:
      return { code: 'not-solved', facts: { engine: code } };
  }
}

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
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks for a new draft of a cohort that is being matched or runs already. Answers the run's id. */
  start(actor: Actor, cohortId: string, budgetSeconds?: number): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // One at a time: the cohort's lock makes the checks hold until the run exists.
      await this.db.query('select 1 from cohorts where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        cohortId,
      ]);
      const now = this.clock.now();
      await this.#requireNothingScheduled(organisationId, cohortId);
      const { inputs, draft } = await this.#basis(organisationId, cohortId);
      if (inputs.cohortState !== 'matching' && inputs.cohortState !== 'running')
        throw new Refusal('matching.wrong-state', {
          state: inputs.cohortState,
          possible: ['matching', 'running'],
        });
      const places = inputs.mentors.reduce((sum, { id }) => sum + placesOf(inputs, id), 0);
      if (inputs.mentees.length === 0 || places === 0)
        throw new Refusal('matching.nobody-to-match', { mentees: inputs.mentees.length, places });
      requireCirclesPossible(inputs);
      requirePeersPossible(inputs);
      requirePlacesForKept(inputs, draft);
      const run = {
        organisationId,
        id: uuidv7(),
        cohortId,
        state: 'queued' as const,
        policy: inputs.policy,
        policyVersion: inputs.policyVersion,
        seed: inputs.seed,
        inputsHash: null,
        certificate: null,
        statistics: null,
        unmatched: [],
        problem: null,
        progress: null,
        heartbeatAt: null,
        attempts: 0,
        budgetSeconds: budgetSeconds ?? searchSecondsOf(inputs.policy),
        cancelledBy: null,
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

  /** Stops a run that waits or is under way; its thread ends within half a second. A finished run is refused. */
  cancel(actor: Actor, runId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const run = await this.#lock(actor.organisationId, runId);
      if (!run) throw new Refusal('record.not-found');
      run.state = moveRun(run.state, 'cancelled');
      run.cancelledBy = actor.personId;
      run.progress = null;
      run.finishedAt = this.clock.now();
      run.version += 1;
      await this.db.manager.save(run);
    });
  }

  /** The job: solves outside any transaction and stores the result whole. Done again after a crash, it starts over. */
  async solve(organisationId: string, runId: string): Promise<void> {
    const run = await this.#take(organisationId, runId);
    if (!run) return;
    try {
      try {
        await underWatch(this.db, this.clock, run, (watch) => this.#solve(run, 'match', watch));
      } catch (error) {
        if (!(error instanceof OutOfTime)) throw error;
        // The best that can be said at once, with how far from the best possible it can be at most.
        const last = { ...run, budgetSeconds: solveBudget.most };
        await underWatch(this.db, this.clock, last, (watch) => this.#solve(run, 'first-answer', watch));
      }
    } catch (error) {
      if (error instanceof RunStopped) return;
      if (error instanceof OutOfTime)
        return this.#fail(run, {
          code: 'out-of-time',
          facts: { seconds: run.budgetSeconds },
        });
      if (error instanceof EngineRefusal) return this.#fail(run, problemOf(error));
      // The thread died or the database went: tried again soon, and given up with the remedy.
      if (run.attempts >= MOST_ATTEMPTS) await this.#fail(run, INTERRUPTED);
      else await this.#release(run);
      throw error;
    }
  }

  #limits({ budgetSeconds }: MatchingRun, kind: 'match' | 'first-answer', { inputs }: Basis): DraftLimits {
    const budgetMs = budgetSeconds * 1000;
    const { share, leastMs, mostMs } = SHORT_SEARCH;
    return {
      searchMs:
        kind === 'match' ? budgetMs * SEARCH_SHARE : Math.min(mostMs, Math.max(leastMs, budgetMs * share)),
      densePairs: this.config.matchingPairs,
      keepsGroups: inputs.groups?.isDeclared !== true,
    };
  }

  async #solve(run: MatchingRun, kind: 'match' | 'first-answer', watch: Required<Watch>): Promise<void> {
    const { organisationId } = run;
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      watch.report('reading');
      const basis = await this.db.read({ organisationId }, () =>
        this.#basis(organisationId, run.cohortId, run.policy),
      );
      const input = toCohortInput(basis.inputs, keptPairs(basis.inputs, basis.draft), basis.draft);
      const result = await compute({ kind, input, limits: this.#limits(run, kind, basis) }, watch);
      watch.report('storing');
      if (await this.#store(run, basis, result)) return;
    }
    await this.#fail(run, { code: 'draft-kept-changing', facts: { rounds: MOST_ROUNDS } });
  }

  /** The sweep: runs whose process was killed, or whose job was lost, are taken up again. */
  async resume(organisationId: string): Promise<void> {
    const lost = new Date(this.clock.now().getTime() - LOST_AFTER_MS);
    await this.db.write({ organisationId }, async () => {
      const runs = await this.db.query<{ id: string }>(
        `select id from matching_runs where organisation_id = $1 and state in ('queued', 'running')
           and coalesce(heartbeat_at, created_at) < $2`,
        [organisationId, lost],
      );
      for (const { id } of runs) await this.jobs.enqueue('solve-matching', { organisationId, runId: id });
    });
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

  /** Takes a run that waits, or one whose process is gone. Null when there is nothing to do. */
  #take(organisationId: string, runId: string): Promise<MatchingRun | null> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, runId);
      const now = this.clock.now();
      if (run?.state === 'queued') run.state = moveRun(run.state, 'running');
      else if (run?.state !== 'running' || isAlive(run, now)) return null;
      run.attempts += 1;
      if (run.attempts > MOST_ATTEMPTS) {
        await this.#end(run, INTERRUPTED);
        return null;
      }
      run.progress = progressAt('reading', now);
      run.heartbeatAt = now;
      run.version += 1;
      return this.db.manager.save(run);
    });
  }

  /** Lets go of a run, so that the next try may take it at once. */
  async #release({ organisationId, id, attempts }: MatchingRun): Promise<void> {
    await this.db.write({ organisationId }, () =>
      this.db.execute(
        `update matching_runs set heartbeat_at = null
         where organisation_id = $1 and id = $2 and state = 'running' and attempts = $3`,
        [organisationId, id, attempts],
      ),
    );
  }

  /** Stores the result unless the draft it builds on has changed meanwhile: then answers false. */
  #store(
    { organisationId, id: runId, attempts }: MatchingRun,
    basis: Basis,
    { match, verified, solveMs, files }: SolvedCohort,
  ): Promise<boolean> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, runId);
      if (run?.state !== 'running' || run.attempts !== attempts) return true;
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
      await this.db.execute(
        `insert into matching_run_records (organisation_id, run_id, inputs, problem, result, result_hash, scores_hash, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          organisationId,
          runId,
          ...[files.inputs, files.problem, files.result].map((bytes) => Buffer.from(bytes)),
          files.resultHash,
          files.scoresHash,
          now,
        ],
      );
      const { statistics } = match;
      run.state = moveRun(run.state, 'ready');
      run.certificate = { ...match.certificate, verified };
      run.inputsHash = match.certificate.inputsHash;
      run.unmatched = match.unmatched;
      run.progress = null;
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
        access: accessIn(basis.inputs, match.pairings),
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
    pairings: readonly DraftPair[],
    now: Date,
  ): Promise<void> {
    const kept = new Map(
      draft.map((row) => [keyOf(inputs, row.mentee.enrolmentId, row.mentor.enrolmentId), row]),
    );
    const rows = pairings.map((pair) => {
      const earlier = pair.locked ? kept.get(keyOf(inputs, pair.menteeId, pair.mentorId)) : undefined;
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
        of_peers: inputs.format === 'peer',
      };
    });
    await this.db.execute(
      `insert into proposals (organisation_id, id, run_id, cohort_id, mentor_enrolment_id, mentee_enrolment_id, score, contributions,
         runner_up, reduced_cost, state, origin, reason, decided_by, decided_at, of_peers, created_at)
       select $1, n.id, $2, $3, n.mentor_enrolment_id, n.mentee_enrolment_id, n.score, n.contributions, nullif(n.runner_up, 'null'),
         n.reduced_cost, n.state, n.origin, n.reason, o.decided_by, o.decided_at, n.of_peers, $4
       from jsonb_to_recordset($5::jsonb) as n (id uuid, mentor_enrolment_id uuid, mentee_enrolment_id uuid, score integer,
         contributions jsonb, runner_up jsonb, reduced_cost integer, state text, origin text, reason text, earlier_id uuid, of_peers boolean)
       left join proposals o on o.organisation_id = $1 and o.id = n.earlier_id`,
      [run.organisationId, run.id, run.cohortId, now, JSON.stringify(rows)],
    );
  }

  #fail({ organisationId, id, attempts }: MatchingRun, problem: RunProblem): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const run = await this.#lock(organisationId, id);
      if (run?.state === 'running' && run.attempts === attempts) await this.#end(run, problem);
    });
  }

  async #end(run: MatchingRun, problem: RunProblem): Promise<void> {
    run.state = moveRun(run.state, 'failed');
    run.problem = problem;
    run.progress = null;
    run.finishedAt = this.clock.now();
    run.version += 1;
    await this.db.manager.save(run);
  }

  /** A draft whose publication is planned must not be replaced under it. */
  async #requireNothingScheduled(organisationId: string, cohortId: string): Promise<void> {
    const planned = await this.db.first<{ id: string }>(
      `select id from matching_runs where organisation_id = $1 and cohort_id = $2 and state = 'scheduled'`,
      [organisationId, cohortId],
    );
    if (planned) throw new Refusal('run.publication-planned', { runId: planned.id });
  }

  #lock(organisationId: string, runId: string): Promise<MatchingRun | null> {
    return this.db.manager.findOne(MatchingRun, {
      where: { organisationId, id: runId },
      lock: { mode: 'for_no_key_update' },
    });
  }
}

/** A pair whichever way round two peers stand in it. */
const keyOf = ({ format }: MatchingInputs, menteeId: string, mentorId: string) =>
  (format === 'peer' ? [menteeId, mentorId].toSorted() : [menteeId, mentorId]).join(' ');

/** The shares of the groups, where the goal was equal access. */
function accessIn({ groups, policy, mentees, people }: MatchingInputs, pairings: readonly DraftPair[]) {
  if (!groups) return null;
  const known = mentees.flatMap(({ id }) => people.get(id) ?? []);
  return accessOf(
    policy,
    groups,
    known,
    pairings.map(({ menteeId }) => menteeId),
  );
}

const isAlive = ({ heartbeatAt }: MatchingRun, now: Date) =>
  heartbeatAt !== null && heartbeatAt.getTime() > now.getTime() - LOST_AFTER_MS;

/** Kept pairs may break rules, never places: says before the run which mentor has too many. */
function requirePlacesForKept(inputs: MatchingInputs, draft: readonly DraftRow[]): void {
  const kept = keptPairs(inputs, draft);
  const crowded = inputs.mentors.flatMap(({ id }) => {
    const capacity = placesOf(inputs, id);
    const pairs = kept.filter(({ mentorId }) => mentorId === id).length;
    return pairs > capacity
      ? [{ mentor: inputs.people.get(id)?.displayName ?? '', kept: pairs, places: capacity }]
      : [];
  });
  if (crowded.length > 0) throw new Refusal('matching.pins-contradict', { mentors: crowded });
}
