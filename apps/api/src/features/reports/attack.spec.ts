import { expect, it } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { reportLinkRoutes } from '@ithaca/contracts/report-links';
import { reportScheduleRoutes } from '@ithaca/contracts/report-schedules';
import { reportRoutes } from '@ithaca/contracts/reports';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import type { BuiltReport, ReportQuestion } from '@ithaca/contracts/saved-reports';
import { attack } from '@ithaca/metrics/attack';
import { addMonths, daysBetween, quarterOf } from '@ithaca/metrics/days';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';
import { tellAttack } from '../../../testing/attack-story.ts';
import type { AttackStory } from '../../../testing/attack-story.ts';
import { Overheard } from '../../../testing/overheard.ts';
import { bytesOf } from '../../../testing/report-story.ts';
import { fileOfCsv, fileOfWorkbook } from '@ithaca/testkit/table-files';

/** So many organisations, always the same ones; more by hand: `ATTACKED_ORGANISATIONS=24`. */
const organisations = Number(process.env['ATTACKED_ORGANISATIONS'] ?? 2);
const STEPS = 7;

/** Who puts together what they have heard, and of how few they may learn: readers of aggregates of ten, of answers of five. */
const attackers = [
  { by: /link|mail/, of: /match|active|meetings/, k: 10 },
  { by: /manager|sponsor/, of: /match|active|meetings/, k: 10 },
  { by: /link|mail|manager/, of: /match|active|meetings/, k: 10 },
  { by: /link|mail|manager/, of: /satisfaction/, k: 10 },
  { by: /./, of: /satisfaction/, k: 5 },
];

let api: TestApi;

const metrics = ['match-rate', 'active-pairings', 'meetings-held', 'satisfaction'] as const;

/** A question that a coordinator may build, by chance. */
function ask({ random, cohort }: AttackStory): ReportQuestion {
  const split = ([null, 'department', 'department', 'site', 'side'] as const)[random(5)] ?? null;
  const period = (['whole', 'whole', 'last-month', '2026-Q1'] as const)[random(4)] ?? 'whole';
  const possible =
    split === 'side'
      ? (['satisfaction'] as const)
      : metrics.filter((key) => split === null || key !== 'satisfaction');
  const chosen = possible.filter(() => random(4) > 0);
  return {
    metrics: chosen.length > 0 ? chosen : possible.slice(0, 1),
    split,
    period,
    cohortIds: [cohort.id],
  };
}

/** One attacker, or all of them, in one organisation: what they do there, and what they have heard of it. */
class Attack {
  readonly heard: Overheard;

  constructor(
    readonly story: AttackStory,
    readonly coordinator: TestCaller,
  ) {
    this.heard = new Overheard(story);
  }

  static async on(story: AttackStory): Promise<Attack> {
    const attacker = new Attack(story, await api.as(story.coordinator));
    for (const rhythm of ['weekly', 'monthly'] as const)
      await attacker.coordinator.call(reportScheduleRoutes.create, {
        params: await attacker.save(),
        body: { rhythm, personIds: [story.sponsor.id] },
      });
    return attacker;
  }

  async save(): Promise<{ savedReportId: string }> {
    const { programId, random } = this.story;
    const saved = await this.coordinator.call(savedReportRoutes.create, {
      params: { programId },
      body: { name: `Report ${random(1_000_000)}`, question: ask(this.story) },
    });
    expect(saved.status).toBe(201);
    return { savedReportId: saved.body.id };
  }

  /** A link is made and a manager opens it. */
  async handOn(): Promise<void> {
    const { managers, coordinator, random } = this.story;
    const made = await this.coordinator.call(reportLinkRoutes.create, {
      params: await this.save(),
      body: { days: 90 },
    });
    const reader = await api.as(managers[1 + random(2)] ?? coordinator);
    const token = made.body.path.replace('/shared/', '');
    const { shared } = (await reader.call(reportLinkRoutes.open, { body: { token } })).body;
    if (!shared) throw new Error('The link does not open.');
    this.heard.report('link', shared.report);
  }

  /** The builder is looked at, and what it shows is taken along. */
  async look(): Promise<void> {
    const params = await this.save();
    const { report } = (await this.coordinator.call(savedReportRoutes.get, { params })).body;
    this.heard.report('preview', report);
    const file = `/api/saved-reports/${params.savedReportId}/table?locale=en&format=`;
    const written = [
      fileOfCsv(await bytesOf(api, this.story.coordinator, `${file}csv`)),
      await fileOfWorkbook(await bytesOf(api, this.story.coordinator, `${file}xlsx`)),
    ];
    for (const { lines } of written)
      expect(lines.map(({ numerator, denominator }) => [numerator, denominator])).toEqual(cellsOf(report));
  }

