import {
  reportFoot,
  goalsPart,
  hoursPart,
  retentionPart,
  scopeOf,
  tilesPart,
  weeksPart,
} from './report-parts.ts';
import type { ToldReport, Writer } from './report-words.ts';
import type { Part, Sheet } from './sheet.ts';

/**
 * The page of a report: what stands on it, in which order and words, and what is withheld. The screen and the sheet of paper
 * are drawn from this alone, so neither says more than the other.
 */
export function reportSheet(writer: Writer, report: ToldReport): Sheet {
  const { say, format } = writer;
  const { cohort, verdict } = report;
  const { facts } = verdict;
  const [part, base] =
    verdict.code === 'over' ? [facts['held'], facts['set']] : [facts['active'], facts['pairings']];
  const title = say('reports.of', { cohort: `${cohort.programName}, ${cohort.name}` });
  const next: Part = {
    kind: 'words',
    id: 'next',
    title: say('reports.next'),
    lines: [
      { text: say(`reports.next.${verdict.code}`, { day: format.day(cohort.endsOn) }), weight: 'lead' },
    ],
  };
  return {
    title,
    organisation: report.organisationName,
    scope: scopeOf(writer, report),
    heading: { name: title, days: format.dayRange(cohort.startsOn, cohort.endsOn) },
    finding: say(`reports.verdict.${verdict.code}`, {
      part: format.number(part ?? 0),
      base: format.number(base ?? 0),
    }),
    purpose: cohort.purpose || null,
    isDense: false,
    rows: [
      [tilesPart(writer, report)],
      [weeksPart(writer, report)],
      [goalsPart(writer, report), hoursPart(writer, report)],
      [retentionPart(writer, report), next],
    ],
    foot: reportFoot(writer, report),
  };
}
