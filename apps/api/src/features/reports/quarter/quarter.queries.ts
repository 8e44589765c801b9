import type { QuarterPage } from '@ithaca/contracts/reports';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';
import { quarterSheet } from '@ithaca/metrics/sheets/quarter-sheet';

import type { Database } from '../../../platform/database/database.ts';
import { ReleaseGuard } from '../../metrics/release/release-guard.queries.ts';
import { MEETINGS, unitsOfMeetings } from '../../metrics/release/units-behind.queries.ts';
import { readReader } from '../paper/reader.queries.ts';
import { writeSheet } from '../paper/sheet-paper.ts';
import { MINIMUM_GROUP } from '../report-page.ts';
import { readReportOfAll } from '../reports.queries.ts';

import { quarterPageOf } from './quarter-page.ts';

/** What came of a cohort, what a quarter of it took, and what that cannot say? Grain: one page of aggregates about everybody. */
export async function readQuarter(
  db: Database,
  actor: Actor,
  { cohortId, quarter }: { cohortId: string; quarter: string | undefined },
  now: Date,
): Promise<QuarterPage> {
  const { organisationId, personId } = actor;
  const { report, facts } = await readReportOfAll(db, organisationId, cohortId, now);
  const guard = await ReleaseGuard.of(db, organisationId, cohortId, {
    smallest: MINIMUM_GROUP,
    // What a quarter took is made of meetings; it is compared with nothing else.
    everybody: [[MEETINGS, unitsOfMeetings(facts, null)]],
  });
  const page = quarterPageOf(facts, report, quarter, (of) =>
    guard.release(MEETINGS, unitsOfMeetings(facts, of), personId),
  );
  if (!page) throw new Refusal('record.not-found');
  const { stamp } = page.report;
  const scope = { ...stamp.scope, filter: { quarter: page.quarter.key } };
  return { ...page, report: { ...page.report, stamp: { ...stamp, scope } } };
}

/** The same page as a PDF. */
export async function readQuarterPaper(
  db: Database,
  actor: Actor,
  asked: {
    cohortId: string;
    quarter: string | undefined;
    rate: number | undefined;
    locale: Locale | undefined;
    baseUrl: string;
  },
  now: Date,
): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
  const page = await readQuarter(db, actor, asked, now);
  const reader = await readReader(db, actor, asked.locale);
  const bytes = await writeSheet(quarterSheet(reader, page, asked.rate ?? null), {
    ...reader,
    at: page.report.asOf,
    address: `${asked.baseUrl}/reports/${asked.cohortId}/quarter?quarter=${page.quarter.key}`,
  });
  return { fileName: `quarter-${page.quarter.key}.pdf`, mediaType: 'application/pdf', bytes };
}
