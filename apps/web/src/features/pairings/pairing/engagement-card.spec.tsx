import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../../testing/answers.ts';
import { pairingId, pairingOf } from '../../../testing/pairing.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { EngagementCard } from './engagement-card.tsx';

const part = (name: string, points: number) => ({ part: name, weight: 0.25, met: 3, of: 4, points });
const scored = {
  asOf: '2026-11-22T10:00:00.000Z',
  pairing: {
    score: 72.4,
    parts: [
      part('adherence', 19),
      { ...part('confirmation', 18), met: 0, of: 0 },
      part('goals', 17),
      part('response', 18.4),
    ],
  },
};
const pairing = pairingOf({ myRole: null });

describe('the engagement score of a pairing', () => {
  it('stands with its parts, and out of how much of the pairing’s own', async () => {
    answer({ [`GET /api/pairings/${pairingId}/engagement`]: scored });
    const queryClient = signedIn({ grants: [{ role: 'coordinator', programId: pairing.programId }] });
    render(<EngagementCard pairing={pairing} />, { queryClient });
    expect(await screen.findByText('72 of 100')).toBeTruthy();
    expect(screen.getByText('3 of 4 periods')).toBeTruthy();
    expect(screen.getByText('Nothing known yet')).toBeTruthy();
  });

  it('is not asked for by a manager', () => {
    const asked = answer({});
    render(<EngagementCard pairing={pairing} />, { queryClient: signedIn({ isManager: true }) });
    expect(asked).toEqual([]);
    expect(screen.queryByRole('heading')).toBeNull();
  });
});
