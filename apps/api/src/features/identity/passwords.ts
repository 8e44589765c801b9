import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '@ithaca/domain/refusal';

import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { commonPasswords } from './common-passwords.ts';

/** OWASP's minimum for argon2id (algorithm 2 of the library): about 46 ms and 19 MiB each. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 4;
const MOST_WAITING = 64;

export const LEAST_PASSWORD_LENGTH = 15;

let running = 0;
const waiting: (() => void)[] = [];

/** At most four hashes at a time, then a queue, then 503: sign-ins must not starve everything else. */
async function gated<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new ProtocolProblem('service.busy', { retryAfterSeconds: 2 });
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** A hash in PHC form. Passwords are compared as typed, after NFC. */
export function hashPassword(password: string): Promise<string> {
  return gated(() => hash(password.normalize('NFC'), OPTIONS));
}

let decoy: Promise<string> | undefined;

/** True when the password fits. Takes as long for an unknown account as for a known one. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const against = stored ?? (await decoy);
  const fits = await gated(() => verify(against, password.normalize('NFC')));
  return fits && stored !== null;
}

/** Refuses passwords that are short, much used, or made of the product's or the person's own words. */
export function assertPasswordIsGood(password: string, ownWords: readonly string[]): void {
  if ([...password].length < LEAST_PASSWORD_LENGTH)
    throw new Refusal('password.too-short', { least: LEAST_PASSWORD_LENGTH });
  const plain = password.normalize('NFC').toLowerCase();
  const squeezed = plain.replaceAll(/[^\p{L}]/gu, '');
  const guessable =
    commonPasswords.has(plain) ||
    new Set(plain).size < 5 ||
    commonPasswords.has(squeezed) ||
    ['ithaca', ...ownWords].some((word) => word.length >= 4 && squeezed === word.toLowerCase());
  if (guessable) throw new Refusal('password.too-common');
}
