import type { Metric } from '@ithaca/contracts/metrics';
import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { metricWords } from '@ithaca/metrics/metric-words';
import { groupName, periodName } from '@ithaca/metrics/sheets/built-words';

import type { Letter } from '../../../platform/mail/post.ts';
import { formatsOf } from '../paper/formats.ts';
import { reportWords } from '../words/report-words.ts';
import type { Addressee } from './report-readers.queries.ts';

/** A mail names what it can hold in sight; the page has the rest. */
const MOST_LINES = 12;

/** A report as a mail: its numbers in words, and the way to the page that it was frozen as. */
export function writeReport(
  { name, programId, report, runId }: { name: string; programId: string; report: BuiltReport; runId: string },
  reader: Addressee,
): Letter {
  const { locale } = reader;
  const t = reportWords(locale);
  const format = formatsOf(locale, reader.timeZone);
  const words = metricWords(t, format);
  const cohortName = (id: string) => report.cohorts.find((cohort) => cohort.id === id)?.name ?? '';
  const line = (names: readonly string[], metric: Metric) => {
    const { value, base, isTold } = words.said(metric);
    return { isTold, text: `• ${names.join(' · ')}: ${value}${isTold && base ? ` (${base})` : ''}` };
  };
  const lines = report.metrics.flatMap(({ key, cohorts }) =>
    cohorts.flatMap(({ cohortId, whole, groups }) => {
      const names = [words.label(key), ...(cohorts.length > 1 ? [cohortName(cohortId)] : [])];
      return [
        ...(whole ? [line(names, whole)] : []),
        ...groups.map(({ group, metric }) => line([...names, groupName(t, report.split, group)], metric)),
      ];
    }),
  );
  // What is withheld, and why, stands on the page.
  const told = lines.filter(({ isTold }) => isTold);
  const all = told.length > 0 ? told : lines;
  const shown = all.slice(0, MOST_LINES).map(({ text }) => text);
  return {
    kind: 'report-scheduled',
    personId: reader.personId,
    programId,
    to: reader.email,
    locale,
    facts: {
      name: reader.givenName,
      report: name,
      program: report.programName,
      at: format.instant(report.asOf),
      about: `${format.list(report.cohorts.map((cohort) => cohort.name))} · ${periodName(t, format, report.period)}`,
      finding: [...shown, ...(all.length > shown.length ? ['• …'] : [])].join('\n'),
    },
    path: `/reports/sent/${runId}`,
  };
}
