export interface Guide {
  title: string;
  guide: string;
  agenda: string[];
}

/** Guides of Ithaca's templates, as they are written first. The other languages say the same, point for point. */
export const guidesEn = {
  'first-meeting': {
    title: 'First meeting',
    guide:
      'Get to know one another before you plan anything. Each tells how the own path led here, detours included.\n\n- **Mentee:** say what made you enrol and what would be a good outcome.\n- **Mentor:** say what you can offer, and what you cannot.\n\nThen settle how you work together: how often you meet, who invites, what stays between you.',
    agenda: [
      'How each of us came here',
      'What would make this worthwhile for both',
      'How often we meet, and who sends the invitation',
      'What stays between us',
    ],
  },
  goals: {
    title: 'Goals are set',
    guide:
      'Turn wishes into one to three goals. A good goal can be drawn a line under: you can tell whether it is reached.\n\n- Ask: *how would somebody else notice?*\n- Give each goal a day, and a first step within two weeks.\n- One goal may be about learning rather than about results.',
    agenda: [
      'What should be different at the end?',
      'One to three goals, each with a measure and a day',
      'The first step of each goal',
      'How the mentor can help with each',
    ],
  },
  halfway: {
    title: 'Halfway: what works, what does not?',
    guide:
      'Take a step back from the topics and look at the work together. Being frank now is worth more than being kind at the end.\n\n- Each names **one thing to keep** and **one to change**.\n- Look at the goals: which still matter, which may go?\n- If it does not fit, say so; changing partners is nobody’s fault.',
    agenda: [
      'One thing to keep, one to change, from each of us',
      'The goals: done, under way, to drop',
      'What we want from the second half',
    ],
  },
  closing: {
    title: 'Closing meeting',
    guide:
      'End on purpose rather than let it fade. Look back with examples, thank one another, and decide what becomes of the contact.\n\n- What can you do now that you could not at the start?\n- What has the mentor learnt?\n- Would you keep in touch, and how often?',
    agenda: [
      'What was reached, with one example each',
      'What each of us takes along',
      'The mentee’s next step',
      'Whether and how we stay in touch',
    ],
  },
  'welcome-coffee': {
    title: 'Welcome coffee',
    guide:
      'Make the first days lighter. No slides: show, walk, introduce.\n\n- Where things are: rooms, channels, who to ask for what.\n- The rules nobody has written down.\n- Ask what is still unclear, and say that every question is welcome.',
    agenda: ['Where things are and whom to ask', 'Unwritten rules', 'Open questions of the first days'],
  },
  'three-people': {
    title: 'Three people to know',
    guide:
      'A network of three beats a list of thirty. Choose colleagues outside the own team whom the newcomer will need within the year.\n\n- Introduce them in person or in a short message.\n- Say *why* the two should know one another.',
    agenda: [
      'Whom the newcomer will need, and for what',
      'Three introductions: who writes when',
      'How the work is going',
    ],
  },
  'ninety-days': {
    title: 'Looking back at 90 days',
    guide:
      'The newcomer still sees what others no longer notice. Collect it before it becomes habit.\n\n- What surprised you, for better or worse?\n- What would you tell the next newcomer on day one?\n- What do you still miss?',
    agenda: ['What surprised me', 'Advice for the next newcomer', 'What is still missing, and who can help'],
  },
  'other-seat': {
    title: 'A day in the other seat',
    guide:
      'Follow one another for half a day each, in meetings that are really held. Watch, take notes, explain nothing meanwhile.\n\n- Afterwards each tells what surprised them.\n- Ask: *what do I do out of habit that makes your work harder?*',
    agenda: ['What surprised each of us', 'A habit worth changing', 'What we want to see next'],
  },
  'what-will-change': {
    title: 'What will change?',
    guide:
      'Listening counts when something follows. The leader names one decision, rule or habit that came from these talks, and says when others will notice it.\n\n- The mentor says whether that is what was meant.\n- Agree on what you tell others about it.',
    agenda: [
      'One decision that came from these talks',
      'When and how others will notice',
      'What we tell others, and what not',
    ],
  },
  strengths: {
    title: 'Strengths and blind spots',
    guide:
      'You have seen one another at work for some weeks: use it. Speak of situations, not of character.\n\n- Each names **two strengths** of the other, with an example.\n- Then **one blind spot**: what you saw, what it caused, what you would try.\n- Thank, ask, do not defend.',
    agenda: [
      'Two strengths of each, with examples',
      'One blind spot of each',
      'One thing to try before the next meeting',
    ],
  },
  'lead-small': {
    title: 'Lead something small',
    guide:
      'Leadership is learnt by leading. Choose a piece of work of two to six weeks that needs others: a workshop, a hand-over, a decision across teams.\n\n- **Before:** what does success look like, who must be won over?\n- **Meanwhile:** one short call when it gets difficult.\n- **After:** what would you do again, what otherwise?',
    agenda: [
      'Which piece of work, and why this one',
      'Who has to be won over',
      'What could go wrong',
      'When we look back at it',
    ],
  },
  'next-step': {
    title: 'Closing meeting',
    guide:
      'Turn what was learnt into a next step that others know of.\n\n- Which role, project or training comes next, and by when?\n- Who decides about it, and what do they need to see?\n- The mentor says whom they will speak to, if the mentee agrees.',
    agenda: [
      'What was reached, with examples',
      'The next step and its day',
      'Who should know, and who tells them',
      'Whether and how we stay in touch',
    ],
  },
  'circle-agreement': {
    title: 'Circle agreement',
    guide:
      'A circle works when everybody dares to speak. Take the first meeting for one another and for how you talk.\n\n- Everybody says who they are and what they hope for, two minutes each.\n- Write down three or four rules, the first one about confidentiality.\n- Decide who brings the next topic; take turns.',
    agenda: [
      'Round: who I am and what I hope for',
      'Our rules, and what stays here',
      'Topics for the next meetings',
      'Who brings the next one',
    ],
  },
  'circle-halfway': {
    title: 'Halfway',
    guide:
      'Ask the circle, not only the loudest in it. Everybody writes for two minutes, then you go round.\n\n- What do we want **more** of, what **less**?\n- Who has not had a topic of their own yet?',
    agenda: [
      'Two minutes of writing: more of, less of',
      'A round, without discussion',
      'What we change from the next meeting on',
    ],
  },
  'circle-closing': {
    title: 'Closing circle',
    guide:
      'End together. Everybody says what they take along, and what they give back.\n\n- One sentence to the circle, one to the person whose words helped most.\n- Decide whether the circle goes on by itself, and who calls the next meeting.',
    agenda: ['What each of us takes along', 'Thanks', 'Does the circle go on, and how?'],
  },
  'peer-first': {
    title: 'First meeting',
    guide:
      'Get to know one another before you plan anything. You are equals: both learn, both give.\n\n- Each says what they want to learn, and what would be a good outcome.\n- Each says what they can offer, and what they cannot.\n\nThen settle how you work together: how often you meet, who invites, how you share the time.',
    agenda: [
      'How each of us came here',
      'What each wants to learn, and can offer',
      'How often we meet, and how we share the time',
      'What stays between us',
    ],
  },
  'peer-halfway': {
    title: 'Halfway: is it balanced?',
    guide:
      'Take a step back from the topics and look at the work together. Being frank now is worth more than being kind at the end.\n\n- Each names **one thing to keep** and **one to change**.\n- Ask whether giving and taking are in balance, and for whom they are not.\n- If it does not fit, say so; changing partners is nobody’s fault.',
    agenda: [
      'One thing to keep, one to change, from each of us',
      'Giving and taking: are they in balance?',
      'What we want from the second half',
    ],
  },
  'peer-closing': {
    title: 'Closing meeting',
    guide:
      'End on purpose rather than let it fade. Look back with examples, thank one another, and decide what becomes of the contact.\n\n- What can each of you do now that you could not at the start?\n- To whom could you pass it on?\n- Would you keep in touch, and how often?',
    agenda: [
      'What each of us learnt, with one example',
      'The next step of each',
      'Whether and how we stay in touch',
    ],
  },
  conversation: {
    title: 'The conversation',
    guide:
      'One conversation, one question. It works when both know the question beforehand.\n\n- **Mentee:** write the question in one sentence and send it the day before. Tell what you have tried.\n- **Mentor:** tell what you did, what went wrong, what you would do today.\n- Keep the last five minutes for one next step.',
    agenda: ['The question, and what has been tried', 'How the mentor met it', 'One next step'],
  },
} satisfies Record<string, Guide>;

export type GuideKey = keyof typeof guidesEn;
