import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { reviewRoutes } from '@ithaca/contracts/review';
import type { Side } from '@ithaca/domain/vocabulary';
import type {
  GivenCohort,
  GivenEnrolment,
  GivenOrganisation,
  GivenPerson,
  GivenProgram,
} from '@ithaca/testkit/given';

import type { TestApi, TestCaller } from './api.ts';

export interface EnrolMore {
  skills?: [string, number][];
  /** Of a peer: what they can give. */
  offers?: [string, number][];
  wishes?: string[];
  languages?: string[];
  goals?: string[];
  capacity?: number;
  person?: Parameters<TestApi['given']['person']>[1];
  doNotPairWith?: string[];
}

/** A cohort that is being matched, with its coordinator at the screen. */
export class MatchingStory {
  private constructor(
    private readonly api: TestApi,
    readonly organisation: GivenOrganisation,
    readonly coordinator: GivenPerson,
    readonly program: GivenProgram,
    readonly cohort: GivenCohort,
    readonly browser: TestCaller,
  ) {}

  static async begin(
    api: TestApi,
    more: NonNullable<Parameters<TestApi['given']['program']>[1]> = {},
  ): Promise<MatchingStory> {
    const organisation = await api.given.organisation();
    const coordinator = await api.given.person(organisation, { displayName: 'Cora Coordinator' });
    const program = await api.given.program(coordinator, { name: 'Career growth', ...more });
    await api.given.grant(coordinator, 'coordinator', program.id);
    const cohort = await api.given.cohort(program, coordinator, { state: 'matching' });
    return new MatchingStory(api, organisation, coordinator, program, cohort, await api.as(coordinator));
  }

  /** Somebody in the pool; without more they know leadership, speak English and want to grow as a leader. */
  async enrol(
    displayName: string,
    role: Side,
    more: EnrolMore = {},
  ): Promise<GivenEnrolment & { person: GivenPerson }> {
    const person = await this.api.given.person(this.organisation, {
      displayName,
      department: 'Sales',
      grade: role === 'mentor' ? 7 : 5,
      ...more.person,
    });
    const enrolment = await this.api.given.enrolment(this.cohort, person, role, {
      ...(more.capacity === undefined ? {} : { capacity: more.capacity }),
      ...(more.doNotPairWith ? { doNotPairWith: more.doNotPairWith } : {}),
      answers: {
        skills: (more.skills ?? [['Leadership', 2]]).map(([skill, level]) => ({ skill, level })),
        ...(more.offers && { offers: more.offers.map(([skill, level]) => ({ skill, level })) }),
        goals: more.goals ?? ['Grow as a leader'],
        interests: [],
        languages: more.languages ?? ['en'],
        wishes: more.wishes ?? [],
      },
    });
    return { ...enrolment, person };
  }

  /** Ada fits Mia best, Ben fits Max best; Cleo could have either. */
  async threeAndTwo() {
    return {
      mia: await this.enrol('Mia', 'mentor', { skills: [['Finance', 3]], capacity: 1 }),
      max: await this.enrol('Max', 'mentor', { skills: [['Design', 3]], capacity: 2 }),
      ada: await this.enrol('Ada', 'mentee', { skills: [['Finance', 3]] }),
      ben: await this.enrol('Ben', 'mentee', { skills: [['Design', 3]] }),
      cleo: await this.enrol('Cleo', 'mentee', { skills: [['design', 1]] }),
    };
  }

  /** Asks for a draft, lets it be solved, and reads it. */
  async draft() {
    const started = await this.browser.call(routes.start, { params: { cohortId: this.cohort.id }, body: {} });
    if (started.status !== 202) throw new Error(`No draft: ${started.text}`);
    await this.api.runJobs();
    const answer = await this.browser.call(routes.listProposals, { params: { runId: started.body.id } });
    return { params: { runId: started.body.id }, ...answer.body };
  }

  /** Opens proposals one by one, as comes before approving all clear ones together. */
  async lookAt(items: readonly { id: string }[]): Promise<void> {
    for (const { id } of items) await this.browser.call(reviewRoutes.look, { params: { proposalId: id } });
  }
}

/** `Ada – Mia`, sorted. */
export const pairsOf = (
  items: readonly { mentee: { displayName: string }; mentor: { displayName: string } }[],
): string[] => items.map(({ mentee, mentor }) => `${mentee.displayName} – ${mentor.displayName}`).toSorted();
