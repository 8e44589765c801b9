import { Injectable } from '@nestjs/common';
import type { Act, actRoutes } from '@ithaca/contracts/acts';
import type { InputOf } from '@ithaca/contracts/route';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { hashToken } from '../../platform/secrets.ts';
import { ApprovalsService } from '../enrolments/admission/approvals.service.ts';
import { SeatsService } from '../enrolments/admission/seats.service.ts';
import { RateLimits } from '../identity/rate-limits.service.ts';
import { IntroductionsService } from '../introductions/introductions.service.ts';
import { FirstMeetingService } from '../meetings/first-meeting/first-meeting.service.ts';
import { MeetingsService } from '../meetings/meetings.service.ts';
import { MessagesService } from '../messages/messages.service.ts';
import { PairingsService } from '../pairings/pairings.service.ts';
import { RequestsService } from '../requests/requests.service.ts';
import { getCheckIn } from '../surveys/surveys.queries.ts';
import { SurveyAnswersService } from '../surveys/moments/survey-answers.service.ts';
import { getSurveyAsk } from '../surveys/moments/survey-asks.queries.ts';
import { SurveysService } from '../surveys/surveys.service.ts';
import { findActLink, viewAct } from './acts.queries.ts';
import type { ActLink } from './acts.queries.ts';
import { MailChoicesService } from './mail-choices.service.ts';

type Said = Pick<
  InputOf<typeof actRoutes.perform>['body'],
  'answer' | 'surveyAnswers' | 'comes' | 'met' | 'reply' | 'decline' | 'reason' | 'dayOn' | 'startsAt'
>;

/**
 * One press in a mail: the secret stands for one person and one deed, so it opens nothing else and shows nothing that
 * the mail did not say. Looking changes nothing, because mail scanners look too.
 */
