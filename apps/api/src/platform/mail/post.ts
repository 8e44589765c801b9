import { afterQuietHours, nextMorning } from '@ithaca/domain/delivery';
import type { MailChoice, QuietHours } from '@ithaca/domain/delivery';
import type { WorkingHours } from '@ithaca/domain/meeting-times';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import type { Announcements } from '../announcements.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { JobData, Jobs } from '../jobs/jobs.ts';
import { issueLinks } from './act-links.ts';
import { AddressRejected, plainReason, recordBounce } from './bounces.ts';
import { DIGEST_STOP, kindsOf, mannersOf, reasonOf, secretMailKinds } from './catalogue.ts';
import type { MailKind } from './catalogue.ts';
import { renderMail } from './layout.tsx';
import { findWording, writtenWording } from './wording.ts';
import type { Wording } from './wording.ts';
import { say } from './words.ts';

/** What one press in a mail does without signing in, about which record, and until when. */
export interface LetterAct {
  act:
    | 'accept-pairing'
    | 'attend-meeting'
    | 'confirm-meeting'
    | 'answer-check-in'
    | 'answer-survey'
    | 'answer-message'
    | 'answer-request'
    | 'approve-enrolment'
    | 'take-seat'
    | 'answer-introduction'
    | 'plan-meeting';
  subjectId: string;
  until: Date;
}

export interface Letter {
  kind: MailKind;
  personId: string | null;
  /** The program it belongs to, whose coordinators may have worded it and see that it was sent; null: the organisation's own. */
  programId: string | null;
  to: string;
  locale: Locale;
  /** Values for the words; also shown by the inbox. */
  facts: Record<string, string | number>;
  /** Path inside the product: where the inbox leads, and the mail's button unless the letter asks for an act. */
  path: string;
  /** The button answers in one press; the person need not sign in. */
  act?: LetterAct;
  /** Answers to choose from, each with what it adds to the button's address; the button stands for any other. */
  choices?: { title: string; items: readonly { text: string; query: string }[] };
  /** What the reader's calendar is to take from the mail. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; file: string };
  /** Security mails stay out of the inbox. */
  inInbox?: boolean;
  /** A reminder for which `hasRoomForReminder` has been asked in the same unit of work. */
  hasRoom?: boolean;
  /** Not to be sent before this hour, whatever the reader's own hours are; the inbox shows it at once. */
  sendAfter?: Date;
}

interface Reader {
  organisation: string;
  brandColour: string;
  remindersPerWeek: number;
  /** Null for somebody who is not in the directory. */
  timeZone: string | null;
  workingHours: WorkingHours | null;
  quietHours: QuietHours | null;
  choice: MailChoice;
  /** The address refuses mail. */
  bounces: boolean;
  /** As the program says it, where it says anything. */
  wording: Wording | null;
}

const WEEK_MS = 7 * 86_400_000;

/** The hour before which a letter does not go out; null: at once. */
function hourOf({ timeZone, workingHours, quietHours }: Reader, letter: Letter, now: Date): Date | null {
  const earliest = letter.sendAfter ?? now;
  const { cause } = mannersOf(letter.kind);
  if (timeZone === null || cause === 'answer') return letter.sendAfter ?? null;
  const hour =
    cause === 'news'
      ? afterQuietHours({ timeZone, quietHours }, earliest)
      : nextMorning({ timeZone, workingHours }, earliest);
  return hour > now ? hour : null;
}

/** A waiting mail's job starts this much after its hour, so that the clocks of database and process cannot make it too early. */
const AFTER_ITS_HOUR_MS = 1000;
/** A mail that was not sent so long after its hour and has no job left gets another one. */
const LATE_AFTER_MS = 300_000;
/** So long a mail server may be out of reach before a mail is given up. */
const TRIED_FOR_MS = 3 * 86_400_000;

export interface OutgoingMail {
  id: string;
  organisationId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  calendar?: { method: string; file: string };
  /** A POST to this address stops mails of this kind (RFC 8058). */
  stopUrl?: string;
}

export interface MailTransport {
  /** Throws AddressRejected when the address is refused for good, anything else when it may work later. */
  send(mail: OutgoingMail): Promise<void>;
}

/** Writes mails into the outbox in the caller's unit of work and delivers them afterwards; nothing is sent inside a request. */
export class Post {
  readonly #db: Database;
  readonly #jobs: Jobs;
  readonly #clock: Clock;
  readonly #announcements: Announcements;
  readonly #baseUrl: string;
  readonly #transport: MailTransport | null;

