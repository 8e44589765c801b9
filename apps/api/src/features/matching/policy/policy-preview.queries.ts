import type { PolicyComparison, PolicyPreview, SamplePair } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import type { Actor } from '@ithaca/domain/permissions';
import type { MatchingPolicy as EnginePolicy } from '@ithaca/matching/policy';

import type { Database } from '../../../platform/database/database.ts';
import { withOwnRules } from '../own-rules.ts';
import { toContributions, toEnginePolicy } from './policy.ts';
import type { PolicyEngine } from './policy-engine.ts';
import { equityOf } from './policy-equity.queries.ts';
import { loadAccessGroups } from '../access-groups.queries.ts';
import type { PairOfSample, TrialPolicy } from './policy-pool.ts';
import type { LoadedPool, PolicyPools } from './policy-pools.ts';
import { barrierCause } from '../unmatched.queries.ts';

const SAMPLE = 10;

/** What policies are tried with: the pools and the thread that knows them. */
export interface Trial {
  pools: PolicyPools;
  engine: PolicyEngine;
  /** Ends the trial when the one who asked is gone. */
  gone?: AbortSignal;
}

/** What would this policy do, to ten people and to the whole pool? Grain: one cohort's pool. Nothing is saved. */
export async function previewPolicy(
  db: Database,
  { pools, engine, gone }: Trial,
  actor: Actor,
  cohortId: string,
  { policy, draw, changedOnly }: { policy: MatchingPolicy; draw: number; changedOnly: boolean },
): Promise<PolicyPreview> {
  const started = performance.now();
  const loaded = await pools.load(actor, cohortId);
  const { inputs } = loaded;
  const present = { policy: inputs.enginePolicy, ...(inputs.groups && { groups: inputs.groups.byMentee }) };
  const trial = await trialOf(db, actor, loaded, policy);
  const edit = trial.policy;
  const answer = await engine.ask(
    loaded.key,
    loaded.pool,
    {
      policies: [present, trial],
      sample: { size: SAMPLE, draw, changedOnly },
    },
    asker(actor, `preview ${cohortId}`, gone),
  );
  const [now, edited] = answer.policies;
  if (!now || !edited) throw new Error('The engine answered for fewer policies than asked.');
  return {
    ...basisOf(loaded, started),
    now: now.figures,
    edited: edited.figures,
    difference: edited.difference,
    withoutPartner: answer.withoutPartner.flatMap(({ menteeId, barriers }) => {
      const person = inputs.people.get(menteeId);
      return person ? [{ person, causes: barriers.map(barrierCause) }] : [];
    }),
    sample: answer.sample.flatMap(({ menteeId, now: before, edited: after }) => {
      const mentee = inputs.people.get(menteeId);
      return mentee
        ? [{ mentee, now: toPair(loaded, before, inputs.enginePolicy), edited: toPair(loaded, after, edit) }]
        : [];
    }),
  };
}

/** How do two to four policies do over the same pool, and who gains from each? Grain: one policy. Nothing is saved. */
export async function comparePolicies(
  db: Database,
  { pools, engine, gone }: Trial,
  actor: Actor,
  cohortId: string,
  policies: readonly MatchingPolicy[],
): Promise<PolicyComparison> {
  const started = performance.now();
  const loaded = await pools.load(actor, cohortId);
  const answer = await engine.ask(
    loaded.key,
    loaded.pool,
    {
      policies: await trialsOf(db, actor, loaded, policies),
      sample: null,
    },
    asker(actor, `comparison ${cohortId}`, gone),
  );
  const { people } = loaded.inputs;
  const mentees = loaded.pool.mentees.flatMap(({ id }) => people.get(id) ?? []);
  return {
    ...basisOf(loaded, started),
    policies: answer.policies.map(({ figures, difference }) => ({ figures, difference })),
    equity: await equityOf(
      db,
      actor.organisationId,
      mentees,
      answer.policies.map(({ matchedIds }) => matchedIds),
    ),
  };
}

const asker = ({ personId }: Actor, what: string, signal: AbortSignal | undefined) => ({
  name: `${personId} ${what}`,
  signal,
});

async function trialOf(
  db: Database,
  { organisationId }: Actor,
  { inputs, pool }: LoadedPool,
  asked: MatchingPolicy,
): Promise<TrialPolicy> {
  const policy = withOwnRules(asked, inputs.form);
  const groups = await loadAccessGroups(db, organisationId, policy, pool.mentees);
  return {
    policy: toEnginePolicy(policy, {
      version: 'unsaved',
      mentorsWish: inputs.mentorsWish,
      format: inputs.format,
      runDays: inputs.runDays,
    }),
    ...(groups && { groups: groups.byMentee }),
  };
}

async function trialsOf(db: Database, actor: Actor, loaded: LoadedPool, policies: readonly MatchingPolicy[]) {
  const trials: TrialPolicy[] = [];
  // One after another: they share a transaction.
  for (const policy of policies) trials.push(await trialOf(db, actor, loaded, policy));
  return trials;
}

const basisOf = ({ isEstimate, keptPairs }: LoadedPool, started: number) => ({
  isEstimate,
  keptPairs,
  computedMs: Math.round((performance.now() - started) * 10) / 10,
});

function toPair({ inputs }: LoadedPool, pair: PairOfSample | null, policy: EnginePolicy): SamplePair | null {
  const mentor = pair && inputs.people.get(pair.mentorId);
  return pair && mentor
    ? { mentor, score: pair.score, contributions: toContributions(pair.contributions, policy) }
    : null;
}
