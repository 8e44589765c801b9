import type { Found } from '@ithaca/contracts/search';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { searchTokens } from '@ithaca/domain/search-tokens';

import type { Database } from '../../platform/database/database.ts';
import { findColleagues } from '../people/people.queries.ts';

const MOST = 10;

/** Where is it? People by name, programs, pairings: each only as far as the reader may see it; at most ten of a kind. */
export async function search(db: Database, actor: Actor, now: Date, q: string): Promise<Found> {
  const words = searchTokens([q]).slice(0, 8);
  if (words.length === 0) return { people: [], programs: [], pairings: [] };
  const { items } = await findColleagues(db, actor, now, q);
  return {
    people: items.map(({ id, displayName, jobTitle, department }) => ({
      id,
      label: displayName,
      hint: [jobTitle, department].filter(Boolean).join(' · '),
      path: `/people/${id}`,
    })),
    programs: await findPrograms(db, actor, words),
    pairings: await findPairings(db, actor, words),
  };
}

/** Programs that I run, and cohorts that are open to everybody or in which I take part; few enough to be read by name. */
async function findPrograms(
  db: Database,
  actor: Actor,
  words: readonly string[],
): Promise<Found['programs']> {
  const rows = await db.query<{
    programId: string;
    programName: string;
    cohortId: string | null;
    cohortName: string | null;
    isMine: boolean;
  }>(
    `select g.id as "programId", g.name as "programName", c.id as "cohortId", c.name as "cohortName",
       exists (select from enrolments e where e.organisation_id = g.organisation_id and e.cohort_id = c.id and e.person_id = $2) as "isMine"
     from programs g left join cohorts c on c.organisation_id = g.organisation_id and c.program_id = g.id
       and c.state not in ('draft', 'scheduled')
     where g.organisation_id = $1 order by lower(g.name), c.starts_on desc`,
    [actor.organisationId, actor.personId],
  );
  const hits = new Map<string, Found['programs'][number]>();
  for (const { programId, programName, cohortId, cohortName, isMine } of rows) {
    if (!fits(words, [programName, cohortName ?? ''])) continue;
    const runs = can(actor, 'program.read', { programId });
    if (runs) {
      if (!hits.has(programId))
        hits.set(programId, { id: programId, label: programName, hint: '', path: `/manage/${programId}` });
    } else if (cohortId !== null && (isMine || (await isOpen(db, actor, cohortId))))
      hits.set(cohortId, {
        id: cohortId,
        label: programName,
        hint: cohortName ?? '',
        path: `/programs/${cohortId}`,
      });
  }
  return [...hits.values()].slice(0, MOST);
}

async function isOpen(db: Database, actor: Actor, cohortId: string): Promise<boolean> {
  const row = await db.first<{ open: boolean }>(
    "select state = 'enrolling' as open from cohorts where organisation_id = $1 and id = $2",
    [actor.organisationId, cohortId],
  );
  return row?.open ?? false;
}

/** Every word begins a word of the texts. */
function fits(words: readonly string[], texts: readonly string[]): boolean {
  const tokens = searchTokens(texts);
  return words.every((word) => tokens.some((token) => token.startsWith(word)));
}

/** Pairings in which somebody has such a name: my own, and those of programs I coordinate. */
async function findPairings(
  db: Database,
  actor: Actor,
  words: readonly string[],
): Promise<Found['pairings']> {
  const parameters: unknown[] = [actor.organisationId, actor.personId, MOST * 4];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  // Every word is the beginning of a name of one of the people of the pairing; the index of tokens leads.
  const has = (word: string) =>
    `select m.pairing_id from person_tokens t
       join pairing_members m on m.organisation_id = t.organisation_id and m.person_id = t.person_id
     where t.organisation_id = $1 and t.in_name and t.token >= ${add(word)} and t.token < ${add(`${word}\u{10FFFF}`)}`;
  const reach = can(actor, 'programs.manage')
    ? ''
    : `and exists (select from pairing_members mine where mine.organisation_id = p.organisation_id
         and mine.pairing_id = p.id and mine.person_id = $2 and mine.inside)`;
  const rows = await db.query<{
    id: string;
    programId: string;
    programName: string;
    cohortId: string;
    cohortName: string;
    names: string[];
    isMine: boolean;
  }>(
    `select p.id, g.id as "programId", g.name as "programName", c.id as "cohortId", c.name as "cohortName",
       array(select h.display_name from pairing_members m join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
         where m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.left_at is null and (p.smallest is null or m.declined_at is null) order by m.role desc, h.display_name) as names,
       exists (select from pairing_members mine where mine.organisation_id = p.organisation_id and mine.pairing_id = p.id
         and mine.person_id = $2 and mine.inside) as "isMine"
     from pairings p
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where p.organisation_id = $1 ${reach} and ${words.map((word) => `p.id in (${has(word)})`).join(' and ')}
     order by p.published_at desc, p.id limit $3`,
    parameters,
  );
  return rows
    .filter(({ isMine, programId }) => isMine || can(actor, 'program.read', { programId }))
    .slice(0, MOST)
    .map(({ id, programId, programName, cohortId, cohortName, names, isMine }) => ({
      id,
      label: names.join(' · '),
      hint: `${programName} · ${cohortName}`,
      path: isMine ? `/pairings/${id}` : `/manage/${programId}/pairings?cohort=${cohortId}`,
    }));
}
