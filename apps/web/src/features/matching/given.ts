import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import type { matchingRoutes, MatchingRun, Proposal, ProposalItem } from '@ithaca/contracts/matching';
import type { Program } from '@ithaca/contracts/programs';
import type { ReplyOf } from '@ithaca/contracts/route';

// What the specs of this feature start from: the smallest true answers of the API.

export const programId = '0190a000-0000-7000-8000-0000000000a1';
export const cohortId = '0190a000-0000-7000-8000-0000000000a2';
export const runId = '0190a000-0000-7000-8000-0000000000a3';

export const policy: MatchingRun['policy'] = {
  weights: {
    skills: 5,
    goals: 0,
    interests: 0,
    workingStyle: 0,
    language: 0,
    sharedHours: 0,
    site: 0,
    gradeDistance: 0,
    wishes: 0,
    function: 0,
  },
  preferredGradeDistance: { least: 1, most: 3 },
  function: 'different',
  rules: {
    managerLineLevels: 2,
    notSameTeam: true,
    commonLanguage: false,
    leastSharedHours: 0,
    leastGradeGap: null,
    notEarlierPartners: false,
  },
  objective: 'total',
  floor: 0,
};

export function aProgram(state: Program['cohorts'][number]['state'] = 'matching'): Program {
  return {
    id: programId,
    slug: 'career-growth',
    name: 'Career growth',
    purpose: '',
    format: 'one-to-one',
    templateKey: 'career',
    state: 'open',
    eligibility: { departments: [], sites: [], leastGrade: null, mostGrade: null, leastTenureDays: null },
    form: { questions: [] },
    formDraft: null,
    formVersion: 1,
    policy,
    goalPlans: [],
    nudges: nudgeSettingsOf({}),
    pairingMode: 'coordinator',
    answerDays: 5,
    journey: {
      cadenceDays: 14,
      meetingMinutes: 60,
      lengthDays: 180,
      hoursPerMonth: 2,
      milestones: [],
      agreement: '',
    },
    cohorts: [
      {
        id: cohortId,
        programId,
        programName: 'Career growth',
        programFormat: 'one-to-one',
        name: 'Autumn cohort',
        state,
        enrolmentOpensOn: '2026-10-01',
        enrolmentClosesOn: '2026-11-01',
        startsOn: '2026-11-28',
        endsOn: '2027-05-29',
        opensAtMinute: 0,
        closedAt: null,
        menteeGoal: 4,
        counts: {
          invited: 0,
          enrolledMentors: 3,
          enrolledMentees: 3,
          enrolledPeers: 0,
          places: 4,
          openPairings: 0,
        },
        missing: [],
        version: 1,
      },
    ],
    version: 1,
  };
}

export function aRun(more: Partial<MatchingRun> = {}): MatchingRun {
  return {
    id: runId,
    cohortId,
    state: 'ready',
    policy,
    policyVersion: 1,
    certificate: {
      status: 'optimal',
      matched: 2,
      mostMatched: 2,
      total: 13_000,
      bound: 13_000,
      gap: 0,
      inputsHash: 'd0cff2',
      policyVersion: '1',
      seed: 7,
      verified: true,
      isLarge: false,
    },
    statistics: {
      mentees: 3,
      mentors: 3,
      places: 4,
      matched: 2,
      eligiblePairs: 6,
      mean: 6500,
      median: 6500,
      worst: 6000,
      solveMs: 3,
      access: null,
    },
    problem: null,
    progress: null,
    budgetSeconds: 120,
    isKept: true,
    cancelledByName: null,
    createdAt: '2026-11-22T01:46:46.628Z',
    createdByName: 'Noor Haddad',
    finishedAt: '2026-11-22T01:46:47.100Z',
    publishedAt: null,
    version: 3,
    ...more,
  };
}

const idOf = (name: string) =>
  `0190a000-0000-7000-8000-${[...name]
    .reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)
    .toString(16)
    .slice(-12)
    .padStart(12, '0')}`;

export const aPerson = (displayName: string): ProposalItem['mentee'] => ({
  enrolmentId: idOf(displayName),
  personId: idOf(`${displayName}!`),
  displayName,
  jobTitle: 'Engineer',
  department: 'Engineering',
  site: 'Berlin',
  grade: 5,
  timeZone: 'Europe/Berlin',
});

export function aPair(mentee: string, mentor: string, more: Partial<ProposalItem> = {}): ProposalItem {
  return {
    id: idOf(`${mentee}+${mentor}`),
    state: 'proposed',
    origin: 'run',
    attention: 'clear',
    score: 6500,
    mentee: aPerson(mentee),
    mentor: aPerson(mentor),
    reason: null,
    decided: null,
    seen: false,
    noteCount: 0,
    version: 1,
    ...more,
  };
}

export function aProposal(item: ProposalItem, more: Partial<Proposal> = {}): Proposal {
  return {
    ...item,
    contributions: [
      {
        criterion: 'skills',
        value: 0.9,
        points: 6500,
        most: 10_000,
        evidence: { code: 'skills', facts: { covered: ['Strategy'], lacking: ['Design'] } },
      },
    ],
    rank: { forMentee: 1, ofMentee: 3, forMentor: 2, ofMentor: 3 },
    alternatives: [],
    notes: [],
    ...more,
  };
}

/** Ana with Ben (a close call), Cem with Dea, and Eli with nobody; Fay is free. */
export function aDraft(items?: ProposalItem[]): ReplyOf<typeof matchingRoutes.listProposals> {
  return {
    run: aRun(),
    circles: null,
    items: items ?? [aPair('Ana', 'Ben', { attention: 'close-call' }), aPair('Cem', 'Dea')],
    unmatched: [
      {
        person: aPerson('Eli'),
        causes: [
          { code: 'no-eligible-mentor', facts: { mentors: 3 } },
          { code: 'same-team', facts: { mentors: 2, alone: 1 } },
        ],
        smallestChange: { code: 'relax-rule', facts: { mentorName: 'Ben', rule: 'same-team', score: 5000 } },
      },
    ],
    idleMentors: [aPerson('Fay')],
  };
}
