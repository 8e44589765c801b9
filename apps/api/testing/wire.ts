import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to the database that can be cut, on which everything can come to a standstill, and which can say more than was said. */
export interface Wire {
  /** The address of a database, by this way. */
  to(url: URL): string;
  /** Nothing passes any more, in either direction, and nobody is told: as when the machine at the other end stands still. */
  freeze(): void;
  thaw(): void;
  /** Ends every connection that is open; new ones are let through. */
  cut(): void;
  /** Ends each new connection in the very packet that says that it is open, as a server does that is just being killed. */
  cutAtTheDoor(isCut: boolean): void;
  /** Ends every connection that is open, and nobody gets through any more. */
  close(): void;
}

/** What a session says of a server that has died, and nothing after. */
const FATAL = (() => {
  const fields = [
    'SFATAL',
    'VFATAL',
    'C57P01',
    'Mterminating connection due to unexpected postmaster exit',
    '',
  ];
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
  const head = Buffer.alloc(5, 'E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
})();
/** A new session waits for its first question. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

export async function openWire(): Promise<Wire> {
  let target = { host: '127.0.0.1', port: 5432 };
  let isFrozen = false;
  let isCutAtTheDoor = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      if (isFrozen) one.pause();
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('data', (part: Buffer) => {
        if (one === far && isCutAtTheDoor && part.subarray(-READY.length).equals(READY))
          near.end(Buffer.concat([part, FATAL]));
        else other.write(part);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    to: (url) => {
      target = { host: url.hostname, port: Number(url.port) };
      const through = new URL(url);
      through.hostname = '127.0.0.1';
      through.port = String(port);
      return through.toString();
    },
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    cutAtTheDoor: (isCut) => {
      isCutAtTheDoor = isCut;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
