import { admissionOrders, approvals } from '@ithaca/domain/admission';
import { cohortStates, launchItems } from '@ithaca/domain/cohort';
import { CIRCLE_SIZES } from '@ithaca/domain/circle';
import {
  MOST_OWN_RULES,
  ownRuleFacts,
  policyCriteria,
  policyGoals,
  workGroups,
} from '@ithaca/domain/matching-policy';
import { solveBudget } from '@ithaca/domain/matching-run';
import type { PolicyCriterion } from '@ithaca/domain/matching-policy';
import { eligibilityObstacles, RULE_LIMITS } from '@ithaca/domain/eligibility-rule';
import type { ConditionGroup } from '@ithaca/domain/eligibility-rule';
import { enrolmentStates } from '@ithaca/domain/enrolment';
import { ownKinds } from '@ithaca/domain/enrolment-form';
import { formats, locales, sides } from '@ithaca/domain/vocabulary';
import { ANSWER_DAYS, pairingModes } from '@ithaca/domain/mentor-request';
import * as z from 'zod/mini';

import { goalPlans, goalPlansVersion } from './goal-plans.ts';
import { journey } from './journey.ts';
import { nudgeSettings } from './nudges.ts';
import { cohortClosing } from './closing.ts';
import { defineRoutes } from './route.ts';
import { day, id, instant, line, optionalLine, optionalParagraph, paragraph } from './text.ts';

const wordsCondition = z.strictObject({
  of: z.enum(['department', 'site', 'jobTitle', 'attribute']),
  attribute: z.optional(line(80)),
  is: z.enum(['one-of', 'none-of']),
  values: z.array(optionalLine(120)).check(z.maxLength(200)),
});
const bound = z.nullable(z.int().check(z.minimum(0), z.maximum(20_000)));
const boundsCondition = z.strictObject({ of: z.enum(['grade', 'tenure']), least: bound, most: bound });
const condition = z.union([wordsCondition, boundsCondition]);
// Spelled out to the depth that is allowed, so that the description of the API needs no recursion.
const groupOf = <C extends z.core.$ZodType>(part: C) =>
  z.strictObject({
    match: z.enum(['all', 'any']),
    conditions: z.array(part).check(z.maxLength(RULE_LIMITS.conditions)),
  });
const innermostGroup = groupOf(condition);
const innerGroup = groupOf(z.union([condition, innermostGroup]));
// Known to everybody by the domain's recursive type, of which the depth is no part.
const outerGroup = groupOf(z.union([condition, innerGroup])) as z.ZodMiniType<ConditionGroup, ConditionGroup>;

export const eligibilityRule = z.strictObject({
  departments: z.array(line(120)).check(z.maxLength(200)),
  sites: z.array(line(120)).check(z.maxLength(200)),
  leastGrade: z.nullable(z.int().check(z.minimum(0), z.maximum(99))),
  mostGrade: z.nullable(z.int().check(z.minimum(0), z.maximum(99))),
  leastTenureDays: z.nullable(z.int().check(z.minimum(0), z.maximum(20_000))),
  /** What the plain conditions cannot say: alternatives, exceptions, attributes, in groups up to three deep. */
  where: z.optional(z.nullable(outerGroup)),
});
export type EligibilityRule = z.infer<typeof eligibilityRule>;

export const eligibilityVersion = z.object({
  number: z.int(),
  rule: eligibilityRule,
  savedAt: instant,
  savedByName: z.string(),
});

/** Standard questions have their own input; the other kinds are the coordinator's own. */
export const standardQuestions = [
  'skills',
  'offers',
  'goals',
  'interests',
  'workingStyle',
  'languages',
  'wishes',
] as const;

const questionKey = z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/));

const questionWords = z.strictObject({
  label: optionalLine(200),
  help: z._default(optionalParagraph(400), ''),
  options: z._default(z.array(optionalLine(120)).check(z.maxLength(60)), []),
});

export const question = z.strictObject({
  key: questionKey,
  kind: z.enum(['standard', ...ownKinds]),
  label: line(200),
  help: z._default(optionalParagraph(400), ''),
  options: z._default(z.array(line(120)).check(z.maxLength(60)), []),
  required: z.boolean(),
  askedOf: z.enum(['both', 'mentor', 'mentee']),
  usedFor: z.enum(['matching', 'report', 'nothing']),
  /** Shown only when an earlier question is answered with one of these; absent or null: always. */
  shownWhen: z.optional(
    z.nullable(
      z.strictObject({
        question: questionKey,
        anyOf: z
          .array(z.union([line(120), z.int().check(z.minimum(1), z.maximum(10))]))
          .check(z.maxLength(60)),
      }),
    ),
  ),
  /** The same question in other languages; answers are stored as the options above, whichever words were read. */
  texts: z.optional(z.partialRecord(z.enum(locales), questionWords)),
});
export type Question = z.infer<typeof question>;

