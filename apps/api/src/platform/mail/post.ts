import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { JobData, Jobs } from '../jobs/jobs.ts';
import { issueAct, issueStop } from './act-links.ts';
import { renderMail } from './layout.tsx';
import { words } from './words.ts';
import type { MailWord } from './words.ts';

/** Kinds of mail; each has `<kind>.subject`, `<kind>.body` and, with a button, `<kind>.button` in the catalogues of this folder. */
export const mailKinds = [
  'sign-in-link',
  'organisation-invitation',
  'cohort-invitation',
  'enrolment-received',
  'enrolment-waits',
  'enrolment-unfinished',
  'enrolment-paused',
  'approval-asked',
  'approval-declined',
  'seat-offered',
  'seat-over',
  'pairing-published',
  'pairing-active',
  'pairing-declined',
  'pairing-ended',
  'pairing-lapsed',
  'agreement-changed',
  'circle-left',
  'circle-place',
  'circle-place-over',
  'meeting-planned',
  'meeting-moved',
  'meeting-declined',
  'meeting-cancelled',
  'message-received',
  'check-in-asked',
  'mentor-asked',
  'choice-over',
  'unmatched',
  'export-ready',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** Kinds a person can do without: each carries a link that stops it. The inbox keeps them. */
export const stoppableMailKinds = [
  'message-received',
  'check-in-asked',
  'meeting-planned',
  'meeting-moved',
  'enrolment-unfinished',
] as const satisfies MailKind[];
export type StoppableMailKind = (typeof stoppableMailKinds)[number];

/** Kinds whose body holds a secret that opens something: it is not kept once the mail is sent. */
export const secretMailKinds: readonly string[] = [
  'sign-in-link',
  'organisation-invitation',
  'cohort-invitation',
  'pairing-published',
  'mentor-asked',
  'approval-asked',
  'seat-offered',
  ...stoppableMailKinds,
] satisfies MailKind[];

/** What one press in a mail does without signing in, about which record, and until when. */
export interface LetterAct {
  act:
    | 'accept-pairing'
    | 'attend-meeting'
    | 'answer-check-in'
    | 'answer-request'
    | 'approve-enrolment'
    | 'take-seat';
  subjectId: string;
  until: Date;
}

export interface Letter {
  kind: MailKind;
  personId: string | null;
  to: string;
  locale: Locale;
  /** Values for the words; also shown by the inbox. */
  facts: Record<string, string | number>;
  /** Path inside the product: where the inbox leads, and the mail's button unless the letter asks for an act. */
  path: string;
  /** The button answers in one press; the person need not sign in. */
  act?: LetterAct;
  /** What the reader's calendar is to take from the mail. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; file: string };
  /** Security mails stay out of the inbox. */
  inInbox?: boolean;
  /** Not to be sent before this hour; the inbox shows it at once. */
  sendAfter?: Date;
}

/** A waiting mail's job starts this much after its hour, so that the clocks of database and process cannot make it too early. */
const AFTER_ITS_HOUR_MS = 1000;
/** A mail that was not sent so long after its hour has lost its job. */
const LATE_AFTER_MS = 300_000;

export interface MailTransport {
  send(mail: {
    id: string;
    from: string;
    to: string;
    subject: string;
    text: string;
    html: string;
    calendar?: { method: string; file: string };
  }): Promise<void>;
}

/** SMTP through nodemailer; the mail's own id is its Message-ID, so a repeated delivery can be recognised. */
export class SmtpTransport implements MailTransport {
  readonly #transporter: Transporter;
  readonly #host: string;

  constructor(smtpUrl: string, baseUrl: string) {
    this.#transporter = createTransport(smtpUrl);
    this.#host = new URL(baseUrl).hostname;
  }

  async send(mail: {
    id: string;
    from: string;
    to: string;
    subject: string;
    text: string;
    html: string;
    calendar?: { method: string; file: string };
  }): Promise<void> {
    const { calendar, ...rest } = mail;
    await this.#transporter.sendMail({
      ...rest,
      messageId: `<${mail.id}@${this.#host}>`,
      ...(calendar
        ? { icalEvent: { method: calendar.method, content: calendar.file, filename: 'invite.ics' } }
        : {}),
    });
  }
}

/** Writes mails into the outbox in the caller's unit of work and delivers them afterwards; nothing is sent inside a request. */
export class Post {
  readonly #db: Database;
  readonly #jobs: Jobs;
  readonly #clock: Clock;
  readonly #baseUrl: string;
  readonly #transport: MailTransport | null;

