import { Inject, Injectable } from '@nestjs/common';
import type { Ending, Farewell, Feedback } from '@ithaca/contracts/endings';
import { assertCertifiable, normaliseCode, spellCode } from '@ithaca/domain/certificate';
import { assertDoing } from '@ithaca/domain/pairing';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { arePartners } from '@ithaca/domain/vocabulary';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { CONFIG } from '../../../platform/platform.module.ts';
import { hashToken } from '../../../platform/secrets.ts';
import { RateLimits } from '../../identity/rate-limits.service.ts';
import { LettersService, localeOf } from '../letters.service.ts';
import { sideOf } from '../pairing-rules.ts';
import { PairingsRepository } from '../pairings.repository.ts';
import { writeCertificate } from './certificate-pdf.ts';
import { issueCertificate } from './issue-certificate.ts';
import { findCertificate, getEnding } from './endings.queries.ts';
import type { Checked } from './endings.queries.ts';

/** What is left to do when a pairing comes to its end, by each side for itself: thanks, keeping in touch, the certificate. */
@Injectable()
export class EndingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Thanks may be written before and after the end; the others are told of the first. */
  setFarewell(actor: Actor, pairingId: string, { thanks, keepInTouch }: Farewell): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { pairing } = await this.repository.lock(actor.organisationId, pairingId);
      assertDoing(pairing.state, 'tell');
      const before = await this.db.first<{ thanks: string }>(
        'select thanks from farewells where organisation_id = $1 and pairing_id = $2 and person_id = $3',
        [actor.organisationId, pairingId, actor.personId],
      );
      await this.db.execute(
        `insert into farewells (organisation_id, pairing_id, person_id, thanks, keep_in_touch, written_at) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint farewells_pk do update
           set thanks = excluded.thanks, keep_in_touch = excluded.keep_in_touch, written_at = excluded.written_at`,
        [actor.organisationId, pairingId, actor.personId, thanks, keepInTouch, this.clock.now()],
      );
      if (thanks !== '' && !before?.thanks)
        await this.letters.tell(actor.organisationId, pairingId, 'thanks-received', {
          exceptPersonId: actor.personId,
          aboutPersonId: actor.personId,
        });
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  /** What helped and what could be different, for the other side; they are told of the first time. */
  setFeedback(
    actor: Actor,
    pairingId: string,
    { helped, differently, recommends }: Feedback,
  ): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { pairing, members } = await this.repository.lock(actor.organisationId, pairingId);
      assertDoing(pairing.state, 'tell');
      const own = sideOf(members, actor.personId);
      const [{ isFirst } = { isFirst: false }] = await this.db.query<{ isFirst: boolean }>(
        `insert into feedback (organisation_id, pairing_id, person_id, helped, differently, recommends, written_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint feedback_pk do update
           set helped = excluded.helped, differently = excluded.differently, recommends = excluded.recommends
         returning xmax = 0 as "isFirst"`,
        [actor.organisationId, pairingId, actor.personId, helped, differently, recommends, this.clock.now()],
      );
      if (isFirst && helped + differently !== '')
        await this.letters.tell(actor.organisationId, pairingId, 'feedback-received', {
          onlyPersonIds: members
            .filter((one) => one !== own && arePartners(one.role, own.role) && one.inside)
            .map((one) => one.personId),
          aboutPersonId: actor.personId,
        });
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  /** A mentee would be a mentor in a later cohort of the program, or would rather not after all. */
  setMentorWish(actor: Actor, pairingId: string, wishes: boolean): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { pairing, members } = await this.repository.lock(actor.organisationId, pairingId);
      assertDoing(pairing.state, 'tell');
      if (sideOf(members, actor.personId).role !== 'mentee')
        throw new Refusal('access.denied', { role: 'mentee' });
      const place = [actor.organisationId, pairing.cohortId, actor.personId];
      if (wishes)
        await this.db.execute(
          `insert into mentor_wishes (organisation_id, program_id, person_id, pairing_id, wished_at)
           select $1, program_id, $3, $4, $5 from cohorts where organisation_id = $1 and id = $2
           on conflict on constraint mentor_wishes_pk do nothing`,
          [...place, pairingId, this.clock.now()],
        );
      else
        await this.db.execute(
          `delete from mentor_wishes where organisation_id = $1 and person_id = $3
             and program_id = (select program_id from cohorts where organisation_id = $1 and id = $2)`,
          place,
        );
      noteFacts(actor, { wishes });
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  /** Issues the actor's certificate, once; asking again answers the same. */
  certify(actor: Actor, pairingId: string): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { pairing } = await this.repository.lock(actor.organisationId, pairingId);
      const { lookBack, certificate } = await getEnding(this.db, actor, pairingId, this.clock.now());
      assertCertifiable(pairing.state, lookBack.heldMeetings);
      if (certificate === null)
        await issueCertificate(
          this.db,
          actor.organisationId,
          { pairingId, personId: actor.personId },
          this.clock.now(),
        );
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  share(actor: Actor, pairingId: string, isShared: boolean): Promise<Ending> {
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        `update certificates set shared_at = case when $4 then coalesce(shared_at, $5::timestamptz) end
         where organisation_id = $1 and pairing_id = $2 and person_id = $3`,
        [actor.organisationId, pairingId, actor.personId, isShared, this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      noteFacts(actor, { isShared });
      return getEnding(this.db, actor, pairingId, this.clock.now());
    });
  }

  async file(actor: Actor, pairingId: string) {
    const facts = await findCertificate(
      this.db,
      actor.organisationId,
      'c.pairing_id = $2 and c.person_id = $3',
      [pairingId, actor.personId],
    );
    if (!facts) throw new Refusal('record.not-found');
    const code = spellCode(facts.code);
    const bytes = await writeCertificate(
      { ...facts, code },
      localeOf(facts.locale),
      `${this.config.baseUrl}/certificates/${code}`,
    );
    return { fileName: `certificate-${code}.pdf`, mediaType: 'application/pdf', bytes };
  }

  /** What a code stands for. One that is unknown, and one whose owner does not share it, answer alike. */
  async check(typed: string, address: string): Promise<Checked> {
    await this.limits.take({ 'certificate-address': address });
    const tokenHash = hashToken(normaliseCode(typed));
    const named = await this.db.identify({ tokenHash }, () =>
      this.db.first<{ organisationId: string; id: string }>(
        `select organisation_id as "organisationId", certificate_id as id from identity.certificate_codes where token_hash = $1`,
        [tokenHash],
      ),
    );
    if (!named) throw new Refusal('record.not-found');
    const facts = await this.db.read(named, () =>
      findCertificate(this.db, named.organisationId, 'c.id = $2', [named.id]),
    );
    if (!facts?.isShared) throw new Refusal('record.not-found');
    const { displayName, organisationName, programName, role, startedOn, endedOn, issuedAt } = facts;
    return {
      displayName,
      organisationName,
      programName,
      role,
      startedOn,
      endedOn,
      issuedAt: issuedAt.toISOString(),
    };
  }
}