  /** Managers and the sponsor come back to their pages. */
  async readPages(): Promise<void> {
    const { cohort, managers, sponsor, today } = this.story;
    const params = { cohortId: cohort.id };
    await api.platform.jobs.runSweep('freeze-area-reports');
    for (const [line, manager] of managers.entries()) {
      const page = await (await api.as(manager)).call(reportRoutes.get, { params });
      if (page.status === 200) this.heard.page(`manager ${line}`, page.body, { line });
    }
    const { quarter, spent, report } = (
      await (await api.as(sponsor)).call(reportRoutes.quarter, { params, query: {} })
    ).body;
    const took = spent.find(({ span }) => span === 'quarter')?.meetings ?? null;
    if (quarter.isOver)
      this.heard.meetings('sponsor', took, {}, { today: today(), days: quarterOf(quarter.from) });
    const overview = (await this.coordinator.call(metricRoutes.cohortOverview, { params })).body;
    for (const { key, ...metric } of [...report.metrics, ...overview.metrics])
      if (key === 'satisfaction')
        this.heard.metric('everybody', { key, ...metric }, {}, { today: today(), days: null });
  }

  async readMails(): Promise<void> {
    await api.platform.jobs.runSweep('send-scheduled-reports');
    const { sponsor } = this.story;
    for (const reportRunId of await runsOf(sponsor)) {
      if (this.heard.knows(reportRunId)) continue;
      const sent = await (await api.as(sponsor)).call(reportScheduleRoutes.read, { params: { reportRunId } });
      this.heard.report('mail', sent.body.report);
    }
  }

  /** Half of the time to the first of a month or the day before it, where readings meet. */
  async wait(): Promise<void> {
    const { today, random, live } = this.story;
    const left = daysBetween(today(), addMonths(`${today().slice(0, 7)}-01`, 1));
    await live(random(2) === 0 ? left - (left > 1 ? random(2) : 0) : 2 + random(12));
  }

  async goOn(step: number): Promise<void> {
    const { random } = this.story;
    const acts = [
      () => this.readPages(),
      () => this.readMails(),
      ...Array.from({ length: 2 + random(2) }, () => () => this.handOn()),
      ...(step % 3 === 0 ? [() => this.look()] : []),
    ];
    while (acts.length > 0) await acts.splice(random(acts.length), 1)[0]?.();
  }
}

const cellsOf = ({ metrics: told }: BuiltReport) =>
  told
    .flatMap(({ cohorts }) =>
      cohorts.flatMap(({ whole, groups }) => [
        ...(whole ? [whole] : []),
        ...groups.map(({ metric }) => metric),
      ]),
    )
    .map(({ numerator, denominator }) =>
      [numerator, denominator].map((one) => (one === null ? null : String(one))),
    );

const runsOf = async ({ organisationId }: GivenPerson) =>
  (
    await api.rows<{ id: string }>('select id from report_runs where organisation_id = $1', [organisationId])
  ).map(({ id }) => id);

/** What is found in one organisation, by whom; and how many numbers went out of it. */
async function attackOrganisation(seed: number): Promise<{ found: object[]; numbers: number }> {
  // Each begins on the same day, with nothing of the others.
  api = await startApi();
  try {
    const attacker = await Attack.on(await tellAttack(api, seed));
    for (let step = 0; step < STEPS; step += 1) {
      await attacker.goOn(step);
      await attacker.wait();
    }
    const { heard } = attacker;
    const found = attackers.flatMap(({ by, of, k }) =>
      [...heard.sums(by, of)].flatMap(([family, sums]) => {
        const people = attack(sums, k, (unit) => heard.peopleOf(unit));
        return people ? [{ seed, by, family, people: people.length }] : [];
      }),
    );
    return { found, numbers: heard.count };
  } finally {
    await api.stop();
  }
}

it('somebody who adds and subtracts all that goes out of an organisation over months finds nobody', async () => {
  const found: object[] = [];
  let numbers = 0;
  for (let seed = 1; seed <= organisations; seed += 1) {
    const one = await attackOrganisation(seed);
    found.push(...one.found);
    numbers += one.numbers;
  }
  expect(found).toEqual([]);
  // Not by saying nothing.
  expect(numbers).toBeGreaterThan(40 * organisations);
}, 3_600_000);
