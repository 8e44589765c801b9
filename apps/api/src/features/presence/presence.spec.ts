import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { identityRoutes } from '@ithaca/contracts/identity';
import { presenceRoutes as routes } from '@ithaca/contracts/presence';
import type { PresentPeople, ProgramChange } from '@ithaca/contracts/presence';
import { cohortRoutes } from '@ithaca/contracts/programs';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
const open: Stream[] = [];
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});
afterAll(() => api.stop());

/** Reads a stream event by event, as a browser would. */
class Stream {
  readonly #stop = new AbortController();
  readonly status: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #unread = '';

  private constructor(response: Response, stop: AbortController) {
    this.status = response.status;
    this.#stop = stop;
    this.#reader = response.body?.getReader();
  }

  static async of(caller: TestCaller, programId: string, tab: string = randomUUID()): Promise<Stream> {
    const stop = new AbortController();
    const response = await fetch(`${api.baseUrl}/api/programs/${programId}/live?tab=${tab}`, {
      headers: { cookie: `ithaca=${caller.cookies.get('ithaca') ?? ''}`, 'accept-encoding': 'gzip, br' },
      signal: stop.signal,
    });
    const stream = new Stream(response, stop);
    open.push(stream);
    return stream;
  }

  /** The next event, undefined when the stream has ended. */
  async next(): Promise<{ event: string; data: unknown } | undefined> {
    for (;;) {
      const end = this.#unread.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#unread.slice(0, end);
        this.#unread = this.#unread.slice(end + 2);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const event = field('event');
        if (event !== undefined) return { event, data: JSON.parse(field('data') ?? 'null') };
        continue;
      }
      const read = await this.#reader?.read().catch(() => undefined);
      if (!read || read.done) return undefined;
      this.#unread += new TextDecoder().decode(read.value);
    }
  }

  async people(): Promise<PresentPeople['people']> {
    for (;;) {
      const next = await this.next();
      if (!next) throw new Error('The stream has ended.');
      if (next.event === 'presence') return (next.data as PresentPeople).people;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#reader?.cancel().catch(() => undefined);
  }
}

async function scene() {
  api.clock.set(start);
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner, { state: 'enrolling' });
  const coordinator = async (displayName: string) => {
    const person = await api.given.person(organisation, { displayName });
    await api.given.grant(person, 'coordinator', program.id);
    return { person, caller: await api.as(person) };
  };
  const [dana, jo] = [await coordinator('Dana'), await coordinator('Jo')];
  return { organisation, owner, program, cohort, dana, jo };
}

const at = (programId: string, place: string, focus: string | null = null, tab: string = randomUUID()) => ({
  params: { programId },
  body: { tab, place, focus },
});
const shown = (people: PresentPeople['people']) =>
  people.map(({ name, place, focus }) => ({ name, place, focus }));

describe('two coordinators at once', () => {
  it('see on which page and at which line the other is, and never themselves', async () => {
    const { program, dana, jo } = await scene();
    const line = randomUUID();
    expect((await dana.caller.call(routes.say, at(program.id, 'setup'))).body.people).toEqual([]);
    const { body } = await jo.caller.call(routes.say, at(program.id, 'matching', line));
    expect(shown(body.people)).toEqual([{ name: 'Dana', place: 'setup', focus: null }]);
    const seen = await dana.caller.call(routes.say, at(program.id, 'setup'));
    expect(shown(seen.body.people)).toEqual([{ name: 'Jo', place: 'matching', focus: line }]);
  });

  it('are told at once when the other comes, moves and leaves', async () => {
    const { program, dana, jo } = await scene();
    const watch = await Stream.of(dana.caller, program.id);
    expect(await watch.people()).toEqual([]);
    const tab = randomUUID();
    const jos = await Stream.of(jo.caller, program.id, tab);
    await jos.people();
    await jo.caller.call(routes.say, at(program.id, 'matching', null, tab));
    expect(shown(await watch.people())).toEqual([{ name: 'Jo', place: 'matching', focus: null }]);
    const line = randomUUID();
    await jo.caller.call(routes.say, at(program.id, 'matching', line, tab));
    expect(shown(await watch.people())).toEqual([{ name: 'Jo', place: 'matching', focus: line }]);
    await jos.close();
    expect(await watch.people()).toEqual([]);
    expect(await api.rows('select from presences where tab_id = $1', [tab])).toHaveLength(0);
  });

  it('are told what the other changed, but not what was refused', async () => {
    const { program, cohort, dana, jo } = await scene();
    const watch = await Stream.of(dana.caller, program.id);
    await watch.people();
    const change = (version: number) =>
      jo.caller.call(cohortRoutes.update, {
        params: { cohortId: cohort.id },
        body: { menteeGoal: 12 },
        version,
      });
    expect((await change(99)).status).toBe(412);
    expect((await change(1)).status).toBe(200);
    expect(await watch.next()).toEqual({
      event: 'changed',
      data: { what: 'cohorts', by: jo.person.id } satisfies ProgramChange,
    });
    await jo.caller.call(routes.say, at(program.id, 'setup'));
    // One announcement: the refused change told nobody anything.
    expect((await watch.next())?.event).toBe('presence');
  });

  it('do not see who has been silent for a minute', async () => {
    const { program, dana, jo } = await scene();
    await jo.caller.call(routes.say, at(program.id, 'setup'));
    api.clock.set(new Date(start.getTime() + 59_000));
    expect((await dana.caller.call(routes.say, at(program.id, 'setup'))).body.people).toHaveLength(1);
    api.clock.set(new Date(start.getTime() + 61_000));
    expect((await dana.caller.call(routes.say, at(program.id, 'setup'))).body.people).toHaveLength(0);
    await api.platform.jobs.runSweep('forget-presences');
    expect(await api.rows('select from presences where person_id = $1', [jo.person.id])).toHaveLength(0);
  });

  it('leave no trace of where they were in the audit trail', async () => {
    const { program, jo } = await scene();
    const said = await jo.caller.call(routes.say, at(program.id, 'setup'));
    const trace = 'select from audit_rows where request_id::text = $1';
    expect(await api.rows(trace, [said.headers.get('x-request-id')])).toHaveLength(0);
  });

  it('are remembered with a few tabs each, whatever a script sends', async () => {
    const { program, jo } = await scene();
    for (let tab = 0; tab < 12; tab += 1) await jo.caller.call(routes.say, at(program.id, `tab-${tab}`));
    expect(await api.rows('select from presences where person_id = $1', [jo.person.id])).toHaveLength(8);
  });
});

