import type { Database } from '../../platform/database/database.ts';

/** People by name: those all of whose words begin one of their tokens, as soon as the first page of them is found. */

export type Add = (value: unknown) => string;

export interface NameSearch {
  /** As searchTokens gives them. */
  words: readonly string[];
  /** Only words of names count. */
  inNameOnly: boolean;
  /** Name and id of the last person of the page before. */
  after: readonly [string, string] | null;
  limit: number;
  /** Of one department or site: few of the people under a word may be in it. */
  inUnit: boolean;
  /** What else must be true of `people p`, with `$1` the organisation. */
  conditions: (add: Add) => string[];
}

/** Up to so many hits of a word are read from the index and sorted at once. */
const FEW = 2000;
/** Up to so many different tokens that begin with a frequent word are read side by side, each by name. */
const FEW_TOKENS = 64;
/** Where a frequent word begins very many tokens, a walk by name meets enough people soon; after so many it gives up. */
const WALK = 1500;

interface Word {
  word: string;
  hits: number;
}

/** The ids of the first people by name. */
export async function findByName(
  db: Database,
  organisationId: string,
  search: NameSearch,
): Promise<string[]> {
  const ask = async <T extends object>(sql: (add: Add) => string): Promise<T[]> => {
    const parameters: unknown[] = [organisationId];
    const text = sql((value) => `$${parameters.push(value)}`);
    return db.query<T>(text, parameters);
  };
  const idsOf = async (sql: (add: Add) => string) => (await ask<{ id: string }>(sql)).map(({ id }) => id);
  const { words, limit } = search;
  if (words.length === 0)
    return idsOf((add) => `${peopleByName(search, add)} order by ${BY_NAME} limit ${add(limit)}`);
  const counted = await ask<Word>((add) => countHits(search, add));
  const [rarest] = counted;
  if (!rarest || rarest.hits === 0) return [];
  if (rarest.hits < FEW) return idsOf((add) => allUnder(search, rarest, add));
  // All are frequent: a page is soon met among the people of a unit, by name; and else under the word of the fewest tokens.
  if (search.inUnit) {
    const walked = await walkFor(idsOf, search);
    if (walked) return walked;
  }
  let lead: { word: string; tokens: string[] } | undefined;
  for (const { word } of counted) {
    const tokens = (await ask<{ token: string }>((add) => tokensUnder(search, word, add))).map(
      ({ token }) => token,
    );
    if (tokens.length <= FEW_TOKENS && tokens.length < (lead?.tokens.length ?? Infinity))
      lead = { word, tokens };
  }
  if (lead) return readSideBySide(ask, search, lead);
  const walked = search.inUnit ? null : await walkFor(idsOf, search);
  return walked ?? idsOf((add) => allUnder(search, rarest, add));
}

/** The page, met on a walk by name; null where the walk gives up before the page is full. */
async function walkFor(
  idsOf: (sql: (add: Add) => string) => Promise<string[]>,
  search: NameSearch,
): Promise<string[] | null> {
  const walked = await idsOf((add) => walk(search, add));
  if (walked.length === search.limit) return walked;
  const further = await idsOf(
    (add) => `${peopleByName(search, add)} order by ${BY_NAME} limit 1 offset ${WALK}`,
  );
  return further.length === 0 ? walked : null;
}

/** Pieces of the people under the tokens, in order of their names, until the page is full. */
async function readSideBySide(
  ask: <T extends object>(sql: (add: Add) => string) => Promise<T[]>,
  search: NameSearch,
  lead: { word: string; tokens: readonly string[] },
): Promise<string[]> {
  const found: string[] = [];
  let { after } = search;
  // Most people are employed.
  for (let size = 2 * search.limit; ; size *= 4) {
    const rest = { ...search, after, limit: search.limit - found.length };
    const [piece] = await ask<{ ids: string[]; met: number; last: [string, string] | null }>((add) =>
      pieceUnder(rest, lead, size, add),
    );
    found.push(...(piece?.ids ?? []));
    if (!piece?.last || piece.met < size || found.length >= search.limit) return found;
    after = piece.last;
  }
}

const BY_NAME = 'p.display_name collate "C", p.id';

function peopleByName({ after, conditions }: NameSearch, add: Add): string {
  const where = ['p.organisation_id = $1', ...conditions(add)];
  if (after) where.push(`(p.display_name collate "C", p.id) > (${add(after[0])}, ${add(after[1])}::uuid)`);
  return `select p.id from people p where ${where.join(' and ')}`;
}

