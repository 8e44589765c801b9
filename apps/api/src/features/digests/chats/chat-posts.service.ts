import { Inject, Injectable } from '@nestjs/common';
import { MOST_TIMES_GONE, problemOfAnswer, waitBefore } from '@ithaca/domain/chat-channel';
import type { ChatProblem, ChatService } from '@ithaca/domain/chat-channel';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import type { JobData } from '../../../platform/jobs/jobs.ts';
import { Keyring } from '../../../platform/keyring/keyring.ts';
import { Post } from '../../../platform/mail/post.ts';
import { Outbound, OutboundProblem } from '../../../platform/outbound/outbound.ts';
import { CONFIG } from '../../../platform/platform.module.ts';
import { localeOf } from '../../pairings/letters.service.ts';
import { readProgramDay } from '../../metrics/today.queries.ts';
import type { ProgramDay } from '../../metrics/today.queries.ts';
import { isMorning } from '../coordinator-digests.service.ts';
import { listCoordinatorsOf, readerOf } from '../digests.queries.ts';
import { aboutAddress } from './chat-channels.service.ts';
import { writeChatMessage } from './chat-messages.ts';
import { listChannelsToTell } from './chats.queries.ts';
import type { ChannelToTell } from './chats.queries.ts';

/** A post that waits so long after its hour and has no job left gets another one. */
const LATE_AFTER_MS = 300_000;
/** A chat answers in a word. */
const MOST_BYTES = 65_536;

interface PostRow {
  id: string;
  message: object;
  tries: number;
  tryAfter: Date | null;
  channelId: string;
  programId: string;
  service: ChatService;
  keyNumber: number;
  sealed: Buffer;
}

interface Outcome {
  problem: ChatProblem | null;
  status: number | null;
  askedSeconds: number | null;
}

