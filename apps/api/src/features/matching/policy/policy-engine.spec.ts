import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { givenCrowd } from '@ithaca/matching/given';
import { defaultPolicy } from '@ithaca/matching/policy';
import type { Objective } from '@ithaca/matching/policy';

import { PolicyEngine } from './policy-engine.ts';

let engine: PolicyEngine;
beforeEach(() => {
  engine = new PolicyEngine();
});
afterEach(() => engine.onModuleDestroy());

const { mentees, mentors } = givenCrowd(300, 150);
const pool = { mentees, mentors, locked: [], forbidden: [], seed: 1 };

const ask = (name: string, floor: number, signal?: AbortSignal, objective: Objective = 'largest-total') =>
  engine
    .ask(
      'pool',
      pool,
      { policies: [{ policy: { ...defaultPolicy, objective, floor } }], sample: null },
      { name, signal },
    )
    .then(
      ({ policies }) => policies.length,
      (error: { code?: string; message: string }) => error.code ?? error.message,
    );

describe('a question about a policy', () => {
  it('is overtaken by a newer one of the same person, and by nobody else’s', async () => {
    const answers = await Promise.all([
      ask('cora preview', 1),
      ask('cora preview', 2),
      ask('carl preview', 3),
      ask('cora comparison', 4),
      ask('cora preview', 5),
    ]);
    expect(answers).toEqual(['policy.overtaken', 'policy.overtaken', 1, 1, 1]);
    expect(engine.open).toBe(0);
  });

  it('is never begun when the one who asked is gone, and given up when it takes long', async () => {
    const gone = new AbortController();
    const first = ask('carl', 1, undefined, 'leximin');
    const waiting = ask('cora', 2, gone.signal);
    expect(engine.open).toBe(2);
    gone.abort();
    expect(await waiting).toBe('policy.overtaken');
    expect(engine.open).toBe(1);
    expect(await first).toBe(1);
    const left = new AbortController();
    const running = ask('dan', 3, left.signal, 'leximin');
    left.abort();
    expect(await running).toBe('policy.overtaken');
    // Whoever comes next is answered, by the same thread or by another one.
    expect(await ask('eva', 4)).toBe(1);
  });
});
