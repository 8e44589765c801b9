import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';

import { AddressRejected } from './bounces.ts';
import type { MailTransport, OutgoingMail } from './post.ts';

/** A mail server that says nothing holds up nobody else's mails; an address in `SMTP_URL` may say otherwise. In milliseconds. */
const LIMITS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

/** What nodemailer says of a refusal. */
interface SmtpFailure {
  responseCode?: number;
  response?: string;
  command?: string;
}

/** SMTP through nodemailer; the mail's own id is its Message-ID, so a repeated delivery can be recognised. */
export class SmtpTransport implements MailTransport {
  readonly #transporter: Transporter;
  readonly #host: string;
  readonly #bounceAddress: string | null;

  /** Mails that cannot be delivered go back to `bounceAddress`; without one, to the address they are from. */
  constructor(smtpUrl: string, baseUrl: string, bounceAddress: string | null) {
    const url = new URL(smtpUrl);
    for (const [name, limit] of Object.entries(LIMITS))
      if (!url.searchParams.has(name)) url.searchParams.set(name, String(limit));
    this.#transporter = createTransport(url.toString());
    this.#host = new URL(baseUrl).hostname;
    this.#bounceAddress = bounceAddress;
  }

  async send({ id, organisationId, calendar, stopUrl, ...rest }: OutgoingMail): Promise<void> {
    try {
      await this.#transporter.sendMail({
        ...rest,
        messageId: `<${id}@${this.#host}>`,
        ...(this.#bounceAddress === null ? {} : { envelope: { from: this.#bounceAddress, to: rest.to } }),
        headers: {
          // A report of non-delivery brings the headers back, and so says which mail it is about.
          'X-Ithaca-Mail': { prepared: true, value: `${organisationId}.${id}` },
          'Auto-Submitted': 'auto-generated',
          ...(stopUrl
            ? {
                'List-Unsubscribe': { prepared: true, value: `<${stopUrl}>` },
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }
            : {}),
        },
        ...(calendar
          ? { icalEvent: { method: calendar.method, content: calendar.file, filename: 'invite.ics' } }
          : {}),
      });
    } catch (error) {
      const { responseCode = 0, response, command } = error as SmtpFailure;
      if (command === 'RCPT TO' && responseCode >= 500) throw new AddressRejected(response, { cause: error });
      throw error;
    }
  }
}
