import { createHash } from 'node:crypto';

import type { GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';

import type { TestApi } from '../../apps/api/testing/api.ts';

interface Told {
  mark: string;
  organisationId: string;
  pairing: GivenPairing;
  mentor: GivenPerson;
  mentee: GivenPerson;
  reviewer: GivenPerson;
}

/** What the two of the story say to one another: a message with a file, which one of them has reported. Answers the ids that paths can name. */
export async function tellTalk(
  { given, clock }: TestApi,
  { mark, organisationId, pairing, mentor, mentee, reviewer }: Told,
): Promise<Record<string, string>> {
  const now = clock.now();
  const [messageId, fileId, concernId] = [sequentialId(now), sequentialId(now), sequentialId(now)];
  await given.insert('messages', [
    {
      organisationId,
      id: messageId,
      pairingId: pairing.id,
      authorId: mentor.id,
      body: `${mark} message`,
      sentAt: now,
    },
  ]);
  await given.insert('files', [
    {
      organisationId,
      id: fileId,
      name: `${mark}.txt`,
      mediaType: 'text/plain',
      bytes: 4,
      sha256: createHash('sha256').update('file').digest('hex'),
      uploadedBy: mentor.id,
      uploadedAt: now,
    },
  ]);
  await given.insert('file_parts', [{ organisationId, fileId, position: 0, content: '\\x66696c65' }]);
  await given.insert('message_files', [{ organisationId, messageId, fileId, position: 1 }]);
  await given.insert('safeguarding_reviewers', [
    { organisationId, personId: reviewer.id, namedBy: reviewer.id, namedAt: now },
  ]);
  await given.insert('concerns', [
    {
      organisationId,
      id: concernId,
      messageId,
      raisedBy: mentee.id,
      reason: 'other',
      note: `${mark} concern`,
      raisedAt: now,
    },
  ]);
  await given.insert('concern_readers', [{ organisationId, concernId, personId: reviewer.id }]);
  return { messageId, fileId, concernId };
}
