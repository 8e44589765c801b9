import type { Given, GivenCohort, GivenPairing, GivenPerson, GivenProgram } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';

interface Place {
  now: Date;
  mark: string;
  organisationId: string;
  pairing: GivenPairing;
  cohort: GivenCohort;
  program: GivenProgram;
  templateId: string;
  people: Record<'owner' | 'mentor' | 'mentee' | 'outsider', GivenPerson>;
}

/** What a story has of the library, and an introduction that nobody outside the pairing knows of yet. */
export async function tellReading(
  given: Given,
  { now, mark, organisationId, pairing, cohort, program, templateId, people }: Place,
): Promise<{ introductionId: string; resourceId: string }> {
  const { owner, mentor, mentee, outsider } = people;
  const [introductionId, resourceId] = [sequentialId(now), sequentialId(now)];
  await given.insert('resources', [
    {
      organisationId,
      id: resourceId,
      kind: 'guide',
      title: `${mark} resource`,
      summary: `${mark} summary`,
      languages: ['en'],
      source: 'text',
      body: `${mark} text of a resource`,
      createdBy: owner.id,
      createdAt: now,
      updatedAt: now,
    },
  ]);
  await given.insert('program_resources', [
    { organisationId, programId: program.id, resourceId, position: 0, stage: 'any' },
  ]);
  await given.insert('resource_uses', [
    {
      organisationId,
      resourceId,
      personId: mentee.id,
      finishedAt: now,
      rating: 5,
      proof: `https://${mark}.example`,
    },
  ]);
  await given.insert('template_resources', [
    { organisationId, templateId, resourceId, position: 0, stage: 'any' },
  ]);
  await given.insert('introductions', [
    {
      organisationId,
      id: introductionId,
      pairingId: pairing.id,
      cohortId: cohort.id,
      kind: 'introduction',
      by: 'helper',
      helperId: mentor.id,
      guestId: mentee.id,
      thirdId: outsider.id,
      words: `${mark} words of an introduction`,
      opening: `${mark} opening`,
      state: 'offered',
      createdAt: now,
      answerBy: new Date(now.getTime() + 14 * 86_400_000),
    },
  ]);
  return { introductionId, resourceId };
}
