import type { Employee } from './demo-directory.ts';
import type { Given, GivenPerson, GivenProgram } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;

/** What the demo's programs recommend: title, what it is, where, in which languages, how long, and when. */
const LIBRARY = [
  {
    kind: 'guide',
    title: 'Feedback in five lines',
    summary: 'A way to say what you saw, what it did, and what you would like, without a sermon.',
    languages: ['en'],
    minutes: 5,
    source: 'text',
    body: '**Ask first.** “May I tell you what I noticed?”\n\n1. Say what you saw, as a camera would.\n2. Say what it did to you or to the work.\n3. Ask how the other sees it.\n4. Say what you would like next time.\n5. Thank each other.\n\n*Praise works the same way, and is given too seldom.*',
    stage: 'middle',
    milestone: null,
  },
  {
    kind: 'article',
    title: 'Active listening',
    summary: 'Why paraphrasing is not parroting, and how silence helps.',
    languages: ['en'],
    minutes: 12,
    source: 'link',
    link: 'https://en.wikipedia.org/wiki/Active_listening',
    stage: 'any',
    milestone: 'First meeting',
  },
  {
    kind: 'article',
    title: 'Goals that can be measured',
    summary: 'Specific, measurable, achievable, relevant, with a date.',
    languages: ['en', 'de'],
    minutes: 8,
    source: 'link',
    link: 'https://en.wikipedia.org/wiki/SMART_criteria',
    stage: 'any',
    milestone: 'Goals are set',
  },
  {
    kind: 'course',
    title: 'Speaking to a room',
    summary: 'Six short lessons with exercises; at the end you get a certificate.',
    languages: ['en', 'de'],
    minutes: 180,
    source: 'link',
    link: 'https://en.wikipedia.org/wiki/Public_speaking',
    stage: 'middle',
    milestone: null,
  },
  {
    kind: 'guide',
    title: 'Halfway: three questions',
    summary: 'For the talk about how the two of you work together.',
    languages: ['en'],
    minutes: 10,
    source: 'text',
    body: '- What should we keep?\n- What should we stop?\n- What have we not dared yet?\n\nWrite your own answers down **before** you meet.',
    stage: 'any',
    milestone: 'Halfway: what works, what does not?',
  },
  {
    kind: 'certificate',
    title: 'Project management, foundation level',
    summary: 'For those whose goal is to lead something of their own.',
    languages: ['en'],
    minutes: null,
    source: 'link',
    link: 'https://en.wikipedia.org/wiki/Project_management',
    stage: 'end',
    milestone: null,
  },
] as const;

/** The library of the demo: what its programs recommend and when, and what readers think of it. */
export async function tellLibrary(
  given: Given,
  programs: readonly GivenProgram[],
  readers: readonly Employee[],
  { now, by }: { now: Date; by: GivenPerson },
): Promise<void> {
  const { organisationId } = by;
  const shelf = LIBRARY.map((one) => ({ body: '', link: '', ...one, id: sequentialId(now) }));
  await given.insert(
    'resources',
    shelf.map(({ stage: _stage, milestone: _milestone, languages, ...one }) => ({
      organisationId,
      ...one,
      languages: [...languages],
      createdBy: by.id,
      createdAt: new Date(now.getTime() - 120 * DAY),
      updatedAt: new Date(now.getTime() - 120 * DAY),
    })),
  );
  await given.insert(
    'program_resources',
    programs.flatMap(({ id: programId }) =>
      shelf.map(({ id: resourceId, stage, milestone }, position) => ({
        organisationId,
        programId,
        resourceId,
        position,
        stage,
        milestone,
      })),
    ),
  );
  await given.insert(
    'resource_uses',
    shelf.slice(1, 4).flatMap(({ id: resourceId }, index) =>
      readers.slice(0, 14 - index * 5).map(({ person }, at) => ({
        organisationId,
        resourceId,
        personId: person.id,
        finishedAt: new Date(now.getTime() - (at + 2) * DAY),
        rating: at % 4 === 3 ? null : 3 + (at % 3),
      })),
    ),
  );
}
