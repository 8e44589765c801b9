import { Inject, Injectable } from '@nestjs/common';
import type { chatChannelRoutes } from '@ithaca/contracts/chat-channels';
import type { InputOf } from '@ithaca/contracts/route';
import { chatHosts, isChatAddress } from '@ithaca/domain/chat-channel';
import type { ChatService } from '@ithaca/domain/chat-channel';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Keyring } from '../../../platform/keyring/keyring.ts';
import { Outbound } from '../../../platform/outbound/outbound.ts';
import { CONFIG } from '../../../platform/platform.module.ts';
import { localeOf } from '../../pairings/letters.service.ts';
import { readProgramDay } from '../../metrics/today.queries.ts';
import { writeChatMessage } from './chat-messages.ts';

type Settings = InputOf<typeof chatChannelRoutes.save>['body'];
interface Place {
  programId: string;
  service: ChatService;
}

/** Names the place of a sealed address. */
export const aboutAddress = ({ programId, service }: Place) => `chat address ${programId} ${service}`;

/** To which rooms a program's summaries go. Their addresses come in and never out again. */
@Injectable()
export class ChatChannelsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly keyring: Keyring,
    private readonly outbound: Outbound,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  save(actor: Actor, place: Place, version: number, { address, locale, isOn }: Settings): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      const { programId, service } = place;
      const channel = await this.#lock(actor, place, version);
      if (!channel && address === undefined) throw new Refusal('chat.address-missing', { field: 'address' });
      if (address !== undefined && !this.#isUsable(service, address))
        throw new Refusal('chat.address-refused', {
          field: 'address',
          hosts: chatHosts[service].map((host) => (host.startsWith('.') ? `*${host}` : host)).join(', '),
        });
      if (!channel) {
        const { keyNumber, sealed } = await this.#seal(actor, place, address ?? '');
        await this.db.execute(
          `insert into chat_channels (organisation_id, id, program_id, service, host, key_number, sealed, locale, state, set_up_by, set_up_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            organisationId,
            uuidv7(),
            programId,
            service,
            new URL(address ?? '').hostname,
            keyNumber,
            sealed,
            locale,
            isOn ? 'on' : 'off',
            personId,
            this.clock.now(),
          ],
        );
        return;
      }
      await this.db.execute(
        `update chat_channels set locale = $3, state = $4, times_gone = 0, version = version + 1 where organisation_id = $1 and id = $2`,
        [organisationId, channel.id, locale, isOn ? 'on' : 'off'],
      );
      if (address === undefined) return;
      const { keyNumber, sealed } = await this.#seal(actor, place, address);
      await this.db.execute(
        `update chat_channels set host = $3, key_number = $4, sealed = $5, set_up_by = $6, set_up_at = $7 where organisation_id = $1 and id = $2`,
        [
          organisationId,
          channel.id,
          new URL(address).hostname,
          keyNumber,
          sealed,
          personId,
          this.clock.now(),
        ],
      );
    });
  }

  remove(actor: Actor, place: Place, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const channel = await this.#lock(actor, place, version);
      if (!channel) throw new Refusal('record.not-found');
      await this.db.execute('delete from chat_channels where organisation_id = $1 and id = $2', [
        actor.organisationId,
        channel.id,
      ]);
    });
  }

  /** Today's summary, whether there is something to tell or not; also to a room that is switched off. */
  sendTest(actor: Actor, place: Place): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const now = this.clock.now();
      const channel = await this.db.first<{ id: string; locale: string; programName: string }>(
        `select c.id, c.locale, g.name as "programName" from chat_channels c
         join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
         where c.organisation_id = $1 and c.program_id = $2 and c.service = $3`,
        [organisationId, place.programId, place.service],
      );
      if (!channel) throw new Refusal('record.not-found');
      const { programId } = place;
      const day = (await readProgramDay(this.db, { organisationId, programId }, now)) ?? {
        programId,
        programName: channel.programName,
        pairings: [],
        deadlines: [],
      };
      const { baseUrl } = this.config;
      const message = writeChatMessage(place.service, day, { locale: localeOf(channel.locale), baseUrl });
      const postId = uuidv7();
      await this.db.execute(
        `insert into chat_posts (organisation_id, id, channel_id, message, state, written_at) values ($1, $2, $3, $4, 'waiting', $5)`,
        [organisationId, postId, channel.id, JSON.stringify(message), now],
      );
      await this.jobs.enqueue('post-to-chat', { organisationId, postId });
    });
  }

  #seal({ organisationId }: Actor, place: Place, address: string) {
    return this.keyring.seal(organisationId, address, aboutAddress(place));
  }

  /** An address of the chat itself, or of a host that the operator names. */
  #isUsable(service: ChatService, address: string): boolean {
    return isChatAddress(service, address) || this.outbound.trusts(address);
  }

  async #lock(
    { organisationId }: Actor,
    { programId, service }: Place,
    version: number,
  ): Promise<{ id: string } | undefined> {
    // Two who set it up at once come one after the other, also where there is no row yet.
    await this.db.query('select 1 from programs where organisation_id = $1 and id = $2 for no key update', [
      organisationId,
      programId,
    ]);
    const row = await this.db.first<{ id: string; version: number }>(
      'select id, version from chat_channels where organisation_id = $1 and program_id = $2 and service = $3',
      [organisationId, programId, service],
    );
    const current = row?.version ?? 0;
    if (current !== version) throw new Refusal('record.changed', { version: current });
    return row;
  }
}
