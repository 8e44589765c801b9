import { usualCircle } from './circle.ts';
import type { CircleRules } from './circle.ts';
import { guided } from './session-guides.ts';
import type { GuidedMilestone } from './session-guides.ts';
import type { Format } from './vocabulary.ts';

interface TemplateQuestion {
  key: string;
  kind: 'standard' | 'choice' | 'choices' | 'scale' | 'text';
  label: string;
  help: string;
  options: string[];
  required: boolean;
  askedOf: 'both' | 'mentor' | 'mentee';
  usedFor: 'matching' | 'report' | 'nothing';
}

interface TemplatePolicy {
  weights: Record<
    | 'skills'
    | 'goals'
    | 'interests'
    | 'workingStyle'
    | 'language'
    | 'sharedHours'
    | 'site'
    | 'gradeDistance'
    | 'wishes'
    | 'function',
    number
  >;
  preferredGradeDistance: { least: number; most: number };
  function: 'same' | 'different';
  rules: {
    managerLineLevels: number;
    notSameTeam: boolean;
    commonLanguage: boolean;
    leastSharedHours: number;
    leastGradeGap: number | null;
    notEarlierPartners: boolean;
  };
  objective: 'total' | 'worst-first' | 'floor';
  floor: number;
  /** Of circles only. */
  circle?: CircleRules;
}

/** A program to start from, complete: form, matching policy and journey can be launched unchanged. */
export interface ProgramTemplate {
  key: string;
  name: string;
  purpose: string;
  format: Format;
  coordinatorMinutesPerWeek: number;
  example: string;
  form: { questions: TemplateQuestion[] };
  policy: TemplatePolicy;
  journey: {
    cadenceDays: number;
    meetingMinutes: number;
    lengthDays: number;
    hoursPerMonth: number;
    milestones: GuidedMilestone[];
    /** What the program proposes to its pairings: confidentiality, and the rest where it says so. */
    agreement: string;
    expectations?: string;
    boundaries?: string;
  };
}

/** Skills offered as suggestions; people may name others. */
export const commonSkills = [
  'Leadership',
  'Coaching others',
  'Giving feedback',
  'Public speaking',
  'Negotiation',
  'Stakeholder management',
  'Strategy',
  'Product management',
  'Project management',
  'Software architecture',
  'Data analysis',
  'Machine learning',
  'Cloud infrastructure',
  'Security',
  'User research',
  'Design',
  'Finance',
  'Sales',
  'Marketing',
  'Hiring',
  'Writing',
  'Time management',
  'Working across cultures',
  'Career planning',
];

const commonGoals = [
  'Grow as a leader',
  'Prepare for my next role',
  'Build a network',
  'Learn a skill',
  'Find my way in the company',
  'Balance work and life',
  'Change field',
];
const commonInterests = [
  'Reading',
  'Running',
  'Music',
  'Cooking',
  'Travel',
  'Volunteering',
  'Parenting',
  'Photography',
  'Chess',
  'Cycling',
  'Gardening',
  'Open source',
];

const skills: TemplateQuestion = {
  key: 'skills',
  kind: 'standard',
  label: 'Skills',
  help: '',
  options: commonSkills,
  required: true,
  askedOf: 'both',
  usedFor: 'matching',
};
const goals: TemplateQuestion = {
  key: 'goals',
  kind: 'standard',
  label: 'Goals',
  help: '',
  options: commonGoals,
  required: true,
  askedOf: 'mentee',
  usedFor: 'matching',
};
const mentorGoals: TemplateQuestion = { ...goals, required: false, askedOf: 'both' };
const interests: TemplateQuestion = {
  key: 'interests',
  kind: 'standard',
  label: 'Interests',
  help: '',
  options: commonInterests,
  required: false,
  askedOf: 'both',
  usedFor: 'matching',
};
const workingStyle: TemplateQuestion = {
  key: 'workingStyle',
  kind: 'standard',
  label: 'Working style',
  help: '',
  options: [],
  required: false,
  askedOf: 'both',
  usedFor: 'matching',
};
const languages: TemplateQuestion = {
  key: 'languages',
  kind: 'standard',
  label: 'Languages',
  help: '',
  options: [],
  required: true,
  askedOf: 'both',
  usedFor: 'matching',
};
const wishes: TemplateQuestion = {
  key: 'wishes',
  kind: 'standard',
  label: 'Wishes',
  help: '',
  options: [],
  required: false,
  askedOf: 'mentee',
  usedFor: 'matching',
};
/** Of peers: what they can give, beside the skills they want. */
const offers: TemplateQuestion = { ...skills, key: 'offers', label: 'Skills to offer' };
const usual = [skills, mentorGoals, interests, workingStyle, languages, wishes];

