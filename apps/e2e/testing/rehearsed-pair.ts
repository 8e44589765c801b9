import { matchingRoutes } from '@ithaca/contracts/matching';
import { cohortRoutes, programRoutes } from '@ithaca/contracts/programs';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { rehearsalRoomRoutes, rehearsalRoutes } from '@ithaca/contracts/rehearsals';
import type { RehearsalRoom } from '@ithaca/contracts/rehearsals';

import { visit } from './browser.ts';
import type { Look } from './browser.ts';
import type { Caller } from './caller.ts';
import { callerOf, findDraft } from './demo.ts';
import { pause } from './product.ts';

const DAYS = { enrolment: 2, start: 3, length: 60 };
/** Mentors in plenty, because who changes their mentor must find another. */
const CAST = { people: 30, mentorShare: 80 };
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * A rehearsal of a cohort of two months, up to the publication of its pairings: the one place where somebody can live through
 * months of mentoring in front of a browser, because days pass there when they are asked to. Coordinator and owner each take a
 * seat of the cast; nobody plays for those.
 */
export class RehearsedPair {
  readonly #rehearsalId: string;
  readonly coordinator: Caller;
  readonly owner: Caller;

  private constructor(rehearsalId: string, coordinator: Caller, owner: Caller) {
    this.#rehearsalId = rehearsalId;
    this.coordinator = coordinator;
    this.owner = owner;
  }

  static async begin(name: string): Promise<RehearsedPair> {
    const coordinator = await callerOf('coordinator@halden.example');
    const owner = await callerOf('owner@halden.example');
    const program = await coordinator.call(programRoutes.create, {
      body: { name, templateKey: 'career-growth' },
    });
    const cohort = await coordinator.call(cohortRoutes.create, {
      params: { programId: program.id },
      body: {
        name: 'Rehearsed',
        enrolmentOpensOn: dayFromNow(10),
        enrolmentClosesOn: dayFromNow(10 + DAYS.enrolment),
        startsOn: dayFromNow(10 + DAYS.start),
        endsOn: dayFromNow(10 + DAYS.start + DAYS.length),
      },
    });
    const { id } = await coordinator.call(rehearsalRoutes.begin, {
      params: { cohortId: cohort.id },
      body: CAST,
    });
    const pair = new RehearsedPair(id, coordinator, owner);
    await pair.#untilReady(cohort.id);
    for (const caller of [coordinator, owner])
      await caller.call(rehearsalRoutes.visit, { params: { rehearsalId: id } });
    await pair.pass(DAYS.enrolment + 1);
    await pair.#closeEnrolment();
    await pair.publish();
    return pair;
  }

  room(): Promise<RehearsalRoom> {
    return this.coordinator.call(rehearsalRoomRoutes.get, {});
  }

  /** Lets days pass, and waits until they have. */
  async pass(days: number): Promise<void> {
    const { daysPassed } = await this.room();
    await this.coordinator.call(rehearsalRoomRoutes.passDays, { body: { daysPassed: daysPassed + days } });
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const room = await this.room();
      if (room.walkingTo === null && room.daysPassed === daysPassed + days) return;
      await pause(100);
    }
    throw new Error(`${days} days did not pass within a minute.`);
  }

  /** Drafts pairings for whoever has none, and publishes them. The coordinator must be in their own seat. */
  async publish(): Promise<void> {
    const { cohortId } = await this.room();
    const runId = await findDraft(this.coordinator, cohortId);
    const { run } = await this.coordinator.call(matchingRoutes.listProposals, { params: { runId } });
    await this.coordinator.call(publicationRoutes.publish, {
      params: { runId },
      body: { when: 'now' },
      version: run.version,
    });
  }

  /** Whose eyes somebody looks through; null: their own. */
  async sit(caller: Caller, personId: string | null): Promise<void> {
    await caller.call(rehearsalRoomRoutes.takeSeat, { body: { personId } });
  }

  /** A browser in the room, in whichever seat its account has taken. */
  async browser(email: string, look: Look = {}) {
    const context = await visit(email, look);
    const answer = await context.request.post(`/api/rehearsals/${this.#rehearsalId}/visit`);
    if (!answer.ok()) throw new Error(`The room stayed closed: ${await answer.text()}`);
    return context;
  }

  /** Throws the room away. */
  async end(): Promise<void> {
    const caller = await callerOf('coordinator@halden.example');
    await caller.call(rehearsalRoutes.end, { params: { rehearsalId: this.#rehearsalId } });
  }

  async #untilReady(cohortId: string): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { items } = await this.coordinator.call(rehearsalRoutes.list, { params: { cohortId } });
      if (items[0]?.state === 'ready') return;
      await pause(100);
    }
    throw new Error('The rehearsal did not get ready within half a minute.');
  }

  async #closeEnrolment(): Promise<void> {
    const { cohortId, cohortState } = await this.room();
    if (cohortState !== 'enrolling') return;
    const params = { cohortId };
    const { version } = await this.coordinator.call(cohortRoutes.get, { params });
    await this.coordinator.call(cohortRoutes.move, { params, body: { to: 'matching' }, version });
  }
}
