import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Database } from '../../../platform/database/database.ts';
import { reportWords } from '../words/report-words.ts';
import { formatsOf } from './formats.ts';

/** In whose words and formats something is put down. */
export interface Reader {
  locale: Locale;
  say: ReturnType<typeof reportWords>;
  format: ReturnType<typeof formatsOf>;
}

/** What is asked for is written in the reader's own language unless another is named, with the hours of their zone. */
export async function readReader(
  db: Database,
  { organisationId, personId }: Actor,
  named: Locale | undefined,
): Promise<Reader> {
  const reader = await db.first<{ locale: Locale; timeZone: string }>(
    'select locale, time_zone as "timeZone" from people where organisation_id = $1 and id = $2',
    [organisationId, personId],
  );
  const locale = named ?? reader?.locale ?? 'en';
  return { locale, say: reportWords(locale), format: formatsOf(locale, reader?.timeZone ?? 'UTC') };
}
