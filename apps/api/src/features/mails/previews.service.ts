import { Injectable } from '@nestjs/common';
import type { MailPreview, MailWording } from '@ithaca/contracts/program-mails';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { findWording, writtenWording } from '../../platform/mail/wording.ts';
import { say } from '../../platform/mail/words.ts';
import { exampleLetter } from './example-letter.ts';
import { assertUsable } from './mail-texts.service.ts';
import { getExampleProgram, kindOf } from './mails.queries.ts';
import { findReader } from './readers.queries.ts';

interface Wanted {
  personId?: string | undefined;
  locale?: Locale | undefined;
  wording?: MailWording | undefined;
}

/** Mails before anybody gets them: as somebody of the program would read them, on the screen or in one's own mailbox. */
@Injectable()
export class PreviewsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  async preview(
    actor: Actor,
    { programId, kind }: { programId: string; kind: string },
    wanted: Wanted,
  ): Promise<MailPreview> {
    const { program, reader, letter } = await this.#write(actor, programId, kind, wanted);
    const { subject, text, html } = await this.post.preview(
      { id: actor.organisationId, name: program.organisation, brandColour: program.brandColour },
      letter,
      wanted.wording ? { wording: wanted.wording } : {},
    );
    return {
      reader: reader && {
        id: reader.id,
        displayName: reader.displayName,
        locale: reader.locale,
        takesPartAs: reader.role,
      },
      locale: letter.locale,
      subject,
      text,
      html,
    };
  }

  /** The same mail to whoever asks for it: at once, out of the inbox, and its button opens nothing but the product. */
  sendTest(
    actor: Actor,
    { programId, kind }: { programId: string; kind: string },
    wanted: Wanted,
  ): Promise<{ to: string }> {
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      const { program, letter } = await this.#write(actor, programId, kind, wanted);
      const me = await this.db.first<{ email: string | null }>(
        'select email from people where organisation_id = $1 and id = $2',
        [organisationId, personId],
      );
      if (!me?.email) throw new Refusal('mail-test.no-address');
      const texts =
        wanted.wording ??
        (await findWording(this.db, organisationId, letter)) ??
        writtenWording(letter.kind, letter.locale);
      const values = { ...letter.facts, organisation: program.organisation };
      await this.post.send(organisationId, {
        kind: 'message-test',
        personId,
        programId,
        to: me.email,
        locale: letter.locale,
        facts: {
          subject: say(letter.locale, texts.subject, values),
          body: say(letter.locale, texts.body, values),
          button: say(letter.locale, texts.button, values),
        },
        path: letter.path,
        inInbox: false,
      });
      return { to: me.email };
    });
  }

  async #write(actor: Actor, programId: string, name: string, { personId, locale, wording }: Wanted) {
    const kind = kindOf(name);
    if (wording) assertUsable(kind, wording);
    const program = await getExampleProgram(this.db, actor, programId);
    const reader =
      personId === undefined
        ? null
        : ((await findReader(this.db, actor.organisationId, programId, personId)) ?? null);
    if (personId !== undefined && !reader) throw new Refusal('record.not-found');
    const language = locale ?? reader?.locale ?? program.ownLocale;
    return { program, reader, letter: exampleLetter(kind, program, reader, language, this.clock.now()) };
  }
}
