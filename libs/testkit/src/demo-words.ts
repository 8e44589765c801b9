import type { Locale } from '@ithaca/domain/vocabulary';

/** Places and sentences that demo organisations are made of. All invented. */
export interface Site {
  name: string;
  timeZone: string;
  locale: Locale;
  languages: string[];
  share: number;
}

export const sites: readonly Site[] = [
  { name: 'Berlin', timeZone: 'Europe/Berlin', locale: 'de', languages: ['de', 'en'], share: 0.38 },
  { name: 'Lisbon', timeZone: 'Europe/Lisbon', locale: 'en', languages: ['pt', 'en'], share: 0.2 },
  { name: 'Cairo', timeZone: 'Africa/Cairo', locale: 'ar', languages: ['ar', 'en'], share: 0.14 },
  { name: 'Toronto', timeZone: 'America/Toronto', locale: 'en', languages: ['en', 'fr'], share: 0.18 },
  { name: 'Singapore', timeZone: 'Asia/Singapore', locale: 'en', languages: ['en', 'zh'], share: 0.1 },
];

export interface Department {
  name: string;
  titles: string[];
  skills: string[];
  share: number;
}

export const departments: readonly Department[] = [
  {
    name: 'Engineering',
    share: 0.34,
    titles: ['Software engineer', 'Senior engineer', 'Staff engineer', 'Head of engineering'],
    skills: ['Software architecture', 'Cloud infrastructure', 'Machine learning', 'Security', 'Hiring'],
  },
  {
    name: 'Product',
    share: 0.12,
    titles: ['Product manager', 'Senior product manager', 'Group product manager', 'Head of product'],
    skills: ['Product management', 'User research', 'Strategy', 'Stakeholder management'],
  },
  {
    name: 'Design',
    share: 0.06,
    titles: ['Designer', 'Senior designer', 'Lead designer', 'Head of design'],
    skills: ['Design', 'User research', 'Public speaking'],
  },
  {
    name: 'Sales',
    share: 0.16,
    titles: ['Account executive', 'Senior account executive', 'Sales lead', 'Head of sales'],
    skills: ['Sales', 'Negotiation', 'Public speaking', 'Time management'],
  },
  {
    name: 'Customer success',
    share: 0.12,
    titles: ['Success manager', 'Senior success manager', 'Success lead', 'Head of customer success'],
    skills: ['Stakeholder management', 'Writing', 'Negotiation', 'Working across cultures'],
  },
  {
    name: 'Finance',
    share: 0.08,
    titles: ['Analyst', 'Senior analyst', 'Controller', 'Head of finance'],
    skills: ['Finance', 'Data analysis', 'Strategy'],
  },
  {
    name: 'People',
    share: 0.05,
    titles: ['People partner', 'Senior people partner', 'People lead', 'Head of people'],
    skills: ['Hiring', 'Coaching others', 'Giving feedback'],
  },
  {
    name: 'Marketing',
    share: 0.07,
    titles: ['Marketing manager', 'Senior marketing manager', 'Marketing lead', 'Head of marketing'],
    skills: ['Marketing', 'Writing', 'Data analysis'],
  },
];

export const generalSkills = [
  'Leadership',
  'Coaching others',
  'Giving feedback',
  'Public speaking',
  'Career planning',
  'Time management',
  'Strategy',
  'Project management',
];

export const goalSentences = [
  'Lead a project across two teams',
  'Give a talk at the company meeting',
  'Decide whether to become a manager',
  'Build a network outside my unit',
  'Learn to say no without burning bridges',
  'Prepare for a staff role',
  'Run a customer workshop on my own',
  'Delegate without losing sight',
];

export const goalMeasures = [
  'Finished by the end of the quarter and reviewed by my manager',
  'Two people outside my team give me feedback on it',
  'Written down and discussed with my mentor',
];

export const milestoneTitles = [
  'Write down what success looks like',
  'Talk to three people who did it',
  'Try it once on a small scale',
  'Ask for feedback',
  'Do it for real',
];

export const agendaTopics = [
  'What has happened since last time',
  'The difficult conversation with the other team',
  'Feedback from the review',
  'Next step towards the goal',
  'Who else should I talk to?',
];

export const messageTexts = [
  { from: 'mentee', text: 'Thank you for today, the part about stakeholders helped me a lot.' },
  {
    from: 'mentee',
    text: 'I tried what we discussed. It went better than expected, tell you more next time.',
  },
  { from: 'mentor', text: 'Here is the article I mentioned. The second half is the interesting one.' },
  { from: 'mentor', text: 'Could we start fifteen minutes later next time?' },
  { from: 'mentor', text: 'Good luck for the presentation tomorrow!' },
] as const;

export const checkInChanges = [
  '',
  '',
  'A little more structure in our meetings.',
  'Longer meetings, but fewer.',
  '',
  'Nothing, it is going well.',
];

/** What people write in surveys, by the key of the question. */
export const surveyTexts: Readonly<Record<string, readonly string[]>> = {
  note: ['We talk easily.', 'Our fields are further apart than I hoped.', 'A good start, thank you.'],
  improve: [
    'Fixed dates would help us keep the rhythm.',
    'More about negotiating, please.',
    'A short guide for the second half.',
    'Nothing, it works well.',
    'Meet in person once.',
    'My calendar is full; every four weeks would be enough.',
    'It would help to see what other pairs talk about.',
  ],
  'take-away': [
    'I ask for feedback earlier now.',
    'A network beyond my own department.',
    'The courage to apply for the next role.',
    'Listening before giving advice.',
    'I prepare talks with my manager in another way.',
    'That others meet the same doubts.',
    'How decisions are made two levels up.',
  ],
  missing: [
    'More time between the meetings.',
    'Examples of good goals.',
    'A meeting of all pairs at the start.',
    'A reminder from my manager that this is working time.',
  ],
};
