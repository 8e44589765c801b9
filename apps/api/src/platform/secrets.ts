import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits for a cookie or a link: 43 characters. Only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: enough for secrets of full entropy, which passwords are not. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