const usualPolicy: TemplatePolicy = {
  weights: {
    skills: 5,
    goals: 3,
    interests: 1,
    workingStyle: 1,
    language: 2,
    sharedHours: 2,
    site: 0,
    gradeDistance: 2,
    wishes: 4,
    function: 0,
  },
  preferredGradeDistance: { least: 1, most: 3 },
  function: 'different',
  rules: {
    managerLineLevels: 2,
    notSameTeam: true,
    commonLanguage: true,
    leastSharedHours: 2,
    leastGradeGap: 0,
    notEarlierPartners: true,
  },
  objective: 'total',
  floor: 0,
};

const usualAgreement = {
  agreement: 'What we say stays between us unless we both agree otherwise.',
  expectations: 'We come prepared. We keep our appointments or move them a day before.',
  boundaries:
    'The mentor is not the mentee’s manager and speaks to nobody about their work. Either of us may end this without giving a reason.',
};

/** The gallery of screen 30. */
export const programTemplates: readonly ProgramTemplate[] = [
  {
    key: 'career-growth',
    name: 'Career growth',
    format: 'one-to-one',
    coordinatorMinutesPerWeek: 20,
    purpose: 'Experienced colleagues help others to take the next step of their career.',
    example: 'An engineer learns from a head of another unit how to lead without a title.',
    form: { questions: usual },
    policy: usualPolicy,
    journey: {
      cadenceDays: 14,
      meetingMinutes: 45,
      lengthDays: 182,
      hoursPerMonth: 2,
      ...usualAgreement,
      milestones: [
        guided('first-meeting', 14, 45),
        guided('goals', 30, 45),
        guided('halfway', 91, 45),
        guided('closing', 175, 45),
      ],
    },
  },
  {
    key: 'onboarding-buddy',
    name: 'Onboarding buddy',
    format: 'one-to-one',
    coordinatorMinutesPerWeek: 15,
    purpose: 'New colleagues find their way faster with somebody who knows the place.',
    example: 'A new hire in Lisbon has a buddy of the same function for the first 90 days.',
    form: { questions: [skills, interests, languages, workingStyle] },
    policy: {
      ...usualPolicy,
      weights: {
        ...usualPolicy.weights,
        skills: 2,
        goals: 0,
        interests: 3,
        sharedHours: 3,
        site: 4,
        gradeDistance: 1,
        wishes: 1,
        function: 3,
      },
      preferredGradeDistance: { least: -1, most: 1 },
      function: 'same',
      rules: { ...usualPolicy.rules, leastGradeGap: null },
    },
    journey: {
      cadenceDays: 7,
      meetingMinutes: 30,
      lengthDays: 90,
      hoursPerMonth: 2.5,
      ...usualAgreement,
      milestones: [
        guided('welcome-coffee', 3, 30),
        guided('three-people', 21, 30),
        guided('ninety-days', 85, 30),
      ],
    },
  },
  {
    key: 'reverse',
    name: 'Reverse mentoring',
    format: 'reverse',
    coordinatorMinutesPerWeek: 20,
    purpose: 'Leaders learn from colleagues who see the company with other eyes.',
    example: 'A board member learns from an apprentice how customers of 20 choose.',
    form: { questions: usual },
    policy: {
      ...usualPolicy,
      weights: { ...usualPolicy.weights, gradeDistance: 3 },
      preferredGradeDistance: { least: -8, most: -2 },
      rules: { ...usualPolicy.rules, leastGradeGap: null },
    },
    journey: {
      cadenceDays: 28,
      meetingMinutes: 60,
      lengthDays: 182,
      hoursPerMonth: 1.5,
      ...usualAgreement,
      milestones: [
        guided('first-meeting', 21, 60),
        guided('other-seat', 90, 60),
        guided('what-will-change', 175, 60),
      ],
    },
  },
  {
    key: 'leadership',
    name: 'Leadership pipeline',
    format: 'one-to-one',
    coordinatorMinutesPerWeek: 30,
    purpose: 'People on the way to their first leadership role work with leaders who remember theirs.',
    example: 'A team lead to be meets a director of another country every two weeks.',
    form: { questions: usual },
    policy: {
      ...usualPolicy,
      weights: { ...usualPolicy.weights, goals: 4, gradeDistance: 4 },
      preferredGradeDistance: { least: 2, most: 4 },
      rules: { ...usualPolicy.rules, leastGradeGap: 1 },
      objective: 'worst-first',
    },
    journey: {
      cadenceDays: 14,
      meetingMinutes: 60,
      lengthDays: 273,
      hoursPerMonth: 2.5,
      ...usualAgreement,
      milestones: [
        guided('first-meeting', 14, 60),
        guided('strengths', 45, 60),
        guided('lead-small', 120, 60),
        guided('next-step', 265, 60),
      ],
    },
  },
  {
    key: 'erg-circle',
    name: 'ERG circle',
    format: 'circle',
    coordinatorMinutesPerWeek: 25,
    purpose: 'A mentor and a small group of a resource group learn from one another.',
    example: 'Five women in engineering meet monthly with a vice president.',
    form: { questions: [skills, mentorGoals, interests, languages] },
    policy: {
      ...usualPolicy,
      weights: { ...usualPolicy.weights, interests: 3, gradeDistance: 1 },
      rules: { ...usualPolicy.rules, leastGradeGap: null },
      circle: usualCircle,
    },
    journey: {
      cadenceDays: 28,
      meetingMinutes: 75,
      lengthDays: 182,
      hoursPerMonth: 1.5,
      agreement: 'What is said in the circle stays in the circle. Everybody speaks, nobody must.',
      milestones: [
        guided('circle-agreement', 14, 75),
        guided('circle-halfway', 91, 75),
        guided('circle-closing', 175, 75),
      ],
    },
  },
  {
    key: 'peer-learning',
    name: 'Peer learning',
    format: 'peer',
    coordinatorMinutesPerWeek: 15,
    purpose: 'Two colleagues of similar experience learn from one another as equals.',
    example: 'An analyst shows a designer how to read figures, and learns how to sketch an idea.',
    form: {
      questions: [
        skills,
        offers,
        mentorGoals,
        interests,
        workingStyle,
        languages,
        { ...wishes, askedOf: 'both' },
      ],
    },
    policy: {
      ...usualPolicy,
      weights: { ...usualPolicy.weights, interests: 2, gradeDistance: 2 },
      preferredGradeDistance: { least: -1, most: 1 },
      rules: { ...usualPolicy.rules, leastGradeGap: null },
    },
    journey: {
      cadenceDays: 14,
      meetingMinutes: 60,
      lengthDays: 126,
      hoursPerMonth: 2.5,
      agreement: usualAgreement.agreement,
      expectations:
        'We come prepared and share the time fairly. We keep our appointments or move them a day before.',
      boundaries:
        'Neither of us is the other’s manager, and we speak to nobody about one another’s work. Either of us may end this without giving a reason.',
      milestones: [
        guided('peer-first', 14, 60),
        guided('peer-halfway', 63, 60),
        guided('peer-closing', 119, 60),
      ],
    },
  },
  {
    key: 'flash',
    name: 'Flash mentoring',
    format: 'flash',
    coordinatorMinutesPerWeek: 10,
    purpose: 'One conversation, one question, one person who has been there. It ends by itself.',
    example: 'Forty minutes with somebody who moved from sales to product.',
    form: { questions: [skills, goals, languages] },
    policy: {
      ...usualPolicy,
      weights: { ...usualPolicy.weights, skills: 8, sharedHours: 4, gradeDistance: 0, interests: 0 },
      rules: { ...usualPolicy.rules, leastGradeGap: null },
    },
    journey: {
      cadenceDays: 28,
      meetingMinutes: 40,
      lengthDays: 42,
      hoursPerMonth: 0.75,
      agreement: 'What we say stays between us.',
      milestones: [guided('conversation', 14, 40)],
    },
  },
];
