import type { ListedPairing, pairingColumns, pairingRoutes } from '@ithaca/contracts/pairings';
import type { InputOf } from '@ithaca/contracts/route';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { pagesOf } from '../../platform/exports/exports.ts';
import type { ExportSource } from '../../platform/exports/exports.ts';
import type { ExportColumn } from '../../platform/exports/table-file.ts';
import { listPairings } from './pairings.queries.ts';

type Filters = InputOf<typeof pairingRoutes.export>['body']['filters'];

const column = (
  key: (typeof pairingColumns)[number],
  [en, de, ar]: [string, string, string],
  valueOf: (line: ListedPairing) => string | number | null,
  kind: ExportColumn<ListedPairing>['kind'] = 'text',
): ExportColumn<ListedPairing> => ({ key, heading: { en, de, ar }, kind, valueOf });

/** The pairings of a cohort as a file: the list of the screen, line by line; dates and states, never content. */
export const pairingsExport = (db: Database, clock: Clock): ExportSource<Filters, ListedPairing> => ({
  list: 'pairings',
  title: { en: 'Pairings', de: 'Paare', ar: 'الثنائيات' },
  permission: 'program.coordinate',
  columns: [
    column('mentor', ['Mentor', 'Mentorin oder Mentor', 'المرشد'], (one) => one.mentorName),
    column('mentees', ['Mentee', 'Mentee', 'المتدرّب'], (one) => one.menteeNames.join(', ')),
    column('state', ['State', 'Stand', 'الحالة'], (one) => one.state),
    column('health', ['Health', 'Verlauf', 'الوضع'], (one) => one.health),
    column('startedAt', ['Started', 'Begonnen', 'البداية'], (one) => one.startedAt, 'instant'),
    column(
      'heldMeetings',
      ['Meetings held', 'Gehaltene Treffen', 'اللقاءات المعقودة'],
      (one) => one.heldMeetings,
      'number',
    ),
    column('lastHeldAt', ['Last meeting', 'Letztes Treffen', 'آخر لقاء'], (one) => one.lastHeldAt, 'instant'),
    column(
      'nextMeetingAt',
      ['Next meeting', 'Nächstes Treffen', 'اللقاء القادم'],
      (one) => one.nextMeetingAt,
      'instant',
    ),
    column('checkIn', ['Check-in', 'Kurzumfrage', 'الاطمئنان'], ({ checkIn }) =>
      checkIn ? `${String(checkIn.answered)} / ${String(checkIn.asked)}` : null,
    ),
  ],
  pages: (reader, filters, { cohortId }) =>
    pagesOf((cursor) => listPairings(db, reader, clock, cohortId ?? '', { ...filters, cursor, limit: 200 })),
});
