import { Injectable } from '@nestjs/common';
import { afterQuietHours, nextMorning } from '@ithaca/domain/delivery';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { say, words } from '../../platform/mail/words.ts';
import { writtenWording } from '../../platform/mail/wording.ts';
import { writeDigest } from './digest-letters.ts';
import { findMyself, listWaiting, listWaitingReaders, readerOf } from './digests.queries.ts';
import type { WaitingReader } from './digests.queries.ts';

/** One mail a day that tells a reader of all they want gathered, in their working morning. */
@Injectable()
export class DigestsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** Writes to everybody whose morning it is and for whom something waits; doing it again at once writes to nobody. */
  async send(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const readers = await this.db.read({ organisationId }, () =>
      listWaitingReaders(this.db, organisationId, now),
    );
    // Each in a unit of work of its own: one that fails keeps back nobody else.
    for (const reader of readers)
      if (isTheirMorning(reader, now)) await this.#sendOne(organisationId, reader, now);
  }

  #sendOne(organisationId: string, reader: WaitingReader, now: Date): Promise<void> {
    const party = { organisationId, personId: reader.personId };
    return this.db.write(party, async () => {
      const { ids, subjects, isNews } = await listWaiting(this.db, party, now);
      if (ids.length === 0) return;
      // Reminders alone are a reminder: what the week has no room for waits for another morning, or for news.
      if (!isNews && !(await this.post.hasRoomForReminder(organisationId, party.personId))) return;
      const { rowCount } = await this.db.execute(
        `insert into digests (organisation_id, id, person_id, program_id, day, written_at) values ($1, $2, $3, null, $4, $5)
         on conflict on constraint digests_once do nothing`,
        [organisationId, uuidv7(), party.personId, dayIn(now, reader.timeZone), now],
      );
      if (rowCount === 0) return;
      const kind = isNews ? 'daily-digest' : 'reminders-digest';
      const mailId = await this.post.send(organisationId, {
        ...writeDigest(kind, subjects, readerOf(reader)),
        hasRoom: !isNews,
      });
      await this.db.execute(
        'update mails set digest_id = $3 where organisation_id = $1 and id = any ($2) and digest_id is null',
        [organisationId, ids, mailId],
      );
      await appendAudit(this.db, { organisationId, personId: null }, undefined, {
        action: 'digests.send',
        outcome: 'done',
        subjectType: 'person',
        subjectId: party.personId,
        facts: { count: ids.length },
        at: now,
      });
    });
  }

  async preview(party: Party) {
    const { me, letter, waiting } = await this.#mine(party);
    const { subject, text, html } = await this.post.preview(
      { id: party.organisationId, name: me.organisation, brandColour: me.brandColour },
      letter,
    );
    return { waiting, subject, text, html };
  }

  sendTest(party: Party): Promise<{ to: string }> {
    return this.db.write(party, async () => {
      const { me, letter } = await this.#mine(party);
      if (!me.hasAddress) throw new Refusal('mail-test.no-address');
      const { subject, body, button } = writtenWording(letter.kind, letter.locale);
      const inWords = (text: string) =>
        say(letter.locale, text, { ...letter.facts, organisation: me.organisation });
      await this.post.send(party.organisationId, {
        ...letter,
        kind: 'message-test',
        facts: { subject: inWords(subject), body: inWords(body), button: inWords(button) },
      });
      return { to: me.email };
    });
  }

  /** What waits, or an example of it. */
  async #mine(party: Party): Promise<{
    me: NonNullable<Awaited<ReturnType<typeof findMyself>>>;
    letter: Letter;
    waiting: number;
  }> {
    const me = await findMyself(this.db, party);
    if (!me) throw new Refusal('record.not-found');
    const { subjects } = await listWaiting(this.db, party, this.clock.now());
    return {
      me,
      letter: writeDigest('daily-digest', subjects.length > 0 ? subjects : examples(me.locale), me),
      waiting: subjects.length,
    };
  }
}

/** A morning of a working day, once the night is over. */
const isTheirMorning = (reader: WaitingReader, now: Date): boolean =>
  nextMorning(reader, now).getTime() === now.getTime() &&
  afterQuietHours(reader, now).getTime() === now.getTime();

function examples(locale: Parameters<typeof words>[0]): string[] {
  const partner = words(locale)('nudge.example.partner');
  return (['message-received', 'goal-claimed', 'agreement-changed'] as const).map((kind) =>
    say(locale, writtenWording(kind, locale).subject, { partner }),
  );
}