/** The tokens that begin so. Equality and range on the token are leakproof: the index serves under row-level security. */
function beginsSo(word: string, { inNameOnly }: Pick<NameSearch, 'inNameOnly'>, add: Add): string {
  return `t.organisation_id = $1 and t.token >= ${add(word)} and t.token < ${add(`${word}\u{10FFFF}`)}${inNameOnly ? ' and t.in_name' : ''}`;
}

/** The people one of whose tokens begins so; a statement that answers `person_id`. */
export function hits(word: string, inNameOnly: boolean, add: Add): string {
  return `select t.person_id from person_tokens t where ${beginsSo(word, { inNameOnly }, add)}`;
}

/** The tokens' people who come after the page before. */
const afterThat = ({ after }: NameSearch, add: Add) =>
  after ? ` and (t.display_name, t.person_id) > (${add(after[0])}, ${add(after[1])}::uuid)` : '';

/** That the other words begin a token of the same person: what an entry of the index tells by itself. */
const andTheOthers = ({ words, inNameOnly }: NameSearch, lead: string, add: Add) =>
  words
    .filter((word) => word !== lead)
    .map(
      (word) =>
        ` and strpos(${inNameOnly ? "split_part(t.words, '|', 1)" : 't.words'}, ${add(` ${word}`)}) > 0`,
    )
    .join('');

/** How many hits each word has, up to the number from which it counts as frequent; the rarest first. */
function countHits(search: NameSearch, add: Add): string {
  return search.words
    .map(
      (word) => `select ${add(word)}::text as word, (select count(*)::int from (select from person_tokens t
        where ${beginsSo(word, search, add)} limit ${FEW}) hit) as hits`,
    )
    .join(' union all ')
    .concat(' order by hits');
}

/** The different tokens under a word, one step of the index each; one more than are read side by side. */
function tokensUnder(search: NameSearch, word: string, add: Add): string {
  const begins = beginsSo(word, search, add);
  const next = `select t.token from person_tokens t where ${begins}`;
  return `with recursive under (token) as (
      (${next} order by t.token limit 1)
      union all select (${next} and t.token > under.token order by t.token limit 1) from under where under.token is not null)
    select token from under where token is not null limit ${FEW_TOKENS + 1}`;
}

/** Of the people `met` (name and id), in order, those who fulfil the rest. OFFSET 0 has each looked at only when its turn comes. */
function fulfilling(search: NameSearch, met: string, add: Add): string {
  const where = ['p.organisation_id = $1', 'p.id = met.person_id', ...search.conditions(add)];
  return `select p.id from (${met}) met
      cross join lateral (select p.id from people p where ${where.join(' and ')} offset 0) p
    order by met.display_name, met.person_id limit ${add(search.limit)}`;
}

function allUnder(search: NameSearch, { word }: Word, add: Add): string {
  const met = `select distinct t.display_name, t.person_id from person_tokens t
    where ${beginsSo(word, search, add)}${afterThat(search, add)}${andTheOthers(search, word, add)}
    order by t.display_name, t.person_id offset 0`;
  return fulfilling(search, met, add);
}

/** One row: who of the next `size` people under the tokens fulfils everything, how many were met, and the last of these. */
function pieceUnder(
  search: NameSearch,
  { word, tokens }: { word: string; tokens: readonly string[] },
  size: number,
  add: Add,
): string {
  const most = add(size);
  return `with met as materialized (
      select distinct t.display_name, t.person_id from unnest(${add(tokens)}::text[]) as w(token) cross join lateral (
          select t.display_name, t.person_id from person_tokens t
          where t.organisation_id = $1 and t.token = w.token collate "C"${search.inNameOnly ? ' and t.in_name' : ''}${afterThat(search, add)}${andTheOthers(search, word, add)}
          order by t.display_name, t.person_id limit ${most}) t
      order by t.display_name, t.person_id limit ${most})
    select array(${fulfilling(search, 'select * from met order by met.display_name, met.person_id offset 0', add)}) as ids,
      (select count(*)::int from met) as met,
      (select array[met.display_name, met.person_id::text] from met order by met.display_name desc, met.person_id desc limit 1) as last`;
}

function walk(search: NameSearch, add: Add): string {
  const met = search.words.map(
    (word) => `exists (${hits(word, search.inNameOnly, add)} and t.person_id = p.id offset 0)`,
  );
  const people = peopleByName(search, add).replace('select p.id', 'select p.id, p.display_name');
  return `select p.id from (${people} order by ${BY_NAME} limit ${WALK} offset 0) p
    where ${met.join(' and ')} order by ${BY_NAME} limit ${add(search.limit)}`;
}