describe('who may see it', () => {
  const callerWith = async (person: GivenPerson) => api.as(person);

  it('is whoever may see the program, and an auditor watches without being seen', async () => {
    const { organisation, owner, program, jo } = await scene();
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const member = await api.given.person(organisation);
    const elsewhere = await api.given.person(organisation);
    await api.given.grant(elsewhere, 'coordinator', (await api.given.program(owner, { name: 'Other' })).id);
    await jo.caller.call(routes.say, at(program.id, 'setup'));
    const watch = await Stream.of(await callerWith(auditor), program.id);
    expect(shown(await watch.people())).toEqual([{ name: 'Jo', place: 'setup', focus: null }]);
    expect((await (await callerWith(auditor)).call(routes.say, at(program.id, 'setup'))).status).toBe(403);
    for (const person of [member, elsewhere]) {
      const caller = await callerWith(person);
      expect((await Stream.of(caller, program.id)).status).toBe(403);
      expect((await caller.call(routes.say, at(program.id, 'setup'))).status).toBe(403);
    }
  });

  it('stops being somebody whose rights end while they watch', async () => {
    const { program, dana, jo } = await scene();
    const watch = await Stream.of(dana.caller, program.id);
    await watch.people();
    await api.rows('update grants set ended_at = now() where person_id = $1', [dana.person.id]);
    await jo.caller.call(routes.say, at(program.id, 'setup'));
    expect(await watch.next()).toBeUndefined();
  });

  it('stops being somebody who has signed out', async () => {
    const { program, dana, jo } = await scene();
    const watch = await Stream.of(dana.caller, program.id);
    await watch.people();
    await dana.caller.call(identityRoutes.signOut, {});
    await jo.caller.call(routes.say, at(program.id, 'setup'));
    expect(await watch.next()).toBeUndefined();
  });

  it('is nobody of another organisation, even when an announcement goes astray', async () => {
    const [ours, theirs] = [await scene(), await scene()];
    await theirs.jo.caller.call(routes.say, at(theirs.program.id, 'setup'));
    expect((await Stream.of(ours.dana.caller, theirs.program.id)).status).toBe(404);
    const watch = await Stream.of(ours.dana.caller, ours.program.id);
    expect(await watch.people()).toEqual([]);
    // As if a process announced another organisation's doings in our room: we look with our own rights and find nothing.
    await api.rows('select pg_notify($1, $2)', [
      'ithaca_announcements',
      JSON.stringify({
        organisationId: ours.organisation.id,
        programId: ours.program.id,
        what: 'presence',
        by: theirs.jo.person.id,
      }),
    ]);
    await ours.jo.caller.call(routes.say, at(ours.program.id, 'people'));
    expect(shown(await watch.people())).toEqual([{ name: 'Jo', place: 'people', focus: null }]);
  });

  it('may hold a few streams open, and gets its place back when one is closed', async () => {
    const { program, dana } = await scene();
    const streams = [];
    for (let count = 0; count < 6; count += 1) {
      const stream = await Stream.of(dana.caller, program.id);
      await stream.people();
      streams.push(stream);
    }
    expect((await Stream.of(dana.caller, program.id)).status).toBe(429);
    await streams[0]?.close();
    let status = 429;
    for (let tries = 0; tries < 100 && status === 429; tries += 1)
      status = (await Stream.of(dana.caller, program.id)).status;
    expect(status).toBe(200);
  });
});

describe('a process that stops', () => {
  it('ends its streams and lets nobody wait', async () => {
    const other = await startApi({ now: start });
    const owner = await other.given.person(await other.given.organisation());
    await other.given.grant(owner, 'owner');
    const program = await other.given.program(owner, { name: 'Growth' });
    const caller = await other.as(owner);
    const response = await fetch(`${other.baseUrl}/api/programs/${program.id}/live?tab=${randomUUID()}`, {
      headers: { cookie: `ithaca=${caller.cookies.get('ithaca') ?? ''}` },
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await other.stop();
    expect((await reader?.read())?.done).toBe(true);
  });
});
