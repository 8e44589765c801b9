import type { Cohort, Program } from '@ithaca/contracts/programs';
import { everyone } from '@ithaca/domain/eligibility-rule';
import { nudgeSettingsOf } from '@ithaca/domain/nudge';
import { programTemplates } from '@ithaca/domain/program-templates';

export const programId = '0190a000-0000-7000-8000-0000000000a1';
const [template] = programTemplates;

/** Career growth, open, without a cohort. */
export function programOf(changes: Partial<Program> = {}): Program {
  if (!template) throw new Error('There are no templates');
  return {
    id: programId,
    slug: 'career-growth',
    name: 'Career growth',
    purpose: 'Grow.',
    format: 'one-to-one',
    templateKey: 'career-growth',
    state: 'open',
    eligibility: everyone,
    form: template.form,
    formDraft: null,
    formVersion: 1,
    policy: template.policy,
    goalPlans: [],
    nudges: nudgeSettingsOf({}),
    pairingMode: 'coordinator',
    answerDays: 5,
    journey: template.journey,
    cohorts: [],
    version: 3,
    ...changes,
  };
}

/** Its spring cohort, which runs and in which nobody is enrolled. */
export function cohortOf(changes: Partial<Cohort> = {}): Cohort {
  return {
    id: '0190a000-0000-7000-8000-0000000000c1',
    programId,
    programName: 'Career growth',
    programFormat: 'one-to-one',
    name: 'Spring',
    state: 'running',
    enrolmentOpensOn: '2026-01-01',
    opensAtMinute: 0,
    enrolmentClosesOn: '2026-01-20',
    startsOn: '2026-02-01',
    endsOn: '2026-08-01',
    closedAt: null,
    menteeGoal: 20,
    counts: {
      invited: 0,
      enrolledMentors: 0,
      enrolledMentees: 0,
      enrolledPeers: 0,
      places: 0,
      openPairings: 0,
    },
    missing: [],
    version: 1,
    ...changes,
  };
}