/** The morning's summary in a room: written once a day, delivered at least once. */
@Injectable()
export class ChatPostsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly keyring: Keyring,
    private readonly outbound: Outbound,
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes to every room whose organisation's morning it is and for which there is something; doing it again at once writes nothing. */
  async write(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const channels = await this.db.read({ organisationId }, async () =>
      (await listChannelsToTell(this.db, organisationId, now)).filter(({ timeZone }) =>
        isMorning({ timeZone, workingHours: null }, now),
      ),
    );
    for (const [programId, of] of Map.groupBy(channels, (channel) => channel.programId)) {
      const day = await this.db.read({ organisationId }, () =>
        readProgramDay(this.db, { organisationId, programId }, now),
      );
      if (!day || (day.pairings.length === 0 && day.deadlines.length === 0)) continue;
      for (const channel of of) await this.#writeOne(organisationId, channel, day, now);
    }
  }

  #writeOne(organisationId: string, channel: ChannelToTell, day: ProgramDay, now: Date): Promise<void> {
    const { id, programId, service, timeZone } = channel;
    const message = writeChatMessage(service, day, {
      locale: localeOf(channel.locale),
      baseUrl: this.config.baseUrl,
    });
    return this.db.write({ organisationId }, async () => {
      const postId = uuidv7();
      const { rowCount } = await this.db.execute(
        `insert into chat_posts (organisation_id, id, channel_id, day, message, state, written_at) values ($1, $2, $3, $4, $5, 'waiting', $6)
         on conflict on constraint chat_posts_once do nothing`,
        [organisationId, postId, id, dayIn(now, timeZone), JSON.stringify(message), now],
      );
      if (rowCount === 0) return;
      await this.jobs.enqueue('post-to-chat', { organisationId, postId });
      await this.#audit(organisationId, { id, programId }, 'chat-channels.post', now);
    });
  }

  /** Posts whose hour has passed and whose job is lost are queued again. */
  async resume(organisationId: string): Promise<void> {
    const late = new Date(this.clock.now().getTime() - LATE_AFTER_MS);
    await this.db.write({ organisationId }, async () => {
      const rows = await this.db.query<{ id: string }>(
        `select id from chat_posts where organisation_id = $1 and state = 'waiting' and coalesce(try_after, written_at) < $2
         order by written_at limit 200`,
        [organisationId, late],
      );
      if (rows.length === 0) return;
      const ids = rows.map(({ id }) => id);
      const alive = await this.jobs.listAlive('post-to-chat', 'postId', ids);
      for (const postId of ids)
        if (!alive.has(postId)) await this.jobs.enqueue('post-to-chat', { organisationId, postId });
    });
  }

  /** Delivers one post; one that was delivered is left alone. The other side is never asked while a transaction is open. */
  async deliver({ organisationId, postId }: JobData): Promise<void> {
    const found = await this.db.read({ organisationId }, async () => {
      const row = await this.db.first<PostRow>(
        `select p.id, p.message, p.tries, p.try_after as "tryAfter", c.id as "channelId", c.program_id as "programId", c.service,
           c.key_number as "keyNumber", c.sealed
         from chat_posts p join chat_channels c on c.organisation_id = p.organisation_id and c.id = p.channel_id
         where p.organisation_id = $1 and p.id = $2 and p.state = 'waiting' and (p.day is null or c.state = 'on')`,
        [organisationId, postId],
      );
      return row && { row, address: await this.keyring.unseal(organisationId, row, aboutAddress(row)) };
    });
    if (!found) return;
    const { row, address } = found;
    if (row.tryAfter !== null && row.tryAfter > this.clock.now()) return;
    await this.#settle(organisationId, row, await this.#send(address, row.message));
  }

  async #send(url: string, message: object): Promise<Outcome> {
    try {
      const { status, headers, body } = await this.outbound.request({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(message),
        mostBytes: MOST_BYTES,
      });
      const asked = Number(headers['retry-after']);
      return {
        problem: problemOfAnswer(status, body.toString('utf8')),
        status,
        askedSeconds: Number.isFinite(asked) ? asked : null,
      };
    } catch (error) {
      if (!(error instanceof OutboundProblem)) throw error;
      const { reason } = error;
      // An answer without end has been taken: what it says does not matter.
      if (reason === 'answer-too-long') return { problem: null, status: null, askedSeconds: null };
      return {
        problem: reason === 'address-unknown' ? 'not-reached' : reason,
        status: null,
        askedSeconds: null,
      };
    }
  }

  #settle(organisationId: string, row: PostRow, { problem, status, askedSeconds }: Outcome): Promise<void> {
    const now = this.clock.now();
    const tries = row.tries + 1;
    const wait = problem && waitBefore(problem, tries, askedSeconds);
    const tryAfter = wait === null ? null : new Date(now.getTime() + wait);
    return this.db.write({ organisationId }, async () => {
      await this.db.execute(
        `update chat_posts set state = $3, tries = $4, problem = $5, status = $6, tried_at = $7, try_after = $8
         where organisation_id = $1 and id = $2`,
        [
          organisationId,
          row.id,
          problem === null ? 'delivered' : tryAfter ? 'waiting' : 'failed',
          tries,
          problem,
          status,
          now,
          tryAfter,
        ],
      );
      if (tryAfter)
        await this.jobs.enqueue('post-to-chat', { organisationId, postId: row.id }, { startAfter: tryAfter });
      if (problem === 'gone') await this.#countGone(organisationId, row, now);
      else if (problem === null)
        await this.db.execute(
          'update chat_channels set times_gone = 0 where organisation_id = $1 and id = $2',
          [organisationId, row.channelId],
        );
    });
  }

  /** An address that is gone for good is given up, and those who run the program are told. */
  async #countGone(organisationId: string, { channelId, programId, service }: PostRow, now: Date) {
    const channel = await this.db.first<{ timesGone: number; programName: string }>(
      `update chat_channels c set times_gone = times_gone + 1 from programs g
       where c.organisation_id = $1 and c.id = $2 and g.organisation_id = $1 and g.id = c.program_id and c.state = 'on'
       returning times_gone as "timesGone", g.name as "programName"`,
      [organisationId, channelId],
    );
    if (!channel || channel.timesGone < MOST_TIMES_GONE) return;
    await this.db.execute(
      `update chat_channels set state = 'stopped', version = version + 1 where organisation_id = $1 and id = $2`,
      [organisationId, channelId],
    );
    await this.#audit(organisationId, { id: channelId, programId }, 'chat-channels.stop', now);
    for (const reader of await listCoordinatorsOf(this.db, { organisationId, programId }, now)) {
      const { personId, givenName, email, locale } = readerOf(reader);
      await this.post.send(organisationId, {
        kind: 'chat-stopped',
        personId,
        programId,
        to: email,
        locale,
        facts: { name: givenName, program: channel.programName, service },
        path: `/manage/${programId}/messages/summaries`,
      });
    }
  }

  #audit(
    organisationId: string,
    { id, programId }: { id: string; programId: string },
    action: string,
    at: Date,
  ) {
    return appendAudit(
      this.db,
      { organisationId, personId: null },
      { programId },
      { action, outcome: 'done', subjectType: 'chatChannel', subjectId: id, at },
    );
  }
}
