import { describe, expect, it } from '@jest/globals';

import { reachOf } from './role-view.ts';

const content = {
  parties: ['mentee', 'mentor'] as const,
  reads: ['pairing.take-part'] as const,
  changes: ['pairing.take-part'] as const,
};

describe('what a role will see', () => {
  it('is the content of its own pairing, and of nobody else’s, not for the coordinator either', () => {
    expect(reachOf('mentee', 'here', content)).toEqual({ own: 'change', others: 'nothing' });
    expect(reachOf('coordinator', 'here', content)).toEqual({ own: null, others: 'nothing' });
    expect(reachOf('manager', 'here', content)).toEqual({ own: null, others: 'nothing' });
  });

  it('is of the own reports alone for a manager, of the whole program for its coordinator', () => {
    const approvals = {
      parties: ['manager'] as const,
      reads: ['team.read', 'program.read'] as const,
      changes: ['approval.decide'] as const,
    };
    expect(reachOf('manager', 'here', approvals)).toEqual({ own: 'change', others: 'nothing' });
    expect(reachOf('coordinator', 'here', approvals)).toEqual({ own: null, others: 'change' });
    expect(reachOf('mentee', 'here', approvals)).toEqual({ own: null, others: 'nothing' });
  });
});
