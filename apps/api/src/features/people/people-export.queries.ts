import type { DirectoryColumn, DirectoryFilter } from '@ithaca/contracts/people';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ExportSource } from '../../platform/exports/exports.ts';
import type { ExportColumn } from '../../platform/exports/table-file.ts';
import { directoryConditions } from './people.queries.ts';

interface Line {
  id: string;
  displayName: string;
  givenName: string;
  familyName: string;
  employeeNumber: string | null;
  email: string | null;
  jobTitle: string;
  department: string;
  site: string;
  grade: number | null;
  managerKey: string | null;
  managerName: string | null;
  hiredOn: string | null;
  leftOn: string | null;
  endReason: string | null;
  leaveFrom: string | null;
  leaveUntil: string | null;
  timeZone: string;
  locale: string;
  languages: string[];
  pronouns: string;
}

const A_PAGE = 1000;

/**
 * The directory as a file: one line a person, by name. A manager is named by what an import finds them by; how often a part of
 * the list is asked for, it is read in pages that hold on to the last name.
 */
async function* pages(
  db: Database,
  actor: Actor,
  now: Date,
  filter: DirectoryFilter,
): AsyncGenerator<readonly Line[]> {
  for (let last: Line | undefined; ;) {
    const parameters: unknown[] = [actor.organisationId, A_PAGE];
    const add = (value: unknown) => `$${parameters.push(value)}`;
    const conditions = directoryConditions(now, filter, add);
    if (conditions === null) return;
    if (last)
      conditions.push(
        `(p.display_name collate "C", p.id) > (${add(last.displayName)}, ${add(last.id)}::uuid)`,
      );
    const rows: Line[] = await db.query<Line>(
      `select p.id, p.display_name as "displayName", p.given_name as "givenName", p.family_name as "familyName",
         p.employee_number as "employeeNumber", p.email, p.job_title as "jobTitle", p.department, p.site, p.grade,
         coalesce(m.employee_number, m.email, m.display_name) as "managerKey", m.display_name as "managerName",
         p.hired_on::text as "hiredOn", p.left_on::text as "leftOn", (select e.end_reason from employment_spells e
           where e.organisation_id = p.organisation_id and e.person_id = p.id order by e.starts_on desc limit 1) as "endReason",
         p.leave_from::text as "leaveFrom", p.leave_until::text as "leaveUntil",
         p.time_zone as "timeZone", p.locale, p.languages, p.pronouns
       from people p left join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id
       where ${['p.organisation_id = $1', ...conditions].join(' and ')}
       order by p.display_name collate "C", p.id limit $2`,
      parameters,
    );
    yield rows;
    last = rows.at(-1);
    if (rows.length < A_PAGE) return;
  }
}

const column = (
  key: DirectoryColumn,
  [en, de, ar]: [string, string, string],
  valueOf: (line: Line) => string | number | null,
  kind: ExportColumn<Line>['kind'] = 'text',
): ExportColumn<Line> => ({ key, heading: { en, de, ar } satisfies Record<Locale, string>, kind, valueOf });

const columns = [
  column('employeeNumber', ['Employee number', 'Personalnummer', 'الرقم الوظيفي'], (p) => p.employeeNumber),
  column('name', ['Name', 'Name', 'الاسم'], (p) => p.displayName),
  column('givenName', ['Given name', 'Vorname', 'الاسم الأول'], (p) => p.givenName),
  column('familyName', ['Family name', 'Nachname', 'اسم العائلة'], (p) => p.familyName),
  column('email', ['Mail', 'Mail', 'البريد'], (p) => p.email),
  column('jobTitle', ['Title', 'Stelle', 'المسمى الوظيفي'], (p) => p.jobTitle),
  column('department', ['Department', 'Abteilung', 'القسم'], (p) => p.department),
  column('site', ['Site', 'Standort', 'الموقع'], (p) => p.site),
  column('grade', ['Grade', 'Stufe', 'الدرجة'], (p) => p.grade, 'number'),
  column('manager', ['Manager (number)', 'Führungskraft (Nummer)', 'المدير (الرقم)'], (p) => p.managerKey),
  column('managerName', ['Manager', 'Führungskraft', 'المدير'], (p) => p.managerName),
  column('hiredOn', ['Hired on', 'Eintritt', 'تاريخ التعيين'], (p) => p.hiredOn, 'day'),
  column('leftOn', ['Last day', 'Letzter Tag', 'آخر يوم'], (p) => p.leftOn, 'day'),
  column('endReason', ['Reason for leaving', 'Austrittsgrund', 'سبب المغادرة'], (p) => p.endReason),
  column('leaveFrom', ['On leave from', 'Abwesend ab', 'في إجازة من'], (p) => p.leaveFrom, 'day'),
  column('leaveUntil', ['On leave until', 'Abwesend bis', 'في إجازة حتى'], (p) => p.leaveUntil, 'day'),
  column('timeZone', ['Time zone', 'Zeitzone', 'المنطقة الزمنية'], (p) => p.timeZone),
  column('locale', ['Language of mails', 'Sprache der Mails', 'لغة الرسائل'], (p) => p.locale),
  column('languages', ['Languages', 'Sprachen', 'اللغات'], (p) => p.languages.join(', ')),
  column('pronouns', ['Pronouns', 'Pronomen', 'الضمائر'], (p) => p.pronouns),
];

/** The directory, as the exports know it. */
export const directoryExport = (db: Database, clock: Clock): ExportSource<DirectoryFilter, Line> => ({
  list: 'people',
  title: { en: 'People', de: 'Personen', ar: 'الأشخاص' },
  permission: 'directory.export',
  columns,
  pages: (reader, filters) => pages(db, reader, clock.now(), filters),
});
