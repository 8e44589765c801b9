import { Injectable } from '@nestjs/common';
import type { Cause, Contribution } from '@ithaca/contracts/matching';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';
import type { RefusalCode } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { PairingsRepository } from './pairings.repository.ts';

/** A pairing to be offered. */
export interface Offer {
  proposalId: string | null;
  mentorEnrolmentId: string;
  menteeEnrolmentId: string;
  score: number | null;
  contributions: readonly Contribution[];
}

export interface OfferTerms {
  cohortId: string;
  cadenceDays: number;
  /** The program's own words on confidentiality, which every agreement starts from. */
  confidentiality: string;
}

/** Why an offer is not possible (any more): a refusal's code, with the name it concerns. */
export interface OfferCause extends Cause {
  code: RefusalCode;
}

interface EnrolmentFacts {
  id: string;
  personId: string;
  displayName: string;
  role: Side;
  state: EnrolmentState;
  cohortId: string;
  capacity: number;
  openPairings: number;
  hasLeft: boolean;
}

/** Who offers: a person, or the system for its organisation. */
interface Offerer {
  organisationId: string;
  personId?: string | null;
}

/** Makes pairings out of proposals, and says beforehand which cannot be made. */
@Injectable()
export class OffersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
  ) {}

  /** What stands against each offer right now, in the order given; takes no lock, so it is a preview only. */
  async preview(organisationId: string, cohortId: string, offers: readonly Offer[]) {
    return this.#judge(cohortId, offers, await this.#facts(organisationId, offers));
  }

  /** Offers one pairing, or refuses with the cause. Answers its id. */
  async create(offerer: Offerer, terms: OfferTerms, offer: Offer): Promise<string> {
    const [result] = await this.createMany(offerer, terms, [offer]);
    if (!result || result.cause !== null)
      throw new Refusal(result?.cause.code ?? 'record.not-found', result?.cause.facts ?? {});
    return result.pairingId;
  }

  /**
   * Offers what is still possible, in the order given, and leaves out the rest with its cause. All enrolments are locked
   * first, mentors before mentees and each by id, so that concurrent publications and acceptances wait for one another.
   */
  createMany(offerer: Offerer, terms: OfferTerms, offers: readonly Offer[]) {
    const { organisationId } = offerer;
    return this.db.write(offerer, async () => {
      await this.db.query(
        `select 1 from enrolments where organisation_id = $1 and id = any($2::uuid[]) order by role desc, id for no key update`,
        [organisationId, enrolmentIds(offers)],
      );
      const facts = await this.#facts(organisationId, offers);
      const results = this.#judge(terms.cohortId, offers, facts).map(({ offer, cause }) =>
        cause === null ? { offer, cause, pairingId: uuidv7() } : { offer, cause, pairingId: null },
      );
      const made = results.flatMap(({ offer, pairingId }) =>
        pairingId === null ? [] : [{ offer, pairingId }],
      );
      await this.#insert(offerer, terms, made, facts);
      return results as (
        | { offer: Offer; cause: null; pairingId: string }
        | { offer: Offer; cause: OfferCause; pairingId: null }
      )[];
    });
  }

  async #facts(
    organisationId: string,
    offers: readonly Offer[],
  ): Promise<ReadonlyMap<string, EnrolmentFacts>> {
    const today = await findToday(this.db, this.clock, organisationId);
    const rows = await this.db.query<EnrolmentFacts>(
      `select e.id, e.person_id as "personId", p.display_name as "displayName", e.role, e.state, e.cohort_id as "cohortId", e.capacity,
         (select count(*)::int from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open) as "openPairings",
         coalesce(p.left_on <= $3::date, false) as "hasLeft"
       from enrolments e join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       where e.organisation_id = $1 and e.id = any($2::uuid[])`,
      [organisationId, enrolmentIds(offers), today],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Goes through the offers in order and counts the places that earlier ones of the list take. */
  #judge(
    cohortId: string,
    offers: readonly Offer[],
    facts: ReadonlyMap<string, EnrolmentFacts>,
  ): { offer: Offer; cause: OfferCause | null }[] {
    const taken = new Map<string, number>();
    return offers.map((offer) => {
      const mentor = facts.get(offer.mentorEnrolmentId);
      const mentee = facts.get(offer.menteeEnrolmentId);
      if (
        mentor?.role !== 'mentor' ||
        mentee?.role !== 'mentee' ||
        mentor.cohortId !== cohortId ||
        mentee.cohortId !== cohortId ||
        mentor.personId === mentee.personId
      )
        return { offer, cause: { code: 'record.not-found', facts: {} } };
      const cause = obstacleOf(mentor, mentee, taken);
      if (cause === null) for (const { id } of [mentor, mentee]) taken.set(id, (taken.get(id) ?? 0) + 1);
      return { offer, cause };
    });
  }

  async #insert(
    offerer: Offerer,
    terms: OfferTerms,
    made: readonly { offer: Offer; pairingId: string }[],
    facts: ReadonlyMap<string, EnrolmentFacts>,
  ): Promise<void> {
    if (made.length === 0) return;
    const { organisationId } = offerer;
    const now = this.clock.now();
    await this.db.execute(
      `insert into pairings (organisation_id, id, cohort_id, proposal_id, state, score, contributions, cadence_days, agreement, published_at)
       select $1, o.id, $2, o.proposal_id, 'offered', o.score, o.contributions, $3, $4::jsonb, $5
       from jsonb_to_recordset($6::jsonb) as o (id uuid, proposal_id uuid, score integer, contributions jsonb)`,
      [
        organisationId,
        terms.cohortId,
        terms.cadenceDays,
        JSON.stringify({
          cadenceDays: terms.cadenceDays,
          channel: '',
          confidentiality: terms.confidentiality,
          expectations: '',
        }),
        now,
        JSON.stringify(
          made.map(({ offer, pairingId }) => ({
            id: pairingId,
            proposal_id: offer.proposalId,
            score: offer.score,
            contributions: offer.contributions,
          })),
        ),
      ],
    );
    const members = made.flatMap(({ offer, pairingId }) =>
      [offer.mentorEnrolmentId, offer.menteeEnrolmentId].flatMap((enrolmentId) => {
        const enrolment = facts.get(enrolmentId);
        return enrolment ? [{ pairingId, enrolment }] : [];
      }),
    );
    await this.db.execute(
      `insert into pairing_members (organisation_id, pairing_id, person_id, cohort_id, enrolment_id, role)
       select $1, m.pairing_id, m.person_id, $2, m.enrolment_id, m.role
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) as m (pairing_id, person_id, enrolment_id, role)`,
      [
        organisationId,
        terms.cohortId,
        members.map(({ pairingId }) => pairingId),
        members.map(({ enrolment }) => enrolment.personId),
        members.map(({ enrolment }) => enrolment.id),
        members.map(({ enrolment }) => enrolment.role),
      ],
    );
    await this.repository.reach(
      organisationId,
      terms.cohortId,
      'proposed',
      members.map(({ enrolment }) => enrolment),
      now,
      offerer.personId ?? null,
    );
  }
}

