import { describe, expect, it } from '@jest/globals';
import type { CohortInput } from './cohort.ts';
import { givenMentee } from './given.ts';
import { hash32 } from './hash.ts';
import type { Participant } from './participant.ts';
import { matchPeerCohort, verifyPeerCohort } from './peer-match.ts';
import { defaultPolicy, type MatchingPolicy } from './policy.ts';

const SKILLS = ['sql', 'coaching', 'finance', 'python', 'writing', 'law'];
const policy: MatchingPolicy = { ...defaultPolicy, rules: [{ code: 'do-not-pair' }, { code: 'same-team' }] };

/** A peer who wants some skills and offers others. */
function givenPeer(id: string, answers: Partial<Participant> = {}): Participant {
  const draw = hash32(9, id.charCodeAt(id.length - 1));
  return givenMentee(id, {
    capacity: 1,
    teamId: `team-${id}`,
    languages: ['en'],
    skillsWanted: [{ skill: SKILLS[draw % 6]!, level: 2, importance: 2 }],
    skillsOffered: [{ skill: SKILLS[(draw >>> 4) % 6]!, level: 3 }],
    ...answers,
  });
}

const givenPool = (people: readonly Participant[], more: Partial<CohortInput> = {}): CohortInput => ({
  mentees: people,
  mentors: people.map((person): Participant => ({ ...person, role: 'mentor' })),
  policy,
  seed: 4,
  ...more,
});
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const pool = (more: Partial<CohortInput> = {}): CohortInput =>
  givenPool(
    ids.map((id) => givenPeer(id)),
    more,
  );
const pairsOf = (input: CohortInput): string[] =>
  matchPeerCohort(input).pairings.map(({ menteeId, mentorId }) => `${menteeId}-${mentorId}`);

describe('a run with peers', () => {
  it('pairs everybody, each score both directions added, and its proof stands', () => {
    const run = matchPeerCohort(pool());
    expect(run.pairings).toHaveLength(4);
    for (const { score, contributions, menteeId, mentorId } of run.pairings) {
      expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(menteeId < mentorId).toBe(true);
    }
    expect(run.certificate).toMatchObject({ matched: 8, bound: 8, gap: 0, status: 'optimal' });
    expect(verifyPeerCohort(pool(), run)).toMatchObject({ valid: true, sameInputs: true });
  });

  it('does not depend on the order of the inputs', () => {
    const people = [...ids].reverse().map((id) => givenPeer(id));
    expect(pairsOf(givenPool(people))).toEqual(pairsOf(pool()));
  });

  it('keeps rules both ways, bans and locks; a lock outweighs a rule', () => {
    const closed = givenPeer('b', { doNotPairWith: ['p-a'] });
    const two = [givenPeer('a'), closed];
    expect(pairsOf(givenPool(two))).toEqual([]);
    expect(pairsOf(givenPool([givenPeer('c'), givenPeer('d')]))).toEqual(['c-d']);
    expect(pairsOf(givenPool(two, { locked: [{ menteeId: 'b', mentorId: 'a' }] }))).toEqual(['a-b']);
    const [first] = pairsOf(pool());
    const [one, other] = first!.split('-') as [string, string];
    expect(pairsOf(pool({ forbidden: [{ menteeId: other, mentorId: one }] }))).not.toContain(first);
    expect(pairsOf(pool({ locked: [{ menteeId: 'h', mentorId: 'a' }] }))).toContain('a-h');
  });

  it('keeps earlier pairs where that costs nothing', () => {
    const alike = ids.map((id) => givenPeer(id, { skillsWanted: [], skillsOffered: [] }));
    const before = [
      { menteeId: 'c', mentorId: 'h' },
      { menteeId: 'a', mentorId: 'g' },
    ];
    expect(pairsOf(givenPool(alike, { before }))).toEqual(expect.arrayContaining(['a-g', 'c-h']));
  });

  it('serves first whoever waited', () => {
    const people = ['a', 'b', 'c'].map((id) => givenPeer(id, { priority: id === 'a' ? 1 : 2 }));
    for (let seed = 0; seed < 10; seed++) expect(pairsOf(givenPool(people, { seed }))[0]).toMatch(/^a-/);
  });

  it('says why somebody stays alone, and what would help', () => {
    const odd = matchPeerCohort(givenPool(['a', 'b', 'c'].map((id) => givenPeer(id))));
    expect(odd.alone).toMatchObject([{ cause: { code: 'odd-group', eligiblePartners: 2, people: 3 } }]);

    const inTeam = (id: string): Participant => givenPeer(id, { teamId: 'one' });
    const team = givenPool([givenPeer('a'), inTeam('b'), inTeam('c'), inTeam('d')]);
    const { alone } = matchPeerCohort(team);
    expect(alone).toHaveLength(2);
    expect(alone[0]).toMatchObject({
      cause: { code: 'scarce-partners', eligiblePartners: 1, groups: 3, partners: 1 },
      barriers: [{ code: 'same-team', mentors: 2, alone: 2 }],
    });
    const relaxed = alone[0]!.changes.find(({ kind }) => kind === 'relax-rule');
    expect(relaxed).toMatchObject({ rule: 'same-team' });

    const closed = matchPeerCohort(givenPool([inTeam('a'), inTeam('b')]));
    expect(closed.alone.map(({ cause }) => cause)).toEqual(
      [1, 1].map((people) => ({ code: 'no-eligible-partner', people })),
    );
  });

  it('is refused when anything of it was changed', () => {
    const run = matchPeerCohort(pool());
    const [first, ...rest] = run.pairings;
    const { certificate } = run;
    const { peers } = certificate;
    const changes: Parameters<typeof verifyPeerCohort>[1][] = [
      { ...run, pairings: rest },
      { ...run, pairings: [...run.pairings, first!] },
      { ...run, pairings: [{ menteeId: first!.menteeId, mentorId: 'nobody' }, ...rest] },
      { ...run, certificate: { ...certificate, primal: certificate.primal + 1 } },
      { ...run, certificate: { ...certificate, dual: certificate.dual + 1 } },
      { ...run, certificate: { ...certificate, bound: 10 } },
      { ...run, certificate: { ...certificate, inputsHash: '0' } },
      { ...run, certificate: { ...certificate, floor: 1 } },
      { ...run, certificate: { ...certificate, peers: { ...peers, prices: { ...peers.prices, a: 0 } } } },
    ];
    for (const change of changes) expect(verifyPeerCohort(pool(), change).valid).toBe(false);
    expect(verifyPeerCohort(pool({ seed: 5 }), run)).toMatchObject({ valid: false, sameInputs: false });
  });

  it('refuses goals of two sides, and people who stand on one side only', () => {
    const leximin = { ...policy, objective: 'leximin' as const };
    expect(() => matchPeerCohort(pool({ policy: leximin }))).toThrow(
      expect.objectContaining({ code: 'RANGE' }),
    );
    expect(() => matchPeerCohort({ ...pool(), mentors: [] })).toThrow(
      expect.objectContaining({ code: 'SHAPE' }),
    );
    const locked = [
      { menteeId: 'a', mentorId: 'b' },
      { menteeId: 'c', mentorId: 'a' },
    ];
    expect(() => matchPeerCohort(pool({ locked }))).toThrow(
      expect.objectContaining({ code: 'LOCK_CONFLICT' }),
    );
  });
});