export const enrolmentForm = z.strictObject({ questions: z.array(question).check(z.maxLength(30)) });
export type EnrolmentForm = z.infer<typeof enrolmentForm>;

const circleSize = z.int().check(z.minimum(CIRCLE_SIZES.least), z.maximum(CIRCLE_SIZES.most));

/** Mentees of one circle, and how many of them may be of one department; null: as many as there are. */
export const circleRules = z
  .strictObject({
    smallest: circleSize,
    largest: circleSize,
    mostOfOneDepartment: z.nullable(z.int().check(z.minimum(1), z.maximum(CIRCLE_SIZES.most))),
  })
  .check(
    z.refine(({ smallest, largest }) => smallest <= largest, {
      error: 'The smallest circle must not be larger than the largest.',
      path: ['smallest'],
    }),
  );

const partners = z.enum(['same', 'different']);

/** A rule of the program's own: a fact of work, an attribute of the directory by its name, or a choice of the form by its key. */
export const ownRule = z.discriminatedUnion('of', [
  z.strictObject({ of: z.enum(ownRuleFacts), partners }),
  z.strictObject({ of: z.literal('attribute'), name: line(80), partners }),
  /** `label`: the words of the question when the rule was saved. */
  z.strictObject({ of: z.literal('answer'), name: questionKey, label: line(200), partners }),
]);
export type OwnRule = z.infer<typeof ownRule>;

/** The matching policy in the coordinator's terms; the engine's own shape is made from it. Weights count by their share of the sum. */
export const matchingPolicy = z.strictObject({
  weights: z.strictObject(
    Object.fromEntries(
      policyCriteria.map((key) => [key, z.int().check(z.minimum(0), z.maximum(100))]),
    ) as Record<PolicyCriterion, z.ZodMiniNumberFormat>,
  ),
  preferredGradeDistance: z.strictObject({
    least: z.int().check(z.minimum(-20), z.maximum(20)),
    most: z.int().check(z.minimum(-20), z.maximum(20)),
    /** Inside the band: the distance that is liked most; absent or null: the whole band is as good. */
    best: z.optional(z.nullable(z.int().check(z.minimum(-20), z.maximum(20)))),
  }),
  function: z.enum(['same', 'different']),
  rules: z.strictObject({
    managerLineLevels: z.int().check(z.minimum(0), z.maximum(10)),
    notSameTeam: z.boolean(),
    commonLanguage: z.boolean(),
    leastSharedHours: z.int().check(z.minimum(0), z.maximum(12)),
    leastGradeGap: z.nullable(z.int().check(z.minimum(-20), z.maximum(20))),
    leastTenureGapMonths: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(480)))),
    /** Of the cohort's days, the percentage on which neither is away. */
    leastTimeTogether: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(100)))),
    sameSite: z.optional(z.boolean()),
    notEarlierPartners: z.boolean(),
  }),
  objective: z.enum(policyGoals),
  floor: z.int().check(z.minimum(0), z.maximum(10_000)),
  /** What `bounded-loss` may give up of the best total, in thousandths; 20 where it is absent. */
  lossPerMille: z.optional(z.int().check(z.minimum(0), z.maximum(500))),
  /** The groups of `equal-access`: a fact of work, or a declared attribute whose purpose is equal access; departments where it is absent. */
  accessBy: z.optional(z.union([z.enum(workGroups), id])),
  /** Seconds after which a run stops searching and keeps the best found; 120 where it is absent. */
  searchSeconds: z.optional(z.int().check(z.minimum(solveBudget.least), z.maximum(solveBudget.most))),
  /** Of programs with circles; the usual sizes where it is absent. */
  circle: z.optional(circleRules),
  /** Both have the same, or what they have differs; an unknown fact excludes nobody. */
  ownRules: z.optional(z.array(ownRule).check(z.maxLength(MOST_OWN_RULES))),
});
export type MatchingPolicy = z.infer<typeof matchingPolicy>;