  /** Without a transport mails are kept in the outbox, where an owner can read them. */
  constructor(db: Database, jobs: Jobs, clock: Clock, baseUrl: string, transport: MailTransport | null) {
    this.#db = db;
    this.#jobs = jobs;
    this.#clock = clock;
    this.#baseUrl = baseUrl;
    this.#transport = transport;
    jobs.handle('send-mail', (data) => this.deliver(data));
    jobs.sweep('send-waiting-mails', '*/5 * * * *', (organisationId) => this.#resume(organisationId));
  }

  /** What a letter will look like, without writing it: for previews. `links` are the paths of a letter that is really sent. */
  async preview(
    organisation: { name: string; brandColour: string },
    letter: Letter,
    links: { button?: string; stop?: string } = {},
  ) {
    const say = words(letter.locale);
    const values = { ...letter.facts, organisation: organisation.name };
    return renderMail({
      locale: letter.locale,
      subject: say(`${letter.kind}.subject` as MailWord, values),
      paragraphs: say(`${letter.kind}.body` as MailWord, values).split('\n\n'),
      button: {
        text: say(`${letter.kind}.button` as MailWord, values),
        url: `${this.#baseUrl}${links.button ?? letter.path}`,
      },
      ...(links.stop ? { stopUrl: `${this.#baseUrl}${links.stop}` } : {}),
      organisationName: organisation.name,
      brandColour: organisation.brandColour,
    });
  }

  /** Puts a letter into the outbox and its delivery into the queue, both in the current unit of work. Answers the mail's id. */
  async send(organisationId: string, letter: Letter): Promise<string> {
    const organisation = await this.#db.first<{ name: string; brand_colour: string }>(
      'select name, brand_colour from organisations',
    );
    const { stopped, ...links } = await this.#links(organisationId, letter);
    const rendered = await this.preview(
      { name: organisation?.name ?? '', brandColour: organisation?.brand_colour ?? '#3b4fd8' },
      letter,
      links,
    );
    const id = uuidv7();
    await this.#db.execute(
      `insert into mails (organisation_id, id, person_id, to_address, kind, facts, path, locale, subject, body_text, body_html, in_inbox, created_at, state, send_after, calendar, calendar_method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
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
        this.#clock.now(),
        stopped ? 'stopped' : 'queued',
        letter.sendAfter ?? null,
        letter.calendar?.file ?? null,
        letter.calendar?.method ?? null,
      ],
    );
    if (!stopped)
      await this.#jobs.enqueue(
        'send-mail',
        { organisationId, mailId: id },
        letter.sendAfter ? { startAfter: new Date(letter.sendAfter.getTime() + AFTER_ITS_HOUR_MS) } : {},
      );
    return id;
  }

  /** The secret paths of a letter, and whether its reader wants no mails of the kind: then only the inbox shows it. */
  async #links(
    organisationId: string,
    { kind, personId, act }: Letter,
  ): Promise<{ stopped: boolean; button?: string; stop?: string }> {
    if (personId === null) return { stopped: false };
    const reader = { organisationId, personId };
    const stoppable = stoppableMailKinds.some((one) => one === kind);
    if (
      stoppable &&
      (await this.#db.first(
        'select 1 from stopped_mails where organisation_id = $1 and person_id = $2 and kind = $3',
        [organisationId, personId, kind],
      ))
    )
      return { stopped: true };
    const now = this.#clock.now();
    return {
      stopped: false,
      ...(act ? { button: await issueAct(this.#db, reader, act, now) } : {}),
      ...(stoppable ? { stop: await issueStop(this.#db, reader, kind, now) } : {}),
    };
  }

  /** Mails whose hour has passed and whose job is lost are queued again. */
  async #resume(organisationId: string): Promise<void> {
    await this.#db.write({ organisationId }, async () => {
      const late = await this.#db.query<{ id: string }>(
        `select id from mails where organisation_id = $1 and state = 'queued' and send_after < $2 order by send_after, id limit 1000`,
        [organisationId, new Date(this.#clock.now().getTime() - LATE_AFTER_MS)],
      );
      for (const { id } of late) await this.#jobs.enqueue('send-mail', { organisationId, mailId: id });
    });
  }

  /** Sends one mail of the outbox, or keeps it when there is no transport. A mail already sent is left alone. */
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
        state: string;
        sendAfter: Date | null;
        name: string;
      }>(
        `select m.id, m.send_after as "sendAfter", m.to_address, m.subject, m.body_text, m.body_html, m.calendar, m.calendar_method as "calendarMethod", m.state, o.name
         from mails m join organisations o on o.organisation_id = m.organisation_id where m.organisation_id = $1 and m.id = $2`,
        [organisationId, mailId],
      ),
    );
    if (!mail || mail.state === 'sent' || mail.state === 'kept' || mail.state === 'stopped') return;
    if (mail.sendAfter !== null && mail.sendAfter > this.#clock.now()) return;
    if (!this.#transport) {
      await this.#mark(organisationId, mail.id, 'kept', null);
      return;
    }
    try {
      const from = `"${mail.name.replaceAll(/["\\\r\n]/g, ' ')}" <mentoring@${new URL(this.#baseUrl).hostname}>`;
      await this.#transport.send({
        id: mail.id,
        from,
        to: mail.to_address,
        subject: mail.subject,
        text: mail.body_text,
        html: mail.body_html,
        ...(mail.calendar && mail.calendarMethod
          ? { calendar: { method: mail.calendarMethod, file: mail.calendar } }
          : {}),
      });
    } catch (error) {
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
           path = case when $3 = 'sent' and kind = any($6) and not in_inbox then '/' else path end
         where organisation_id = $1 and id = $2`,
        [organisationId, id, state, problem, this.#clock.now(), secretMailKinds],
      ),
    );
  }
}
