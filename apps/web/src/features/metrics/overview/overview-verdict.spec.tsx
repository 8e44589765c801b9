import type { CohortOverview } from '@ithaca/contracts/metrics';
import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../../../testing/render.tsx';
import { useOverviewVerdict } from './overview-verdict.ts';

type Known = { state: CohortOverview['cohort']['state']; proposed: number; health?: Record<string, number> };

function Verdict({ state, proposed, health = {} }: Known) {
  const overview = {
    cohort: { state, startsOn: '2026-12-28' },
    health,
    funnel: [{ stage: 'proposed', reached: proposed }],
    metrics: [],
  } as unknown as CohortOverview;
  return <p>{useOverviewVerdict()(overview, '2026-11-01')}</p>;
}

it.each<[string | RegExp, Known]>([
  [/^Pairings begin on .*2026\.$/, { state: 'running', proposed: 0 }],
  ['9 people have been offered a partner; answers are awaited.', { state: 'running', proposed: 9 }],
  [
    '1 of 1 pairings keep their rhythm; none has gone quiet.',
    { state: 'running', proposed: 9, health: { new: 1 } },
  ],
])('the sentence above a cohort says how far it has come: %s', (words, known) => {
  render(<Verdict {...known} />);
  expect(screen.getByText(words)).toBeTruthy();
});
