import { describe, expect, it } from '@jest/globals';
import { solve } from './assignment.ts';
import { verify } from './certificate.ts';
import { resolve, type Edit } from './edits.ts';
import { hash32 } from './hash.ts';
import { toProblem, type Problem } from './problem.ts';

/** 16 mentees with up to five mentors each among 12. */
function givenMarket(seed: number): Problem {
  const draw = (i: number, k: number, below: number): number => hash32(seed + k, i) % below;
  const pairs = new Map<string, readonly [number, number, number]>();
  for (let i = 0; i < 16; i++)
    for (let k = 0; k < 5; k++) {
      const j = draw(i, k, 12);
      pairs.set(`${i} ${j}`, [i, j, draw(i, 100 + k, 1000)]);
    }
  const places = Array.from({ length: 12 }, (_, j) => draw(j, 200, 4));
  return toProblem(16, places, [...pairs.values()]);
}

/** One of the things a coordinator does, with what takes it back. A lock in the way is let go first, a ban lifted. */
function drawEdit(problem: Problem, draw: number): { edit: Edit; back: Edit } {
  const mentee = hash32(draw, 1) % problem.mentees;
  const e = problem.ptr[mentee]! + (hash32(draw, 2) % (problem.ptr[mentee + 1]! - problem.ptr[mentee]!));
  const mentor = problem.mentor[e]!;
  const at = { mentee, mentor };
  const act = draw % 4;
  if (act === 0)
    return {
      edit: { kind: 'score', ...at, score: hash32(draw, 4) % 1000 },
      back: { kind: 'score', ...at, score: problem.score[e]! },
    };
  const lock = problem.locked?.find(([i, j]) => i === mentee || j === mentor);
  if (lock) {
    const held = { mentee: lock[0], mentor: lock[1] };
    return { edit: { kind: 'unlock', ...held }, back: { kind: 'lock', ...held } };
  }
  const places = problem.capacity[mentor]!;
  if (act === 1 || places === 0)
    return {
      edit: { kind: 'capacity', mentor, places: hash32(draw, 3) % 4 },
      back: { kind: 'capacity', mentor, places },
    };
  if (problem.forbidden?.some(([i, j]) => i === mentee && j === mentor))
    return { edit: { kind: 'allow', ...at }, back: { kind: 'reject', ...at } };
  return act === 2
    ? { edit: { kind: 'lock', ...at }, back: { kind: 'unlock', ...at } }
    : { edit: { kind: 'reject', ...at }, back: { kind: 'allow', ...at } };
}

describe('a thousand edits one after the other', () => {
  it('always lead where solving the edited problem leads, and undone one by one lead back', () => {
    let problem = givenMarket(7);
    let solution = solve(problem);
    const step = (edit: Edit): void => {
      ({ problem, solution } = resolve(problem, solution, [edit]));
    };
    const history: { back: Edit; matched: number; total: number }[] = [];
    for (let draw = 1; draw <= 1000; draw++) {
      const { edit, back } = drawEdit(problem, draw);
      history.push({ back, matched: solution.matched, total: solution.total });
      step(edit);
      const { matched, total } = solve(problem);
      expect(solution).toMatchObject({ matched, total });
      expect(verify(problem, solution)).toMatchObject({ valid: true, gap: 0 });
    }
    for (const { back, matched, total } of history.reverse()) {
      step(back);
      expect(solution).toMatchObject({ matched, total });
    }
    expect(solve(givenMarket(7))).toMatchObject({ matched: solution.matched, total: solution.total });
  });
});