@Injectable()
export class ActsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly pairings: PairingsService,
    private readonly meetings: MeetingsService,
    private readonly requests: RequestsService,
    private readonly surveys: SurveysService,
    private readonly surveyAnswers: SurveyAnswersService,
    private readonly approvals: ApprovalsService,
    private readonly seats: SeatsService,
    private readonly messages: MessagesService,
    private readonly introductions: IntroductionsService,
    private readonly first: FirstMeetingService,
    private readonly choices: MailChoicesService,
  ) {}

  async look(token: string, address: string, at?: string): Promise<Act> {
    const link = await this.#find(token, address);
    return this.db.read(link, () => viewAct(this.db, link, this.clock.now(), at));
  }

  /** Pressing twice does it once. */
  perform(token: string, said: Said, address: string, requestId: string): Promise<Act> {
    return this.#change(token, address, requestId, 'acts.perform', async (link, { state, path }) => {
      if (state === 'over') throw new Refusal('act.over', { path });
      if (state === 'open') await this.#do(link, said);
    });
  }

  /** Only links that stop mails; a mail program may press twice. */
  async stop(token: string, address: string, requestId: string): Promise<void> {
    await this.#change(token, address, requestId, 'acts.stop', async (link, { state }) => {
      if (link.act !== 'stop-mails') throw new Refusal('act.unknown');
      if (state === 'open') await this.#do(link, {});
    });
  }

  undo(token: string, address: string, requestId: string): Promise<Act> {
    return this.#change(token, address, requestId, 'acts.undo', async (link, { state, path }) => {
      if (state === 'open') return;
      if (state === 'over') throw new Refusal('act.over', { path });
      if (link.act === 'stop-mails') await this.choices.choose(link, link.mailKind ?? '', 'at-once');
      else if (link.act === 'attend-meeting') await this.meetings.withdrawReply(link, subjectOf(link));
      else throw new Refusal('act.over', { path });
    });
  }

  async #change(
    token: string,
    address: string,
    requestId: string,
    action: string,
    change: (link: ActLink, before: Act) => Promise<void>,
  ): Promise<Act> {
    const link = await this.#find(token, address);
    return this.db.write(link, async () => {
      await change(link, await viewAct(this.db, link, this.clock.now()));
      await appendAudit(this.db, link, undefined, {
        action,
        outcome: 'done',
        subjectType: link.subjectId === null ? 'mail' : SUBJECTS[link.act],
        subjectId: link.subjectId,
        facts: { act: link.act },
        at: this.clock.now(),
        requestId,
      });
      return viewAct(this.db, link, this.clock.now());
    });
  }

  async #do(
    link: ActLink,
    {
      answer,
      surveyAnswers,
      comes = 'coming',
      met,
      reply,
      decline = false,
      reason = '',
      dayOn,
      startsAt,
    }: Said,
  ): Promise<void> {
    switch (link.act) {
      case 'accept-pairing':
        return this.pairings.accept(link, subjectOf(link));
      case 'attend-meeting':
        // The invitation was to a whole series; who cannot come says so of each.
        return comes === 'not-coming'
          ? void (await this.meetings.reply(link, subjectOf(link), comes))
          : this.meetings.replyToAll(link, subjectOf(link), comes);
      case 'confirm-meeting':
        if (!met) throw new Refusal('act.answer-missing');
        return void (await this.meetings.answer(link, subjectOf(link), met));
      case 'answer-request':
        return decline
          ? this.requests.decline(link, subjectOf(link), '')
          : this.requests.accept(link, subjectOf(link));
      case 'approve-enrolment':
        return this.approvals.decide(link, subjectOf(link), {
          decision: decline ? 'decline' : 'approve',
          reason,
        });
      case 'take-seat':
        return this.seats.answer(link, subjectOf(link), !decline);
      case 'answer-introduction':
        return void (await this.introductions.answer(link, subjectOf(link), {
          yes: !decline,
          ...(dayOn === undefined ? {} : { dayOn }),
        }));
      case 'plan-meeting':
        if (startsAt === undefined) throw new Refusal('act.answer-missing');
        return this.first.plan(link, subjectOf(link), startsAt);
      case 'stop-mails':
        return void (await this.choices.choose(link, link.mailKind ?? '', 'off'));
      case 'answer-survey': {
        if (!surveyAnswers) throw new Refusal('act.answer-missing');
        const { version } = await getSurveyAsk(this.db, link, subjectOf(link), this.clock.now());
        return void (await this.surveyAnswers.answer(link, subjectOf(link), version, surveyAnswers));
      }
      case 'answer-message': {
        if (reply === undefined) throw new Refusal('act.answer-missing');
        if (await this.#useUp(link)) await this.messages.answer(link, subjectOf(link), reply);
        return;
      }
      case 'answer-check-in': {
        if (!answer) throw new Refusal('act.answer-missing');
        const { version } = await getCheckIn(this.db, link, subjectOf(link), this.clock.now());
        return void (await this.surveys.answer(link, subjectOf(link), version, answer));
      }
    }
  }

  /** For a link that works once: false when somebody was quicker. */
  async #useUp(link: ActLink): Promise<boolean> {
    const usedAt = this.clock.now();
    const used = await this.db.execute(
      'update identity.act_links set used_at = $2 where token_hash = $1 and used_at is null',
      [link.tokenHash, usedAt],
    );
    link.usedAt = usedAt;
    return used.rowCount > 0;
  }

  async #find(token: string, address: string): Promise<ActLink> {
    await this.limits.take({ 'token-address': address });
    return findActLink(this.db, hashToken(token));
  }
}

const SUBJECTS: Record<Act['act'], string> = {
  'accept-pairing': 'pairing',
  'attend-meeting': 'meeting',
  'confirm-meeting': 'meeting',
  'answer-check-in': 'check-in',
  'answer-survey': 'surveyAsk',
  'answer-message': 'message',
  'answer-request': 'request',
  'approve-enrolment': 'approval',
  'take-seat': 'enrolment',
  'answer-introduction': 'introduction',
  'plan-meeting': 'pairing',
  'stop-mails': 'mail',
};

function subjectOf(link: ActLink): string {
  if (link.subjectId === null) throw new Refusal('act.unknown');
  return link.subjectId;
}