export const cohort = z.object({
  id,
  programId: id,
  programName: z.string(),
  programFormat: z.enum(formats),
  name: z.string(),
  state: z.enum(cohortStates),
  enrolmentOpensOn: z.string(),
  /** Minutes after midnight of that day, in the organisation's time zone. */
  opensAtMinute: z.int(),
  enrolmentClosesOn: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  closedAt: z.nullable(instant),
  menteeGoal: z.int(),
  counts: z.object({
    invited: z.int(),
    enrolledMentors: z.int(),
    enrolledMentees: z.int(),
    enrolledPeers: z.int(),
    places: z.int(),
    openPairings: z.int(),
  }),
  /** What is missing before it can be launched; only filled for drafts. */
  missing: z.array(z.enum(launchItems)),
  version: z.int(),
});
export type Cohort = z.infer<typeof cohort>;

export const program = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  purpose: z.string(),
  format: z.enum(formats),
  templateKey: z.string(),
  state: z.enum(['draft', 'open', 'archived']),
  eligibility: eligibilityRule,
  form: enrolmentForm,
  /** Changes of the form that nobody sees yet: people have answered the present one. */
  formDraft: z.nullable(enrolmentForm),
  formVersion: z.int(),
  policy: matchingPolicy,
  journey,
  /** What its pairings are offered to start a goal from. */
  goalPlans,
  /** How pairings come about: a coordinator decides on what the engine proposes, or mentees ask mentors. */
  /** Of what the clock reminds its pairings. */
  nudges: nudgeSettings,
  pairingMode: z.enum(pairingModes),
  /** Days a mentor who is asked has for an answer. */
  answerDays: z.int(),
  cohorts: z.array(cohort),
  version: z.int(),
});
export type Program = z.infer<typeof program>;

export const programItem = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  purpose: z.string(),
  format: z.enum(formats),
  state: z.enum(['draft', 'open', 'archived']),
  cohorts: z.array(cohort),
});

/** What an employee sees of a cohort before enrolling. */
export const openCohort = z.object({
  id,
  programId: id,
  programName: z.string(),
  name: z.string(),
  purpose: z.string(),
  format: z.enum(formats),
  state: z.enum(cohortStates),
  enrolmentClosesOn: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  hoursPerMonth: z.number(),
  cadenceDays: z.int(),
  meetingMinutes: z.int(),
  coordinators: z.array(z.object({ personId: id, displayName: z.string() })),
  enrolled: z.int(),
  /** Whose yes is needed, the seats left for mentees (null: no limit), and how they are given out when more enrol. */
  approval: z.enum(approvals),
  seatsLeft: z.nullable(z.int()),
  waiting: z.int(),
  admissionOrder: z.enum(admissionOrders),
  eligible: z.boolean(),
  obstacles: z.array(z.enum(eligibilityObstacles)),
  invitedAs: z.nullable(z.enum(sides)),
  mine: z.array(
    z.object({ enrolmentId: id, role: z.enum(sides), state: z.enum(enrolmentStates), updatedAt: instant }),
  ),
});
export type OpenCohort = z.infer<typeof openCohort>;

const programParams = z.strictObject({ programId: id });
const cohortParams = z.strictObject({ cohortId: id });
const minuteOfDay = z.int().check(z.minimum(0), z.maximum(1439));
const cohortDates = { enrolmentOpensOn: day, enrolmentClosesOn: day, startsOn: day, endsOn: day };

