import type { enrolmentColumns, enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { InputOf } from '@ithaca/contracts/route';

import type { Database } from '../../platform/database/database.ts';
import { pagesOf } from '../../platform/exports/exports.ts';
import type { ExportSource } from '../../platform/exports/exports.ts';
import type { ExportColumn } from '../../platform/exports/table-file.ts';
import { listEnrolments } from './enrolments.queries.ts';

type Line = Awaited<ReturnType<typeof listEnrolments>>['items'][number];
type Filters = InputOf<typeof enrolmentRoutes.export>['body']['filters'];

const column = (
  key: (typeof enrolmentColumns)[number],
  [en, de, ar]: [string, string, string],
  valueOf: (line: Line) => string | number | null,
  kind: ExportColumn<Line>['kind'] = 'text',
): ExportColumn<Line> => ({ key, heading: { en, de, ar }, kind, valueOf });

/** The people of a cohort as a file: the list of the screen, line by line. Roles and states stay the words of the API. */
export const enrolmentsExport = (db: Database): ExportSource<Filters, Line> => ({
  list: 'enrolments',
  title: { en: 'People of the cohort', de: 'Personen der Kohorte', ar: 'أشخاص الدفعة' },
  permission: 'program.coordinate',
  columns: [
    column('name', ['Name', 'Name', 'الاسم'], (one) => one.displayName),
    column('department', ['Department', 'Abteilung', 'القسم'], (one) => one.department),
    column('jobTitle', ['Title', 'Stelle', 'المسمى الوظيفي'], (one) => one.jobTitle),
    column('role', ['Role', 'Rolle', 'الدور'], (one) => one.role),
    column('state', ['State', 'Stand', 'الحالة'], (one) => one.state),
    column('capacity', ['Places', 'Plätze', 'المقاعد'], (one) => one.capacity, 'number'),
    column(
      'openPairings',
      ['Open pairings', 'Offene Paare', 'ثنائيات مفتوحة'],
      (one) => one.openPairings,
      'number',
    ),
    column('skills', ['Skills', 'Fähigkeiten', 'المهارات'], (one) => one.skills.join(', ')),
    column('submittedAt', ['Sent', 'Gesendet', 'أُرسل'], (one) => one.submittedAt, 'instant'),
    column('updatedAt', ['Changed', 'Geändert', 'عُدّل'], (one) => one.updatedAt, 'instant'),
  ],
  pages: (reader, filters, { cohortId }) =>
    pagesOf((cursor) => listEnrolments(db, reader, cohortId ?? '', { ...filters, cursor, limit: 500 })),
});
