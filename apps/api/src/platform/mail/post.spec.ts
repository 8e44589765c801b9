import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

import { SmtpTransport } from './post.ts';

let server: SMTPServer;
let received: string[] = [];
beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
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

describe('a mail over SMTP', () => {
  it('has a text part, an HTML part, and its own id as Message-ID at every try', async () => {
    received = [];
    const { port } = server.server.address() as AddressInfo;
    const transport = new SmtpTransport(`smtp://127.0.0.1:${port}`, 'https://mentoring.example.com');
    const mail = {
      id: '019cadc6-9a80-7000-8000-000000000001',
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
});
