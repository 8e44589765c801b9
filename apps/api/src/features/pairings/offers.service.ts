import { Injectable } from '@nestjs/common';
import type { Cause, Contribution } from '@ithaca/contracts/matching';
import type { AgreementTerms } from '@ithaca/domain/agreement';
import type { CircleRules } from '@ithaca/domain/circle';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';
import type { PairingState } from '@ithaca/domain/pairing';
import type { RefusalCode } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { PairingsRepository } from './pairings.repository.ts';

/** A pairing to be offered; of peers, the two stand on either side of it. */
export interface Offer {
  proposalId: string | null;
  mentorEnrolmentId: string;
  menteeEnrolmentId: string;
  score: number | null;
  contributions: readonly Contribution[];
}

export interface OfferTerms {
  cohortId: string;
  /** What the program proposes, which every agreement starts from. */
  agreement: AgreementTerms;
  /** Offers of one mentor make one circle of these sizes; null: each is a pair of its own. */
  circle?: CircleSizes | null;
}

/** `gathers`: mentees come one by one, so that a circle may be offered to fewer than the smallest size. */
type CircleSizes = Pick<CircleRules, 'smallest' | 'largest'> & { gathers?: boolean };

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
  /** The mentor's circle that is offered or runs, and how many mentees it has. */
  circleId: string | null;
  circleState: PairingState | null;
  circleMembers: number;
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
  async preview(
    organisationId: string,
    { cohortId, circle = null }: Pick<OfferTerms, 'cohortId' | 'circle'>,
    offers: readonly Offer[],
  ) {
    return this.#judge(cohortId, offers, await this.#facts(organisationId, offers), circle);
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
      const circleIds = new Map<string, string>();
      const results = this.#judge(terms.cohortId, offers, facts, terms.circle ?? null).map(
        ({ offer, cause }) => {
          if (cause !== null) return { offer, cause, pairingId: null };
          if (!terms.circle) return { offer, cause, pairingId: uuidv7() };
          const { mentorEnrolmentId } = offer;
          const known = circleIds.get(mentorEnrolmentId) ?? facts.get(mentorEnrolmentId)?.circleId;
          const pairingId = known ?? uuidv7();
          circleIds.set(mentorEnrolmentId, pairingId);
          return { offer, cause, pairingId };
        },
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
         coalesce(p.left_on <= $3::date, false) as "hasLeft", c.id as "circleId", c.state as "circleState", coalesce(c.members, 0) as "circleMembers"
       from enrolments e join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       left join lateral (
         select w.id, w.state, (select count(*)::int from pairing_members o where o.organisation_id = w.organisation_id and o.pairing_id = w.id
           and o.role = 'mentee' and o.open) as members
         from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
         where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.role = 'mentor' and m.open and w.smallest is not null
         limit 1) c on true
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
    circle: CircleSizes | null,
  ): { offer: Offer; cause: OfferCause | null }[] {
    const taken = new Map<string, number>();
    const judged = offers.map((offer): { offer: Offer; cause: OfferCause | null } => {
      const mentor = facts.get(offer.mentorEnrolmentId);
      const mentee = facts.get(offer.menteeEnrolmentId);
      if (
        !mentor ||
        !mentee ||
        !sitTogether(mentor.role, mentee.role) ||
        mentor.cohortId !== cohortId ||
        mentee.cohortId !== cohortId ||
        mentor.personId === mentee.personId
      )
        return { offer, cause: { code: 'record.not-found', facts: {} } };
      const cause = obstacleOf(mentor, mentee, taken, circle);
      if (cause === null) for (const { id } of [mentor, mentee]) taken.set(id, (taken.get(id) ?? 0) + 1);
      return { offer, cause };
    });
    return judged.map(({ offer, cause }) => {
      const mentor = facts.get(offer.mentorEnrolmentId);
      const members = taken.get(offer.mentorEnrolmentId) ?? 0;
      if (
        cause !== null ||
        !circle ||
        circle.gathers ||
        !mentor ||
        mentor.circleId !== null ||
        members >= circle.smallest
      )
        return { offer, cause };
      const { displayName, role } = mentor;
      const tooFew = { displayName, role, members, smallest: circle.smallest };
      return { offer, cause: { code: 'pairing.circle-too-small', facts: tooFew } };
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
    const running = new Map(
      [...facts.values()].flatMap(({ circleId, circleState }) => (circleId ? [[circleId, circleState]] : [])),
    );
    const begun = made.filter(
      ({ pairingId }, at) =>
        !running.has(pairingId) && made.findIndex((other) => other.pairingId === pairingId) === at,
    );
    await this.db.execute(
      `insert into pairings (organisation_id, id, cohort_id, proposal_id, state, score, contributions, cadence_days, agreement, smallest, gathers, published_at)
       select $1, o.id, $2, o.proposal_id, 'offered', o.score, o.contributions, $3, $4::jsonb, $7, $8, $5
       from jsonb_to_recordset($6::jsonb) as o (id uuid, proposal_id uuid, score integer, contributions jsonb)`,
      [
        organisationId,
        terms.cohortId,
        terms.agreement.cadenceDays,
        JSON.stringify(terms.agreement),
        now,
        JSON.stringify(
          begun.map(({ offer, pairingId }) =>
            // A circle has as many proposals as mentees: they stand with its members.
            terms.circle
              ? { id: pairingId, proposal_id: null, score: null, contributions: [] }
              : {
                  id: pairingId,
                  proposal_id: offer.proposalId,
                  score: offer.score,
                  contributions: offer.contributions,
                },
          ),
        ),
        terms.circle?.smallest ?? null,
        terms.circle?.gathers ?? false,
      ],
    );
    const members = [
      ...begun.map(({ offer, pairingId }) => ({ offer, pairingId, enrolmentId: offer.mentorEnrolmentId })),
      ...made.map(({ offer, pairingId }) => ({ offer, pairingId, enrolmentId: offer.menteeEnrolmentId })),
    ].flatMap(({ offer, pairingId, enrolmentId }) => {
      const enrolment = facts.get(enrolmentId);
      return enrolment ? [{ offer, pairingId, enrolment }] : [];
    });
    await this.db.execute(
      `insert into pairing_members (organisation_id, pairing_id, person_id, cohort_id, enrolment_id, role, proposal_id, score, contributions, inside)
       select $1, m.pairing_id, m.person_id, $2, m.enrolment_id, m.role, m.proposal_id, m.score, coalesce(m.contributions, '[]'), m.inside
       from jsonb_to_recordset($3::jsonb) as m (pairing_id uuid, person_id uuid, enrolment_id uuid, role text, proposal_id uuid,
         score integer, contributions jsonb, inside boolean)`,
      [
        organisationId,
        terms.cohortId,
        JSON.stringify(
          members.map(({ offer, pairingId, enrolment }) => ({
            pairing_id: pairingId,
            person_id: enrolment.personId,
            enrolment_id: enrolment.id,
            role: enrolment.role,
            // Who is asked to join a circle that runs is outside until they say yes.
            inside: (running.get(pairingId) ?? 'offered') === 'offered',
            // What a member of a circle came by is their own; of two peers one carries it for both.
            ...(enrolment.id === offer.menteeEnrolmentId && {
              proposal_id: offer.proposalId,
              score: offer.score,
              contributions: offer.contributions,
            }),
          })),
        ),
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

/** A mentor with a mentee, or two peers. */
const sitTogether = (mentor: Side, mentee: Side): boolean =>
  mentor === 'peer' ? mentee === 'peer' : mentor === 'mentor' && mentee === 'mentee';

function obstacleOf(
  mentor: EnrolmentFacts,
  mentee: EnrolmentFacts,
  taken: ReadonlyMap<string, number>,
  circle: CircleSizes | null,
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
  const isPaired = (side: EnrolmentFacts) => side.openPairings + (taken.get(side.id) ?? 0) > 0;
  const peer = [mentee, mentor].find((side) => side.role === 'peer' && isPaired(side));
  if (peer) return cause('pairing.peer-paired', peer);
  if (isPaired(mentee)) return cause('pairing.mentee-paired', mentee);
  if (circle) {
    const most = Math.min(circle.largest, mentor.capacity);
    return mentor.circleMembers + (taken.get(mentor.id) ?? 0) >= most
      ? cause('pairing.circle-full', mentor, { places: most })
      : null;
  }
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