function obstacleOf(
  mentor: EnrolmentFacts,
  mentee: EnrolmentFacts,
  taken: ReadonlyMap<string, number>,
): OfferCause | null {
  const cause = (code: RefusalCode, who: EnrolmentFacts, more: Record<string, unknown> = {}) => ({
    code,
    facts: { displayName: who.displayName, role: who.role, ...more },
  });
  for (const side of [mentee, mentor]) {
    if (side.hasLeft) return cause('person.not-employed', side);
    const isFree = side.state === 'in-pool' || (side.role === 'mentor' && side.state === 'matched');
    if (!isFree && !(side.state === 'matched' && side.openPairings > 0))
      return cause('enrolment.wrong-state', side, { state: side.state });
  }
  if (mentee.openPairings + (taken.get(mentee.id) ?? 0) > 0) return cause('pairing.mentee-paired', mentee);
  if (mentor.openPairings + (taken.get(mentor.id) ?? 0) >= mentor.capacity)
    return cause('pairing.mentor-full', mentor, {
      capacity: mentor.capacity,
      openPairings: mentor.openPairings,
    });
  return null;
}

const enrolmentIds = (offers: readonly Offer[]) => [
  ...new Set(offers.flatMap((offer) => [offer.mentorEnrolmentId, offer.menteeEnrolmentId])),
];
