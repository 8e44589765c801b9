import { Inject, Injectable } from '@nestjs/common';
import type { CalendarConnections } from '@ithaca/contracts/calendar';
import { calendarProviders } from '@ithaca/domain/calendar-connection';
import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';
import { SUGGESTION_DAYS } from '@ithaca/domain/meeting-times';
import type { Span } from '@ithaca/domain/meeting-times';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import type { Logger } from 'pino';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { googleCalendar } from '../../../platform/calendar/providers/google.ts';
import { microsoftCalendar } from '../../../platform/calendar/providers/microsoft.ts';
import { CalendarRefused } from '../../../platform/calendar/providers/provider.ts';
import type { CalendarGrant, CalendarProvider } from '../../../platform/calendar/providers/provider.ts';
import { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Keyring } from '../../../platform/keyring/keyring.ts';
import type { Sealed } from '../../../platform/keyring/keyring.ts';
import { Outbound } from '../../../platform/outbound/outbound.ts';
import { CONFIG, LOGGER } from '../../../platform/platform.module.ts';
import { hashToken, newToken } from '../../../platform/secrets.ts';
import { listConnections, listToRead } from './connections.queries.ts';

type Asked = { sessionId: string; requestId: string };

/** The way to the provider and back may take so long. */
const HANDSHAKE_MS = 10 * 60_000;
/** A key is renewed when it has less than this to live. */
const RENEW_MS = 120_000;
const DAY = 86_400_000;

/**
 * People's own calendars: connected by their agreement, read for busy hours and nothing else. The other side is never
 * asked while a transaction is open.
 */
