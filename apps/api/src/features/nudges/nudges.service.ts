import { Injectable } from '@nestjs/common';
import { morningsAt } from '@ithaca/domain/delivery';
import { listNudges, nudgeRules } from '@ithaca/domain/nudge';
import type { Nudge, NudgeRule } from '@ithaca/domain/nudge';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { arePartners } from '@ithaca/domain/vocabulary';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { words } from '../../platform/mail/words.ts';
import { FirstMeetingService } from '../meetings/first-meeting/first-meeting.service.ts';
import { writeNudge } from './nudge-letters.ts';
import { listHours, listPairingsToNudge, listSent, nameOf } from './nudges.queries.ts';
import type { NudgedPerson, PairingToNudge } from './nudges.queries.ts';

type Reachable = NudgedPerson & { email: string };

interface Due {
  nudge: Nudge;
  person: Reachable;
  pairing: PairingToNudge;
}

/** Reminds people of what their pairings wait for: the most pressing thing, in their morning, within their week's measure. */
@Injectable()
export class NudgesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly first: FirstMeetingService,
  ) {}

  /** Writes to everybody whose morning it is and for whom something is due; doing it again at once writes to nobody. */
  async send(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.db.read({ organisationId }, () => this.#listDue(organisationId, now));
    // Each in a unit of work of its own: one that fails keeps back nobody else.
    for (const one of due) await this.#sendOne(organisationId, one, now);
  }

  async #listDue(organisationId: string, now: Date): Promise<Due[]> {
    // Most hours are nobody's morning, and then this is all there is to ask.
    const isMorning = morningsAt(now);
    const readers = (await listHours(this.db, organisationId)).filter(isMorning);
    if (readers.length === 0) return [];
    const canBeReached = (one: NudgedPerson): one is Reachable =>
      one.email !== null && !one.isAway && isMorning(one);
    const pairings = await listPairingsToNudge(this.db, organisationId, now, { readers });
    const ids = pairings.map(({ id }) => id);
    const { names, lately } = await listSent(this.db, organisationId, ids, now);
    const due = pairings.flatMap((pairing) =>
      listNudges(pairing, pairing.settings, dayIn(now, pairing.timeZone)).flatMap((nudge): Due[] => {
        const person = pairing.members.find(({ personId }) => personId === nudge.personId);
        if (!person || !canBeReached(person) || lately.has(person.personId)) return [];
        return names.has(nameOf(nudge)) ? [] : [{ nudge, person, pairing }];
      }),
    );
    // One thing at a time: the most pressing of all pairings of a person; the others have another morning.
    const first = new Map<string, Due>();
    for (const one of due.toSorted((a, b) => urgencyOf(a.nudge) - urgencyOf(b.nudge)))
      if (!first.has(one.nudge.personId)) first.set(one.nudge.personId, one);
    const withRoom = await this.post.listWithRoomForReminder(organisationId, [...first.keys()]);
    return [...first.values()].filter(({ person }) => withRoom.has(person.personId));
  }

  #sendOne(organisationId: string, { nudge, person, pairing }: Due, now: Date): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      // What the week has no room for waits for a later morning, and is asked for only if it is still due then.
      if (!(await this.post.hasRoomForReminder(organisationId, person.personId))) return;
      const { rowCount } = await this.db.execute(
        `insert into nudges (organisation_id, id, rule, person_id, pairing_id, subject_id, period, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint nudges_once do nothing`,
        [
          organisationId,
          uuidv7(),
          nudge.rule,
          nudge.personId,
          pairing.id,
          nudge.subjectId,
          nudge.period,
          now,
        ],
      );
      if (rowCount === 0) return;
      await this.post.send(organisationId, {
        ...writeNudge(nudge, person, aboutOf(pairing, person)),
        hasRoom: true,
        // As when they could start: the times they may choose from stand in the mail.
        ...(nudge.rule === 'first-meeting' &&
          (await this.first.offer(organisationId, pairing.id, person.personId))),
      });
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId: pairing.programId },
        {
          action: 'nudges.send',
          outcome: 'done',
          subjectType: 'pairing',
          subjectId: pairing.id,
          at: now,
        },
      );
    });
  }

  /** A reminder as somebody of the program would read it; with invented names until there is a pairing. */
  async preview(actor: Actor, programId: string, rule: NudgeRule, locale: Locale) {
    const now = this.clock.now();
    const { organisationId } = actor;
    const pairings = await listPairingsToNudge(this.db, organisationId, now, { programId });
    const program = await this.db.first<{
      name: string;
      milestones: { title: string }[];
      organisation: string;
      brandColour: string;
    }>(
      `select g.name, g.journey -> 'milestones' as milestones, o.name as organisation, o.brand_colour as "brandColour"
       from programs g join organisations o on o.organisation_id = g.organisation_id where g.organisation_id = $1 and g.id = $2`,
      [organisationId, programId],
    );
    if (!program) throw new Refusal('record.not-found');
    const pairing =
      pairings.find(({ state }) => (state === 'offered') === (rule === 'offer-waits')) ?? pairings[0];
    const person = pairing?.members.find(({ role }) => role !== 'mentor');
    const say = words(locale);
    const partner = say('nudge.example.partner');
    const reader = {
      personId: null,
      givenName: person?.givenName ?? say('nudge.example.name'),
      email: '',
      locale,
    };
    const letter = writeNudge(
      {
        rule,
        subjectId: '',
        day: dayIn(now, pairing?.timeZone ?? 'UTC'),
        title: program.milestones[0]?.title ?? '',
      },
      reader,
      pairing && person
        ? aboutOf(pairing, person)
        : { pairingId: '', programId, programName: program.name, cadenceDays: 14, partnerNames: [partner] },
    );
    const { subject, text } = await this.post.preview(
      { id: organisationId, name: program.organisation, brandColour: program.brandColour },
      letter,
    );
    return { reader: person?.displayName ?? reader.givenName, subject, text };
  }
}

const urgencyOf = ({ rule }: Nudge): number => nudgeRules.indexOf(rule);

const aboutOf = (
  { id, programId, programName, cadenceDays, members }: PairingToNudge,
  reader: NudgedPerson,
) => ({
  pairingId: id,
  programId,
  programName,
  cadenceDays,
  partnerNames: members
    .filter((one) => one.personId !== reader.personId && arePartners(one.role, reader.role))
    .map(({ displayName }) => displayName),
});
