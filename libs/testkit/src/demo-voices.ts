import { addDays } from '@ithaca/domain/cohort';
import { Random } from '@ithaca/domain/random';

import type { Company, Employee } from './demo-directory.ts';
import type { Given } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;

/** What the organisation asks; each choice with how many have said it. Every group is large enough to be shown. */
const QUESTIONS = [
  {
    name: 'Gender',
    explanation:
      'We check that everybody who asks for a mentor has the same chance of getting one. Nobody ever sees what a single person has said.',
    purpose: 'equal-access',
    seenBy: ['owner', 'coordinator'],
    choices: [
      ['Woman', 47],
      ['Man', 52],
      ['Non-binary, or another word', 12],
    ],
  },
  {
    name: 'Caring for children or relatives',
    explanation: 'Tells us whether meeting times and the length of programs suit people who care for others.',
    purpose: 'report',
    seenBy: ['owner', 'coordinator'],
    choices: [
      ['Yes', 29],
      ['No', 41],
      ['In part', 14],
    ],
  },
] as const;

/** What people of the demo have said about themselves of their own free will, and how its coordinator looks at the directory. */
export async function tellVoices(
  given: Given,
  company: Company,
  { now, coordinator, mentee }: { now: Date; coordinator: Employee; mentee: Employee },
): Promise<void> {
  const random = new Random(1_202);
  const organisationId = company.organisation.id;
  const [owner] = company.signIns;
  if (!owner) throw new Error('The demo needs its owner.');
  const countedOn = addDays(now.toISOString().slice(0, 10), -6);
  const named = new Set(company.signIns.map((one) => one.person.id));
  const staff = company.employees.filter((one) => one.leftOn === null && !named.has(one.person.id));
  const asked = QUESTIONS.map((question) => ({
    ...question,
    id: sequentialId(now),
    choices: question.choices.map(([label, people], at) => ({ key: `choice-${at + 1}`, label, people })),
  }));
  await given.insert(
    'declared_attributes',
    asked.map(({ id, name, explanation, purpose, seenBy, choices }, place) => ({
      organisationId,
      id,
      name,
      explanation,
      purpose,
      choices: choices.map(({ key, label }) => ({ key, label })),
      seenBy: [...seenBy],
      createdBy: owner.person.id,
      createdAt: new Date(now.getTime() - 90 * DAY),
      counts: {
        declared: choices.reduce((sum, { people }) => sum + people, 0),
        choices: choices.map(({ key, people }) => ({ key, people })),
      },
      countedOn,
      changesSinceCount: place === 0 ? 1 : 0,
    })),
  );
  await given.insert(
    'saved_views',
    [
      { name: 'Engineers in Berlin', query: 'department=Engineering&site=Berlin', shared: true },
      { name: 'Left the company', query: 'employment=left', shared: false },
      { name: 'Sales, everywhere', query: 'department=Sales', shared: true },
    ].map((view) => ({
      organisationId,
      id: sequentialId(now),
      list: 'people',
      ownerId: coordinator.person.id,
      ...view,
      createdAt: new Date(now.getTime() - 30 * DAY),
    })),
  );
  for (const [place, { id, choices }] of asked.entries()) {
    const saying = random.shuffle(staff);
    for (const { key, people } of choices)
      for (const one of saying.splice(0, people))
        await given.declaration(one.person, id, key, new Date(now.getTime() - random.between(8, 80) * DAY));
    // The demo's mentee has answered the first question and left the other open.
    if (place === 0)
      await given.declaration(mentee.person, id, 'choice-2', new Date(now.getTime() - 3 * DAY));
  }
}
