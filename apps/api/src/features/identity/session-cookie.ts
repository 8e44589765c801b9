import { parseCookie } from '../../platform/http/cookies.ts';
import type { Request, Response } from 'express';

import { hashToken } from '../../platform/secrets.ts';

/** The session cookie: HttpOnly, SameSite=Lax, and on https bound to the host by its `__Host-` name. */
export class SessionCookie {
  readonly #secure: boolean;

  constructor(baseUrl: string) {
    this.#secure = baseUrl.startsWith('https:');
  }

  get name(): string {
    return this.#secure ? '__Host-ithaca' : 'ithaca';
  }

  readHash(request: Request): string | null {
    const token = parseCookie(request.headers.cookie, this.name);
    return token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token) ? null : hashToken(token);
  }

  set(response: Response, token: string, expiresAt: Date): void {
    response.cookie(this.name, token, {
      httpOnly: true,
      secure: this.#secure,
      sameSite: 'lax',
      path: '/',
      expires: expiresAt,
    });
  }

  clear(response: Response): void {
    response.clearCookie(this.name, { httpOnly: true, secure: this.#secure, sameSite: 'lax', path: '/' });
  }

  /** A second cookie ties a mailed sign-in link to the browser that asked for it. */
  get browserName(): string {
    return this.#secure ? '__Host-ithaca-browser' : 'ithaca-browser';
  }

  readBrowserHash(request: Request): string | null {
    const token = parseCookie(request.headers.cookie, this.browserName);
    return token === undefined ? null : hashToken(token);
  }

  setBrowser(response: Response, token: string): void {
    response.cookie(this.browserName, token, {
      httpOnly: true,
      secure: this.#secure,
      sameSite: 'lax',
      path: '/',
      maxAge: 15 * 60_000,
    });
  }
}
