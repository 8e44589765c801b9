import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import type { MasterKey, MasterKeys } from './master-keys.ts';
import { newKey, seal, unseal } from './sealing.ts';

/** A text as it is stored: sealed with the organisation's data key of this number. */
export interface Sealed {
  keyNumber: number;
  sealed: Buffer;
}

interface DataKey {
  number: number;
  masterKeyId: string;
  wrapped: Buffer;
}

const placeOf = (organisationId: string, number: number) => `data key ${organisationId} ${number}`;

/**
 * Seals texts for one organisation (envelope encryption): each has data keys of its own, which lie in the database wrapped by a
 * master key that does not. Works in the unit of work that is open, so a key is stored together with what it sealed first.
 */
export class Keyring {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #masters: MasterKeys;

  constructor(db: Database, clock: Clock, masters: MasterKeys) {
    this.#db = db;
    this.#clock = clock;
    this.#masters = masters;
  }

  /** `about` names the place of the text; it opens there and nowhere else. */
  async seal(organisationId: string, text: string, about: string): Promise<Sealed> {
    const { number, key } = await this.#newest(organisationId);
    return { keyNumber: number, sealed: seal(key, Buffer.from(text, 'utf8'), about) };
  }

  async unseal(organisationId: string, { keyNumber, sealed }: Sealed, about: string): Promise<string> {
    const found = await this.#find(organisationId, keyNumber);
    if (!found) throw new Error(`The data key ${keyNumber} of an organisation is gone.`);
    return unseal(await this.#unwrap(organisationId, found), sealed, about).toString('utf8');
  }

  /** Refuses to go on without a key that something is wrapped with. For the start of a process. */
  async assertComplete(): Promise<void> {
    await this.#db.identify({}, async () => {
      const used = await this.#db.query<{ id: string }>(
        'select id from identity.master_keys order by made_at',
      );
      const missing = used.filter(({ id }) => !this.#masters.find(id));
      if (missing.length > 0)
        throw new Error(
          `The master key ${missing[0]?.id} is missing: private notes are sealed with it. Give it in MASTER_KEYS, or put the file master-keys of the backup into DATA_DIR.`,
        );
    });
  }

  /**
   * Turns the master key over: wraps every data key with the newest one, then forgets the older ones. No note is touched.
   * May be stopped and done again. Answers how many keys were wrapped anew.
   */
  async turnOver(): Promise<number> {
    await this.#masters.add();
    const { newest } = this.#masters;
    const organisations = await this.#db.identify({}, async () => {
      await this.#register(newest);
      return this.#db.query<{ id: string }>('select organisation_id as id from identity.organisations');
    });
    let wrapped = 0;
    for (const { id } of organisations)
      wrapped += await this.#db.write({ organisationId: id }, async () => {
        const old = await this.#db.query<DataKey>(
          `select number, master_key_id as "masterKeyId", wrapped from identity.data_keys
           where organisation_id = $1 and master_key_id <> $2 order by number for update`,
          [id, newest.id],
        );
        for (const one of old) {
          const key = await this.#unwrap(id, one);
          await this.#db.execute(
            'update identity.data_keys set wrapped = $3, master_key_id = $4 where organisation_id = $1 and number = $2',
            [id, one.number, seal(newest.key, key, placeOf(id, one.number)), newest.id],
          );
        }
        return old.length;
      });
    // Refused by the foreign key, should a process that knew only the old key have made a data key meanwhile.
    await this.#db.identify({}, () =>
      this.#db.execute('delete from identity.master_keys where id <> $1', [newest.id]),
    );
    await this.#masters.dropOlder();
    return wrapped;
  }

  #register({ id }: MasterKey) {
    return this.#db.execute(
      'insert into identity.master_keys (id, made_at) values ($1, $2) on conflict on constraint master_keys_pk do nothing',
      [id, this.#clock.now()],
    );
  }

  #find(organisationId: string, number: number | null): Promise<DataKey | undefined> {
    return this.#db.first<DataKey>(
      `select number, master_key_id as "masterKeyId", wrapped from identity.data_keys
       where organisation_id = $1 and ($2::int is null or number = $2) order by number desc limit 1`,
      [organisationId, number],
    );
  }

  async #newest(organisationId: string): Promise<{ number: number; key: Buffer }> {
    const known = await this.#find(organisationId, null);
    if (known) return { number: known.number, key: await this.#unwrap(organisationId, known) };
    await this.#masters.reload();
    const { newest } = this.#masters;
    await this.#register(newest);
    await this.#db.execute(
      `insert into identity.data_keys (organisation_id, number, master_key_id, wrapped, made_at) values ($1, 1, $2, $3, $4)
       on conflict on constraint data_keys_pk do nothing`,
      [organisationId, newest.id, seal(newest.key, newKey(), placeOf(organisationId, 1)), this.#clock.now()],
    );
    // Of two first notes at once one has made the key, and both use it.
    const made = await this.#find(organisationId, null);
    if (!made) throw new Error('The data key of an organisation could not be made.');
    return { number: made.number, key: await this.#unwrap(organisationId, made) };
  }

  async #unwrap(organisationId: string, { number, masterKeyId, wrapped }: DataKey): Promise<Buffer> {
    if (!this.#masters.find(masterKeyId)) await this.#masters.reload();
    const master = this.#masters.find(masterKeyId);
    if (!master) throw new Error(`The master key ${masterKeyId} is missing.`);
    return unseal(master.key, wrapped, placeOf(organisationId, number));
  }
}
