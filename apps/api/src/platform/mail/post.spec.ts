import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

import { AddressRejected, readBounceReport } from './bounces.ts';
import { SmtpTransport } from './smtp-transport.ts';

let server: SMTPServer;
let received: string[] = [];
let senders: string[] = [];
beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom({ address }, _session, done) {
      senders.push(address);
      done();
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone@'))
        done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
      else if (address.startsWith('full@'))
        done(Object.assign(new Error('4.2.2 Mailbox full'), { responseCode: 452 }));
      else done();
    },
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString('utf8'));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.close(resolve);
    }),
);

const ids = {
  id: '019cadc6-9a80-7000-8000-000000000001',
  organisationId: '019cadc6-9a80-7000-8000-00000000000a',
};

describe('a mail over SMTP', () => {
  it('has a text part, an HTML part, and its own id as Message-ID at every try', async () => {
    received = [];
    const { port } = server.server.address() as AddressInfo;
    const transport = new SmtpTransport(`smtp://127.0.0.1:${port}`, 'https://mentoring.example.com', null);
    const mail = {
      ...ids,
      from: '"Aurora" <mentoring@example.com>',
      to: 'ana@example.com',
      subject: 'Héllo',
      text: 'Plain words',
      html: '<p>Words</p>',
    };
    await transport.send(mail);
    await transport.send(mail);
    expect(received).toHaveLength(2);
    for (const raw of received) {
      expect(raw).toContain('Message-ID: <019cadc6-9a80-7000-8000-000000000001@mentoring.example.com>');
      expect(raw).toContain('Content-Type: text/plain');
      expect(raw).toContain('Content-Type: text/html');
    }
  });

  it('can be stopped in one press, says which it is if it comes back, and comes back where it should', async () => {
    received = [];
    senders = [];
    const { port } = server.server.address() as AddressInfo;
    const transport = new SmtpTransport(
      `smtp://127.0.0.1:${port}`,
      'https://mentoring.example.com',
      'bounces@mentoring.example.com',
    );
    const mail = { ...ids, from: 'mentoring@example.com', subject: 'S', text: 'T', html: '<p>T</p>' };
    const stopUrl = `https://mentoring.example.com/api/act/${'a'.repeat(43)}/stop`;
    await transport.send({ ...mail, to: 'ana@example.com', stopUrl });
    expect(received[0]).toContain(`List-Unsubscribe: <${stopUrl}>`);
    expect(received[0]).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(received[0]).toContain(`X-Ithaca-Mail: ${ids.organisationId}.${ids.id}`);
    expect(senders).toEqual(['bounces@mentoring.example.com']);
    await expect(transport.send({ ...mail, to: 'gone@example.com' })).rejects.toThrow(AddressRejected);
    await expect(transport.send({ ...mail, to: 'gone@example.com' })).rejects.toThrow('No such user');
    const later = await transport.send({ ...mail, to: 'full@example.com' }).catch((error: unknown) => error);
    expect(later).not.toBeInstanceOf(AddressRejected);
  });
});

describe('a report of non-delivery', () => {
  const report = (action: string, status: string, header = `${ids.organisationId}.${ids.id}`) =>
    [
      'From: MAILER-DAEMON@example.com',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
      '',
      '--x',
      'Content-Type: message/delivery-status',
      '',
      'Final-Recipient: rfc822; ana@example.com',
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>: no such',
      '    mailbox\u0007 here',
      '',
      '--x',
      'Content-Type: text/rfc822-headers',
      '',
      `X-Ithaca-Mail: ${header}`,
      'Subject: S',
      '--x--',
    ].join('\r\n');

  it('names the mail and the reason; a delay is none, nor is anything else', () => {
    expect(readBounceReport(report('failed', '5.1.1'))).toEqual({
      organisationId: ids.organisationId,
      mailId: ids.id,
      reason: '550 5.1.1 <ana@example.com>: no such mailbox here',
    });
    expect(readBounceReport(report('delayed', '4.4.1'))).toBeNull();
    expect(readBounceReport(report('failed', '5.1.1', 'something else'))).toBeNull();
    expect(readBounceReport('Out of office')).toBeNull();
  });
});