@Injectable()
export class ConnectionsService {
  readonly #providers: ReadonlyMap<CalendarProviderName, CalendarProvider>;
  readonly #redirectUri: string;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
    private readonly jobs: Jobs,
    outbound: Outbound,
    @Inject(CONFIG) { calendarClients, baseUrl }: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const made = {
      google: calendarClients.google && googleCalendar(outbound, calendarClients.google),
      microsoft: calendarClients.microsoft && microsoftCalendar(outbound, calendarClients.microsoft),
    };
    this.#providers = new Map(calendarProviders.flatMap((name) => (made[name] ? [[name, made[name]]] : [])));
    this.#redirectUri = `${baseUrl}/me/calendar`;
  }

  async list(party: Party): Promise<CalendarConnections> {
    return { offered: [...this.#providers.keys()], items: await listConnections(this.db, party) };
  }

  /** Where the person agrees. What comes back is taken once, from the same session, within ten minutes. */
  async connect(actor: Actor, name: CalendarProviderName, { sessionId, requestId }: Asked) {
    const provider = this.#providerOf(name);
    const state = newToken();
    const verifier = randomPKCECodeVerifier();
    const challenge = await calculatePKCECodeChallenge(verifier);
    const now = this.clock.now();
    const stateHash = hashToken(state);
    await this.db.write(actor, async () => {
      await this.db.execute(
        'delete from calendar_handshakes where organisation_id = $1 and (expires_at <= $2 or person_id = $3 and provider = $4)',
        [actor.organisationId, now, actor.personId, name],
      );
      const { keyNumber, sealed } = await this.keyring.seal(
        actor.organisationId,
        verifier,
        `calendar verifier ${stateHash}`,
      );
      await this.db.execute(
        `insert into calendar_handshakes (organisation_id, state_hash, person_id, session_id, provider, key_number, sealed, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          actor.organisationId,
          stateHash,
          actor.personId,
          sessionId,
          name,
          keyNumber,
          sealed,
          new Date(now.getTime() + HANDSHAKE_MS),
        ],
      );
      await this.#audit(actor, 'calendar.connect', name, requestId);
    });
    return { address: provider.agreeAt({ state, challenge, redirectUri: this.#redirectUri }) };
  }

  /** Takes what the provider answered, as the address that the person came back to has it. */
  async finish(actor: Actor, text: string, { sessionId, requestId }: Asked): Promise<CalendarConnections> {
    const answer = new URLSearchParams(text);
    const state = answer.get('state') ?? '';
    const found = await this.#useUp(actor, hashToken(state), sessionId);
    if (!found) throw new Refusal('calendar-connection.failed');
    const now = this.clock.now();
    const grant = await this.#ask(() =>
      this.#providerOf(found.provider).accept(
        answer,
        { state, verifier: found.verifier, redirectUri: this.#redirectUri },
        now,
      ),
    );
    await this.db.write(actor, async () => {
      const { keyNumber, sealed } = await this.#seal(actor, found.provider, grant);
      await this.db.execute(
        `insert into calendar_connections (organisation_id, person_id, provider, state, key_number, sealed, connected_at)
         values ($1, $2, $3, 'connected', $4, $5, $6)
         on conflict on constraint calendar_connections_pk do update
           set state = 'connected', key_number = excluded.key_number, sealed = excluded.sealed, connected_at = excluded.connected_at`,
        [actor.organisationId, actor.personId, found.provider, keyNumber, sealed, now],
      );
      await this.jobs.enqueue('read-calendar', {
        organisationId: actor.organisationId,
        personId: actor.personId,
        provider: found.provider,
      });
      await this.#audit(actor, 'calendar.finish-connecting', found.provider, requestId);
    });
    return this.db.read(actor, () => this.list(actor));
  }

  /** Deletes the keys and what was read; then tells the provider, as far as it listens. */
  async disconnect(
    actor: Actor,
    name: CalendarProviderName,
    requestId: string,
  ): Promise<CalendarConnections> {
    const grant = await this.db.read(actor, () => this.#grantOf(actor, name));
    await this.db.write(actor, async () => {
      await this.db.execute(
        'delete from calendar_connections where organisation_id = $1 and person_id = $2 and provider = $3',
        [actor.organisationId, actor.personId, name],
      );
      await this.#audit(actor, 'calendar.disconnect', name, requestId);
    });
    try {
      if (grant) await this.#providers.get(name)?.giveBack(grant);
    } catch (error) {
      this.logger.warn({ err: error, provider: name }, 'the provider did not take a calendar key back');
    }
    return this.db.read(actor, () => this.list(actor));
  }

  /** Reads every calendar of an organisation that somebody still meets by; one that fails keeps back nobody else. */
  async readAll(organisationId: string): Promise<void> {
    const due = await this.db.read({ organisationId }, () =>
      listToRead(this.db, organisationId, this.clock.now()),
    );
    for (const { personId, provider } of due) {
      try {
        await this.readOne({ organisationId, personId }, provider);
      } catch (error) {
        // What was read last stays; the next sweep tries again.
        this.logger.warn({ err: error, organisationId, provider }, 'a calendar could not be read');
      }
    }
  }

  /** Reads when one person is busy in the time that meetings are suggested for. */
  async readOne(party: Party, name: CalendarProviderName): Promise<void> {
    const provider = this.#providers.get(name);
    const kept = await this.db.read(party, () => this.#grantOf(party, name));
    if (!provider || !kept) return;
    const now = this.clock.now();
    const window = { from: now.getTime(), to: now.getTime() + (SUGGESTION_DAYS + 1) * DAY };
    try {
      const grant = await this.#fresh(party, provider, kept, now);
      await this.#keepBusy(party, name, await provider.readBusy(grant.accessToken, window), now);
    } catch (error) {
      if (!(error instanceof CalendarRefused)) throw error;
      await this.db.write(party, () =>
        this.db.execute(
          `update calendar_connections set state = 'expired' where organisation_id = $1 and person_id = $2 and provider = $3`,
          [party.organisationId, party.personId, name],
        ),
      );
    }
  }

  /** The grant, renewed where it is about to end; a new one is kept before it is used. */
  async #fresh(
    party: Party,
    provider: CalendarProvider,
    kept: CalendarGrant,
    now: Date,
  ): Promise<CalendarGrant> {
    if (kept.expiresAt - now.getTime() > RENEW_MS) return kept;
    if (kept.refreshToken === null) throw new CalendarRefused('there is nothing to renew with');
    const grant = await provider.renew(kept.refreshToken, now);
    await this.db.write(party, async () => {
      const { keyNumber, sealed } = await this.#seal(party, provider.name, grant);
      await this.db.execute(
        `update calendar_connections set key_number = $4, sealed = $5 where organisation_id = $1 and person_id = $2 and provider = $3`,
        [party.organisationId, party.personId, provider.name, keyNumber, sealed],
      );
    });
    return grant;
  }

  #keepBusy(party: Party, name: CalendarProviderName, spans: readonly Span[], now: Date): Promise<void> {
    const merged = mergeSpans(spans);
    const own = [party.organisationId, party.personId, name];
    return this.db.write(party, async () => {
      // Disconnected meanwhile: nothing is kept.
      const { rowCount } = await this.db.execute(
        'update calendar_connections set read_at = $4 where organisation_id = $1 and person_id = $2 and provider = $3',
        [...own, now],
      );
      if (rowCount === 0) return;
      await this.db.execute(
        'delete from calendar_busy where organisation_id = $1 and person_id = $2 and provider = $3',
        own,
      );
      await this.db.execute(
        `insert into calendar_busy (organisation_id, person_id, provider, from_at, until_at)
         select $1, $2, $3, * from unnest($4::timestamptz[], $5::timestamptz[])`,
        [...own, merged.map(({ from }) => new Date(from)), merged.map(({ to }) => new Date(to))],
      );
    });
  }

  /** A handshake of this session, once. */
  #useUp(actor: Actor, stateHash: string, sessionId: string) {
    return this.db.write(actor, async () => {
      const row = await this.db.first<Sealed & { provider: CalendarProviderName }>(
        `delete from calendar_handshakes where organisation_id = $1 and state_hash = $2 and person_id = $3 and session_id = $4 and expires_at > $5
         returning provider, key_number as "keyNumber", sealed`,
        [actor.organisationId, stateHash, actor.personId, sessionId, this.clock.now()],
      );
      if (!row) return null;
      const verifier = await this.keyring.unseal(actor.organisationId, row, `calendar verifier ${stateHash}`);
      return { provider: row.provider, verifier };
    });
  }

  async #grantOf({ organisationId, personId }: Party, name: string): Promise<CalendarGrant | null> {
    const row = await this.db.first<Sealed>(
      `select key_number as "keyNumber", sealed from calendar_connections
       where organisation_id = $1 and person_id = $2 and provider = $3`,
      [organisationId, personId, name],
    );
    if (!row) return null;
    return JSON.parse(
      await this.keyring.unseal(organisationId, row, aboutGrant(personId, name)),
    ) as CalendarGrant;
  }

  #seal({ organisationId, personId }: Party, name: string, grant: CalendarGrant): Promise<Sealed> {
    return this.keyring.seal(organisationId, JSON.stringify(grant), aboutGrant(personId, name));
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.logger.warn({ err: error }, 'a calendar was not connected');
      throw new Refusal('calendar-connection.failed');
    }
  }

  #providerOf(name: CalendarProviderName): CalendarProvider {
    const provider = this.#providers.get(name);
    if (!provider) throw new Refusal('record.not-found');
    return provider;
  }

  #audit(actor: Actor, action: string, provider: string, requestId: string): Promise<void> {
    return appendAudit(this.db, actor, undefined, {
      action,
      outcome: 'done',
      subjectType: 'person',
      subjectId: actor.personId,
      facts: { provider },
      at: this.clock.now(),
      requestId,
    });
  }
}

const aboutGrant = (personId: string, provider: string) => `calendar grant ${personId} ${provider}`;

/** The same time in as few spans as it takes, in order. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}
