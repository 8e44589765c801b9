import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

/** A real mail server that takes everything. */
export interface MailServer {
  url: string;
  /** What it took, by the part of each Message-ID that is the mail's own. */
  taken: string[];
  /** Called with each mail before the server says that it took it. */
  onMail: (id: string) => Promise<void>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString('utf8')));
      const take = async () => {
        const id = /^Message-ID: <(.+?)@/m.exec(text)?.[1] ?? '';
        server.taken.push(id);
        await server.onMail(id);
        done();
      };
      stream.on('end', () => void take());
    },
  });
  // Whoever is killed in the middle of a sentence is no failure of the server's.
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    taken: [],
    onMail: async () => undefined,
    stop: () =>
      new Promise<void>((resolve) => {
        smtp.close(resolve);
      }),
  };
  return server;
}
