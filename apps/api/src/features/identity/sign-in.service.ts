import { Injectable } from '@nestjs/common';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { assertPasswordIsGood, checkPassword, hashPassword } from './passwords.ts';
import { RateLimits } from './rate-limits.service.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { SessionsService } from './sessions.service.ts';

export const LINK_MINUTES = 10;

interface Account {
  id: string;
  password_hash: string | null;
  locale: 'en' | 'de' | 'ar';
}

/** Password and mailed link: two ways to prove who one is. Unknown addresses are answered like known ones, as fast. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly sessions: SessionsService,
    private readonly post: Post,
  ) {}

  async withPassword(email: string, password: string, address: string, userAgent: string) {
    const normalised = email.toLowerCase();
    await this.limits.take({ 'sign-in-account': normalised, 'sign-in-address': address });
    const account = await this.#find(normalised);
    if (!(await checkPassword(account?.password_hash ?? null, password)) || !account)
      throw new Refusal('sign-in.refused');
    await this.limits.clear('sign-in-account', normalised);
    return this.sessions.open(account.id, 'password', userAgent);
  }

  /** Mails a link when the address has an account; answers the secret for the browser's cookie either way. */
  async requestLink(email: string, path: string, address: string): Promise<{ browserToken: string }> {
    const normalised = email.toLowerCase();
    await this.limits.take({ 'link-account': normalised, 'link-address': address });
    const browserToken = newToken();
    const account = await this.#find(normalised);
    if (account) await this.#mailLink(account, normalised, path, browserToken);
    return { browserToken };
  }

  /** Consumes a link: once, in time, in the same browser. */
  async withLink(token: string, browserHash: string | null, address: string, userAgent: string) {
    await this.limits.take({ 'token-address': address });
    const tokenHash = hashToken(token);
    const now = this.clock.now();
    const link = await this.db.identify({ tokenHash }, async () => {
      const found = await this.db.first<{
        email: string;
        browser_hash: string;
        path: string;
        expires_at: Date;
        used_at: Date | null;
      }>(
        'select email, browser_hash, path, expires_at, used_at from identity.sign_in_links where token_hash = $1 for update',
        [tokenHash],
      );
      if (!found || found.used_at || found.expires_at <= now) throw new Refusal('sign-in-link.expired');
      if (found.browser_hash !== browserHash) throw new Refusal('sign-in-link.other-browser');
      await this.db.execute('update identity.sign_in_links set used_at = $2 where token_hash = $1', [
        tokenHash,
        now,
      ]);
      return found;
    });
    const account = await this.#find(link.email);
    if (!account) throw new Refusal('sign-in-link.expired');
    return { ...(await this.sessions.open(account.id, 'mail-link', userAgent)), path: link.path };
  }

  /** Sets or changes the password of a session that has proved itself; every other session ends. */
  async setPassword(
    accountId: string,
    sessionId: string,
    current: string | undefined,
    next: string,
  ): Promise<void> {
    const account = await this.db.identify({ accountId }, () =>
      this.db.first<{ email: string; password_hash: string | null; proof: string }>(
        'select a.email, a.password_hash, s.proof from identity.accounts a join identity.sessions s on s.account_id = a.id where a.id = $1 and s.id = $2',
        [accountId, sessionId],
      ),
    );
    if (!account) throw new Refusal('record.not-found');
    // An invitation alone does not prove the account; a known password must be repeated.
    if (account.proof === 'invitation') throw new Refusal('access.denied', { remedy: 'sign-in-link' });
    if (
      account.password_hash !== null &&
      account.proof === 'password' &&
      !(await checkPassword(account.password_hash, current ?? ''))
    )
      throw new Refusal('sign-in.refused');
    assertPasswordIsGood(next, account.email.split(/[^\p{L}]+/u));
    const passwordHash = await hashPassword(next);
    await this.db.identify({ accountId }, () =>
      this.db.execute('update identity.accounts set password_hash = $2 where id = $1', [
        accountId,
        passwordHash,
      ]),
    );
    await this.sessions.endOthers(accountId, sessionId);
  }

  #find(email: string): Promise<Account | undefined> {
    return this.db.identify({ email }, () =>
      this.db.first<Account>('select id, password_hash, locale from identity.accounts where email = $1', [
        email,
      ]),
    );
  }

  async #mailLink(account: Account, email: string, path: string, browserToken: string): Promise<void> {
    const place = await this.db.identify({ accountId: account.id }, () =>
      this.db.first<{ organisation_id: string; person_id: string }>(
        'select organisation_id, person_id from identity.memberships where account_id = $1 and ended_at is null and rehearsal_of is null order by created_at limit 1',
        [account.id],
      ),
    );
    if (!place) return;
    const token = newToken();
    const now = this.clock.now();
    await this.db.write({ organisationId: place.organisation_id }, async () => {
      await this.db.name({ email });
      // Newest only: an older link of this address stops working.
      await this.db.execute('delete from identity.sign_in_links where email = $1', [email]);
      await this.db.execute(
        `insert into identity.sign_in_links (id, token_hash, email, browser_hash, path, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          uuidv7(),
          hashToken(token),
          email,
          hashToken(browserToken),
          path,
          now,
          new Date(now.getTime() + LINK_MINUTES * 60_000),
        ],
      );
      await this.post.send(place.organisation_id, {
        kind: 'sign-in-link',
        personId: place.person_id,
        programId: null,
        to: email,
        locale: account.locale,
        facts: { minutes: LINK_MINUTES },
        // The secret is in the fragment, which no server, log or referrer ever sees.
        path: `/sign-in/link#${token}`,
        inInbox: false,
      });
    });
  }
}