  /** Without a transport mails are kept in the outbox, where an owner can read them. */
  constructor(
    db: Database,
    jobs: Jobs,
    clock: Clock,
    announcements: Announcements,
    baseUrl: string,
    transport: MailTransport | null,
  ) {
    this.#db = db;
    this.#jobs = jobs;
    this.#clock = clock;
    this.#announcements = announcements;
    this.#baseUrl = baseUrl;
    this.#transport = transport;
    jobs.handle('send-mail', (data) => this.deliver(data), { areMany: true });
    jobs.sweep('send-waiting-mails', '*/5 * * * *', (organisationId) => this.#resume(organisationId));
  }

  /**
   * What a letter will look like, without writing it: for previews. `links` are the paths of a letter that is really sent; `wording` is used
   * instead of what the letter's program says, or the catalogue.
   */
  async preview(
    organisation: { id: string; name: string; brandColour: string },
    letter: Letter,
    { links = {}, wording }: { links?: { button?: string; stop?: string }; wording?: Wording } = {},
  ) {
    const { locale } = letter;
    const texts =
      wording ??
      (await findWording(this.#db, organisation.id, letter)) ??
      writtenWording(letter.kind, locale);
    const values = { ...letter.facts, organisation: organisation.name };
    const url = `${this.#baseUrl}${links.button ?? letter.path}`;
    return renderMail({
      locale,
      subject: say(locale, texts.subject, values),
      paragraphs: say(locale, texts.body, values).split(/\n{2,}/),
      button: { text: say(locale, texts.button, values), url },
      ...(letter.choices && {
        choices: {
          title: letter.choices.title,
          items: letter.choices.items.map(({ text, query }) => ({ text, url: `${url}${query}` })),
        },
      }),
      ...(links.stop ? { stopUrl: `${this.#baseUrl}${links.stop}` } : {}),
      reason: reasonOf(letter.kind),
      organisationName: organisation.name,
      brandColour: organisation.brandColour,
    });
  }

  /** Puts a letter into the outbox and its delivery into the queue, both in the current unit of work. Answers the mail's id. */
  async send(organisationId: string, letter: Letter): Promise<string> {
    const now = this.#clock.now();
    const reader = await this.#reader(organisationId, letter);
    const state = await this.#stateOf(organisationId, reader, letter);
    const sendAfter = hourOf(reader, letter, now);
    const links = state === 'queued' ? await this.#links(organisationId, letter) : {};
    const rendered = await this.preview(
      { id: organisationId, name: reader.organisation, brandColour: reader.brandColour },
      letter,
      { links, wording: reader.wording ?? writtenWording(letter.kind, letter.locale) },
    );
    const id = uuidv7();
    await this.#db.execute(
      `insert into mails (organisation_id, id, person_id, to_address, kind, facts, path, locale, subject, body_text, body_html, in_inbox, created_at, state, send_after, calendar, calendar_method, program_id, stop_path)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [
        organisationId,
        id,
        letter.personId,
        letter.to,
        letter.kind,
        JSON.stringify(letter.facts),
        letter.path,
        letter.locale,
        rendered.subject,
        rendered.text,
        rendered.html,
        letter.inInbox ?? true,
        now,
        state,
        sendAfter,
        letter.calendar?.file ?? null,
        letter.calendar?.method ?? null,
        letter.programId,
        links.stop ?? null,
      ],
    );
    if (letter.personId !== null && letter.inInbox !== false)
      await this.#announcements.send({
        organisationId,
        programId: null,
        personId: letter.personId,
        what: 'inbox',
        by: null,
      });
    if (state === 'queued')
      await this.#jobs.enqueue(
        'send-mail',
        { organisationId, mailId: id },
        sendAfter ? { startAfter: new Date(sendAfter.getTime() + AFTER_ITS_HOUR_MS) } : {},
      );
    return id;
  }

  /** What the organisation and the reader say about mails to them. */
  async #reader(organisationId: string, { kind, personId, to, programId, locale }: Letter): Promise<Reader> {
    const reader = await this.#db.first<Reader>(
      `select o.name as organisation, o.brand_colour as "brandColour", o.reminders_per_week as "remindersPerWeek",
         p.time_zone as "timeZone", p.working_hours as "workingHours", p.quiet_hours as "quietHours",
         case when not exists (select from mail_choices c where c.organisation_id = $1 and c.person_id = $2 and c.kind = $3) then 'at-once'
           when exists (select from mail_choices c where c.organisation_id = $1 and c.person_id = $2 and (c.kind = $3 and c.choice = 'off' or c.kind = $5)) then 'off'
           else 'digest' end as choice,
         exists (select from bounced_addresses b where b.organisation_id = $1 and b.address = lower($4)) as bounces,
         case when t.subject is not null then json_build_object('subject', t.subject, 'body', t.body, 'button', t.button) end as wording
       from organisations o left join people p on p.organisation_id = $1 and p.id = $2
         left join mail_texts t on t.organisation_id = $1 and t.program_id = $6 and t.kind = $7 and t.locale = $8
       where o.organisation_id = $1`,
      [organisationId, personId, mannersOf(kind).stop ?? '', to, DIGEST_STOP, programId, kind, locale],
    );
    if (!reader) throw new Error(`There is no organisation ${organisationId} to write for.`);
    return reader;
  }

  /** Whether the mail goes out, or only the inbox shows it: stopped by the reader or gathered for their summary of the day, or held because the
   * week's reminders are used up or the address refuses mail. */
  async #stateOf(
    organisationId: string,
    { choice, bounces, remindersPerWeek }: Reader,
    { kind, personId, hasRoom = false }: Letter,
  ): Promise<'queued' | 'stopped' | 'held' | 'gathered'> {
    if (personId === null) return 'queued';
    if (choice !== 'at-once') return choice === 'off' ? 'stopped' : 'gathered';
    if (mannersOf(kind).cause !== 'reminder' || hasRoom) return 'queued';
    if (bounces) return 'held';
    await this.#lockWeek(personId);
    const [row] = await this.#remindersOf(organisationId, [personId]);
    return (row?.sent ?? 0) < remindersPerWeek ? 'queued' : 'held';
  }

  /** Whether one more reminder would be mailed to a person this week, or held back: for who had rather ask another day. */
  async hasRoomForReminder(organisationId: string, personId: string): Promise<boolean> {
    await this.#lockWeek(personId);
    return (await this.listWithRoomForReminder(organisationId, [personId])).has(personId);
  }

  /** Who of these has room now; to be asked again with `hasRoomForReminder` where one is written. */
  async listWithRoomForReminder(
    organisationId: string,
    personIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#remindersOf(organisationId, personIds);
    return new Set(
      rows.flatMap(({ personId, sent, most, bounces }) => (bounces || sent >= most ? [] : [personId])),
    );
  }

  /** Of two reminders at once only one takes the last place of the week. */
  async #lockWeek(personId: string): Promise<void> {
    await this.#db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`reminders ${personId}`]);
  }

  /** How many reminders of the last week went to each of these people, and how many may. */
  #remindersOf(organisationId: string, personIds: readonly string[]) {
    return this.#db.query<{ personId: string; sent: number; most: number; bounces: boolean }>(
      `select p.id as "personId", o.reminders_per_week as most,
         exists (select from bounced_addresses b where b.organisation_id = $1 and b.address = lower(p.email)) as bounces,
         (select count(*)::int from mails m where m.organisation_id = $1 and m.person_id = p.id and m.kind = any ($3)
            and m.created_at > $4 and m.state in ('queued', 'sent', 'kept', 'failed')) as sent
       from people p join organisations o on o.organisation_id = $1 where p.organisation_id = $1 and p.id = any ($2)`,
      [organisationId, personIds, kindsOf('reminder'), new Date(this.#clock.now().getTime() - WEEK_MS)],
    );
  }

  /** The secret paths of a letter. */
  async #links(
    organisationId: string,
    { kind, personId, act }: Letter,
  ): Promise<{ button?: string; stop?: string }> {
    if (personId === null) return {};
    return issueLinks(
      this.#db,
      { organisationId, personId },
      { act, stop: mannersOf(kind).stop },
      this.#clock.now(),
    );
  }

  /** Sends a mail that failed or came back once more; in the current unit of work. Its address is trusted again. */
  async sendAgain(organisationId: string, mailId: string): Promise<void> {
    await this.#db.execute(
      `with again as (update mails set state = 'queued', problem = null where organisation_id = $1 and id = $2 returning lower(to_address) as address)
       delete from bounced_addresses b using again where b.organisation_id = $1 and b.address = again.address`,
      [organisationId, mailId],
    );
    await this.#jobs.enqueue('send-mail', { organisationId, mailId });
  }

  /**
   * Mails whose hour has passed and whose job is lost, or was given up while the mail server was out of reach, are queued
   * again.
   */
  async #resume(organisationId: string): Promise<void> {
    const now = this.#clock.now().getTime();
    await this.#db.write({ organisationId }, async () => {
      const late = await this.#db.query<{ id: string }>(
        `select id from mails where organisation_id = $1 and coalesce(send_after, created_at) < $2
           and (state = 'queued' or state = 'failed' and coalesce(send_after, created_at) > $3)
         order by coalesce(send_after, created_at), id limit 1000`,
        [organisationId, new Date(now - LATE_AFTER_MS), new Date(now - TRIED_FOR_MS)],
      );
      if (late.length === 0) return;
      const alive = await this.#jobs.listAlive(
        'send-mail',
        'mailId',
        late.map(({ id }) => id),
      );
      for (const { id } of late)
        if (!alive.has(id)) await this.#jobs.enqueue('send-mail', { organisationId, mailId: id });
    });
  }

  /** Sends one mail of the outbox, or keeps it when there is no transport or nobody real to get it. A mail already sent is left alone. */
  async deliver({ organisationId, mailId }: JobData): Promise<void> {
    const mail = await this.#db.read({ organisationId }, () =>
      this.#db.first<{
        id: string;
        to_address: string;
        subject: string;
        body_text: string;
        body_html: string;
        calendar: string | null;
        calendarMethod: string | null;
        stopPath: string | null;
        state: string;
        sendAfter: Date | null;
        name: string;
        isRehearsed: boolean;
      }>(
        `select m.id, o.rehearsal_of is not null as "isRehearsed", m.send_after as "sendAfter", m.to_address, m.subject, m.body_text, m.body_html, m.calendar, m.calendar_method as "calendarMethod", m.stop_path as "stopPath", m.state, o.name
         from mails m join organisations o on o.organisation_id = m.organisation_id where m.organisation_id = $1 and m.id = $2`,
        [organisationId, mailId],
      ),
    );
    if (!mail || !['queued', 'failed'].includes(mail.state)) return;
    if (mail.sendAfter !== null && mail.sendAfter > this.#clock.now()) return;
    if (!this.#transport || mail.isRehearsed) {
      await this.#mark(organisationId, mail.id, 'kept', null);
      return;
    }
    try {
      const from = `"${mail.name.replaceAll(/["\\\r\n]/g, ' ')}" <mentoring@${new URL(this.#baseUrl).hostname}>`;
      await this.#transport.send({
        id: mail.id,
        organisationId,
        from,
        to: mail.to_address,
        subject: mail.subject,
        text: mail.body_text,
        html: mail.body_html,
        ...(mail.calendar && mail.calendarMethod
          ? { calendar: { method: mail.calendarMethod, file: mail.calendar } }
          : {}),
        ...(mail.stopPath ? { stopUrl: `${this.#baseUrl}/api${mail.stopPath}/stop` } : {}),
      });
    } catch (error) {
      if (error instanceof AddressRejected) {
        const reason = plainReason(error.message);
        await this.#db.write({ organisationId }, () =>
          recordBounce(this.#db, { organisationId, mailId: mail.id, reason }, this.#clock.now()),
        );
        return;
      }
      await this.#mark(
        organisationId,
        mail.id,
        'failed',
        error instanceof Error ? error.message.slice(0, 500) : 'unknown',
      );
      throw error;
    }
    await this.#mark(organisationId, mail.id, 'sent', null);
  }

  #mark(organisationId: string, id: string, state: string, problem: string | null) {
    return this.#db.write({ organisationId }, () =>
      this.#db.execute(
        `update mails set state = $3, problem = $4, sent_at = case when $3 in ('sent', 'kept') then $5::timestamptz end,
           body_text = case when $3 = 'sent' and kind = any($6) then '' else body_text end,
           body_html = case when $3 = 'sent' and kind = any($6) then '' else body_html end,
           stop_path = case when $3 = 'sent' then null else stop_path end,
           path = case when $3 = 'sent' and kind = any($6) and not in_inbox then '/' else path end
         where organisation_id = $1 and id = $2`,
        [organisationId, id, state, problem, this.#clock.now(), secretMailKinds],
      ),
    );
  }
}
