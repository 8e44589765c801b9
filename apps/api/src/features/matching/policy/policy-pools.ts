import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { hashText } from '@ithaca/matching/hash';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { keptPairs, listDraft, toCohortInput } from '../draft.queries.ts';
import { loadInputs } from '../inputs.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import type { Pool } from './policy-pool.ts';

/** What a cohort's fingerprint does not see (a manager's manager who changed) is at most so old. */
const MOST_AGE_MS = 60_000;
const MOST_KEPT = 8;
/** More pairs than this take too long to answer while somebody drags a slider; a fair part of the people stands for all. */
const MOST_PAIRS = 400_000;

/** A cohort's pool as it is now, with what is needed to put names to an answer. */
export interface LoadedPool {
  /** Names the pool, and changes with it. */
  key: string;
  pool: Pool;
  inputs: MatchingInputs;
  keptPairs: number;
  isEstimate: boolean;
}

/** Reads pools to try policies on, and reads one again only when something of it has changed. */
@Injectable()
export class PolicyPools {
  readonly #kept = new Map<string, { loaded: LoadedPool; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async load({ organisationId }: Actor, cohortId: string): Promise<LoadedPool> {
    const today = await findToday(this.db, this.clock, organisationId);
    const mark = await this.#fingerprint(organisationId, cohortId);
    const name = `${organisationId} ${cohortId}`;
    const key = `${name} ${today} ${mark.text}`;
    const kept = this.#kept.get(name);
    const now = performance.now();
    if (kept && kept.until > now && kept.loaded.key.startsWith(key)) return kept.loaded;
    const inputs = await loadInputs(this.db, organisationId, cohortId, today, undefined, 'of-any-policy');
    const pairs = mark.draftId
      ? keptPairs(inputs, await listDraft(this.db, organisationId, mark.draftId))
      : [];
    const { policy: _, groups: __, ...whole } = toCohortInput(inputs, pairs);
    const isEstimate = whole.mentees.length * whole.mentors.length > MOST_PAIRS;
    const loaded = {
      // A pool that is read again is another pool, even when the fingerprint cannot tell.
      key: `${key} ${now}`,
      pool: isEstimate ? fairPart(whole) : whole,
      inputs,
      keptPairs: pairs.length,
      isEstimate,
    };
    this.#kept.delete(name);
    this.#kept.set(name, { loaded, until: now + MOST_AGE_MS });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return loaded;
  }

  /** One text that changes with the people, answers, pairings, bans and kept proposals of a cohort. */
  async #fingerprint(organisationId: string, cohortId: string) {
    const row = await this.db.first<{ text: string; draftId: string | null }>(
      `select d.id as "draftId", concat_ws(' ', c.version, g.version, d.id, d.version,
         (select concat_ws('/', count(*), sum(e.version), max(e.updated_at), sum(p.version), max(p.updated_at)) from enrolments e
          join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
          where e.organisation_id = c.organisation_id and e.cohort_id = c.id),
         (select concat_ws('/', count(*), sum(m.version), max(m.ended_at)) from pairings m
          where m.organisation_id = c.organisation_id and m.cohort_id = c.id),
         (select concat_ws('/', count(*), sum(r.version)) from proposals r
          where r.organisation_id = c.organisation_id and r.cohort_id = c.id)) as text
       from cohorts c
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       left join lateral (select id, version from matching_runs r
         where r.organisation_id = c.organisation_id and r.cohort_id = c.id and r.state = 'ready'
         order by r.created_at desc, r.id desc limit 1) d on true
       where c.organisation_id = $1 and c.id = $2`,
      [organisationId, cohortId],
    );
    if (!row) throw new Refusal('record.not-found');
    return row;
  }
}

/** The same share of mentees and of mentors, drawn by seed, so that places and requests stay in proportion. */
function fairPart(pool: Pool): Pool {
  const { mentees, mentors, seed = 0 } = pool;
  const share = Math.sqrt(MOST_PAIRS / (mentees.length * mentors.length));
  const part = <T extends { id: string }>(people: readonly T[]) =>
    people
      .toSorted((a, b) => hashText(seed, a.id) - hashText(seed, b.id))
      .slice(0, Math.max(1, Math.round(people.length * share)));
  const [some, others] = [part(mentees), part(mentors)];
  const known = new Set([...some, ...others].map(({ id }) => id));
  const within = (pairs: Pool['locked'] = []) =>
    pairs.filter(({ menteeId, mentorId }) => known.has(menteeId) && known.has(mentorId));
  return {
    ...pool,
    mentees: some,
    mentors: others,
    locked: within(pool.locked),
    forbidden: within(pool.forbidden),
  };
}
