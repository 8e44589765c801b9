import { Injectable } from '@nestjs/common';
import type { Contribution } from '@ithaca/contracts/matching';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Reason } from '@ithaca/domain/reasons';

import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { CORRESPONDENT, LettersService, localeOf } from '../pairings/letters.service.ts';
import type { Correspondent, ProgramName } from '../pairings/letters.service.ts';
import type { MentorRequest } from './mentor-request.entity.ts';
import type { Chooser } from './requests.queries.ts';

/** The letters of self-service: to the mentor who is asked, and to the mentee whose choice came to nothing. */
@Injectable()
export class RequestLettersService {
  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly letters: LettersService,
  ) {}

  async asked(
    chooser: Chooser,
    request: MentorRequest,
    dueAt: Date,
    reasons: readonly Reason[],
  ): Promise<void> {
    const mentor = await this.#person(chooser.organisationId, request.mentorEnrolmentId);
    const mentee = await this.#person(chooser.organisationId, chooser.id);
    if (!mentor?.email || !mentee) return;
    const locale = localeOf(mentor.locale);
    await this.post.send(chooser.organisationId, {
      kind: 'mentor-asked',
      personId: mentor.personId,
      programId: mentor.programId,
      to: mentor.email,
      locale,
      facts: {
        name: mentor.givenName,
        side: mentee.role === 'peer' ? 'peer' : 'mentor',
        mentee: mentee.displayName,
        menteeTitle: mentee.jobTitle,
        program: mentor.program,
        reasons: this.letters.reasons(reasons, locale, mentee.role === 'peer'),
        dueOn: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: mentor.timeZone }).format(
          dueAt,
        ),
      },
      path: `/my/places?request=${request.id}`,
      act: { act: 'answer-request', subjectId: request.id, until: dueAt },
    });
  }

  /** To a mentee, before the mentor hears of it. */
  async suggested(chooser: Chooser, request: MentorRequest, reasons: readonly Reason[]): Promise<void> {
    const mentee = await this.#person(chooser.organisationId, chooser.id);
    const mentor = await this.#person(chooser.organisationId, request.mentorEnrolmentId);
    if (!mentee?.email || !mentor || request.dueAt === null) return;
    const locale = localeOf(mentee.locale);
    const mentorTitle = mentor.jobTitle.trim();
    await this.post.send(chooser.organisationId, {
      kind: 'mentor-suggested',
      personId: mentee.personId,
      programId: mentee.programId,
      to: mentee.email,
      locale,
      facts: {
        name: mentee.givenName,
        side: mentee.role === 'peer' ? 'peer' : 'mentor',
        mentor: mentor.displayName,
        mentorTitle,
        hasTitle: mentorTitle === '' ? 'no' : 'yes',
        program: mentee.program,
        reasons: this.letters.reasons(reasons, locale, mentee.role === 'peer'),
        dueOn: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: mentee.timeZone }).format(
          request.dueAt,
        ),
      },
      path: `/my/choices/${chooser.id}`,
    });
  }

  /** The same words whatever happened, because a mentor's answer is nobody else's business. */
  async noPlace(chooser: Chooser, over: MentorRequest, next: MentorRequest | null): Promise<void> {
    const mentee = await this.#person(chooser.organisationId, chooser.id);
    const mentor = await this.#person(chooser.organisationId, over.mentorEnrolmentId);
    const follower = next && (await this.#person(chooser.organisationId, next.mentorEnrolmentId));
    if (!mentee?.email || !mentor) return;
    await this.post.send(chooser.organisationId, {
      kind: 'choice-over',
      personId: mentee.personId,
      programId: mentee.programId,
      to: mentee.email,
      locale: localeOf(mentee.locale),
      facts: {
        name: mentee.givenName,
        side: mentee.role === 'peer' ? 'peer' : 'mentor',
        mentor: mentor.displayName,
        next: follower?.displayName ?? '',
        // Where coordinators match, nobody has a further choice to open.
        hasNext: follower ? 'yes' : chooser.mode === 'self-service' ? 'no' : 'coordinator',
        program: mentee.program,
      },
      path: chooser.mode === 'self-service' ? `/my/choices/${chooser.id}` : '/my',
    });
  }

  /** To whoever has come into a circle that still waits for others; once it runs, its own letter says so. */
  async placeInCircle(organisationId: string, pairingId: string, personId: string): Promise<void> {
    const circle = await this.db.first<{ state: PairingState }>(
      'select state from pairings where organisation_id = $1 and id = $2',
      [organisationId, pairingId],
    );
    if (circle?.state === 'offered')
      await this.letters.tell(organisationId, pairingId, 'circle-place', { onlyPersonIds: [personId] });
  }

  /** "Meet your mentor", to both sides of a pairing that a coordinator made by hand. */
  async offered(
    organisationId: string,
    pairingId: string,
    contributions: readonly Contribution[],
  ): Promise<void> {
    const sides = await this.db.query<Correspondent & { program: ProgramName }>(
      `select ${CORRESPONDENT}, m.role, json_build_object('id', g.id, 'name', g.name, 'format', g.format) as program
       from pairing_members m
       join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
       join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       where m.organisation_id = $1 and m.pairing_id = $2 order by m.role desc`,
      [organisationId, pairingId],
    );
    for (const reader of sides) {
      const partners = sides.filter(({ personId }) => personId !== reader.personId);
      const letter = this.letters.published(reader, partners, reader.program, contributions, pairingId);
      if (letter) await this.post.send(organisationId, letter);
    }
  }

  #person(organisationId: string, enrolmentId: string) {
    return this.db.first<Correspondent & { timeZone: string; programId: string; program: string }>(
      `select ${CORRESPONDENT}, e.role, p.time_zone as "timeZone", g.id as "programId", g.name as program
       from enrolments e
       join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       where e.organisation_id = $1 and e.id = $2`,
      [organisationId, enrolmentId],
    );
  }
}