export const programRoutes = defineRoutes('programs', {
  list: {
    method: 'GET',
    path: '/api/programs',
    summary: 'Programs that I may run or audit, with their cohorts',
    access: 'programs.manage',
    reply: z.object({ items: z.array(programItem) }),
  },
  create: {
    method: 'POST',
    path: '/api/programs',
    summary: 'Create a program from a template, as a copy of another program, or blank',
    access: 'program.create',
    body: z.strictObject({
      name: line(120),
      purpose: z.optional(paragraph(600)),
      /** One of Ithaca's templates, or one of the organisation's, or a program: at most one of the three. */
      templateKey: z.optional(line(60)),
      templateId: z.optional(id),
      copyOf: z.optional(id),
    }),
    reply: program,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/programs/:programId',
    summary: 'One program in full',
    access: 'program.read',
    params: programParams,
    reply: program,
  },
  update: {
    method: 'PATCH',
    path: '/api/programs/:programId',
    summary: 'Change purpose, eligibility, form or journey; the matching policy has routes of its own',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({
      name: z.optional(line(120)),
      purpose: z.optional(optionalParagraph(600)),
      state: z.optional(z.enum(['draft', 'open', 'archived'])),
      eligibility: z.optional(eligibilityRule),
      form: z.optional(enrolmentForm),
      journey: z.optional(journey),
      goalPlans: z.optional(goalPlans),
      nudges: z.optional(nudgeSettings),
      pairingMode: z.optional(z.enum(pairingModes)),
      answerDays: z.optional(z.int().check(z.minimum(ANSWER_DAYS.least), z.maximum(ANSWER_DAYS.most))),
    }),
    reply: program,
    versioned: true,
  },
  previewEligibility: {
    method: 'POST',
    path: '/api/programs/:programId/eligibility-preview',
    summary:
      'How many people a rule lets in, with ten of their names for whoever runs the program; saves nothing',
    access: 'program.read',
    params: programParams,
    body: eligibilityRule,
    reply: z.object({
      eligible: z.int(),
      employed: z.int(),
      /** Names are for coordinators; an auditor gets the numbers alone. */
      sample: z.array(z.object({ id, displayName: z.string(), department: z.string() })),
    }),
    status: 200,
    reads: true,
  },
  listEligibilityFacts: {
    method: 'GET',
    path: '/api/programs/:programId/eligibility-facts',
    summary:
      'What a rule can ask about besides department, site, grade and tenure: job titles and imported attributes',
    access: 'program.read',
    params: programParams,
    reply: z.object({
      jobTitles: z.array(z.object({ name: z.string(), people: z.int() })),
      attributes: z.array(
        z.object({
          name: z.string(),
          values: z.array(z.object({ name: z.string(), people: z.int() })),
        }),
      ),
    }),
  },
  listEligibilityVersions: {
    method: 'GET',
    path: '/api/programs/:programId/eligibility-versions',
    summary: 'The eligibility rule as it was since the first launch, the present one first',
    access: 'program.read',
    params: programParams,
    reply: z.object({ items: z.array(eligibilityVersion) }),
  },
  listGoalPlansVersions: {
    method: 'GET',
    path: '/api/programs/:programId/goal-plans-versions',
    summary: 'The goals to start from as they were since the first launch, the present ones first',
    access: 'program.read',
    params: programParams,
    reply: z.object({ items: z.array(goalPlansVersion) }),
  },
});

export const cohortRoutes = defineRoutes('cohorts', {
  create: {
    method: 'POST',
    path: '/api/programs/:programId/cohorts',
    summary: 'Plan a cohort; without other dates they are computed from the start',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({
      name: line(120),
      startsOn: day,
      endsOn: z.optional(day),
      enrolmentOpensOn: z.optional(day),
      enrolmentClosesOn: z.optional(day),
      menteeGoal: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
      opensAtMinute: z.optional(minuteOfDay),
    }),
    reply: cohort,
    status: 201,
    creates: true,
  },
  get: {
    method: 'GET',
    path: '/api/cohorts/:cohortId',
    summary: 'One cohort with its counts',
    access: 'program.read',
    params: cohortParams,
    reply: cohort,
  },
  update: {
    method: 'PATCH',
    path: '/api/cohorts/:cohortId',
    summary: 'Rename a cohort, move its dates or its goal',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({
      name: z.optional(line(120)),
      menteeGoal: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
      opensAtMinute: z.optional(minuteOfDay),
      ...(Object.fromEntries(
        Object.entries(cohortDates).map(([key, schema]) => [key, z.optional(schema)]),
      ) as {
        [K in keyof typeof cohortDates]: z.ZodMiniOptional<typeof day>;
      }),
    }),
    reply: cohort,
    versioned: true,
  },
  closing: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/closing',
    summary: 'What is still open before the cohort is closed, and until when it could be taken up again',
    access: 'program.read',
    params: cohortParams,
    reply: cohortClosing,
  },
  keepContent: {
    method: 'PUT',
    path: '/api/cohorts/:cohortId/content-until',
    summary:
      'Until when messages, notes and to-dos of a closed cohort are kept: 30 days to two years after the close',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({ untilOn: day }),
    reply: cohort,
    versioned: true,
  },
  move: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/state',
    summary: 'Launch, schedule, start matching, close: the next state of the cohort',
    access: 'program.coordinate',
    params: cohortParams,
    body: z.strictObject({ to: z.enum(cohortStates) }),
    reply: cohort,
    status: 200,
    versioned: true,
  },
  listOpen: {
    method: 'GET',
    path: '/api/open-cohorts',
    summary: 'Cohorts that are open to enrolment, with my own eligibility and enrolment',
    access: 'member.act',
    reply: z.object({ items: z.array(openCohort) }),
  },
  getOpen: {
    method: 'GET',
    path: '/api/open-cohorts/:cohortId',
    summary: 'One cohort as an employee sees it, with the questions of its form',
    access: 'member.act',
    params: cohortParams,
    reply: z.object({ ...openCohort.shape, form: enrolmentForm }),
  },
});
