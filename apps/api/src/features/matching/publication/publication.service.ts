import { Injectable } from '@nestjs/common';
import type { Cause } from '@ithaca/contracts/matching';
import type { Publication } from '@ithaca/contracts/publication';
import { firstAgreement } from '@ithaca/domain/agreement';
import { nextMorning } from '@ithaca/domain/delivery';
import { MINUTES_TO_CANCEL, MOST_DAYS_AHEAD, moveRun } from '@ithaca/domain/matching-run';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { RefusalCode } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Post } from '../../../platform/mail/post.ts';
import { LettersService } from '../../pairings/letters.service.ts';
import { OffersService } from '../../pairings/offers.service.ts';
import { CohortsService } from '../../programs/cohorts.service.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { brokenRules, listDraft } from '../draft.queries.ts';
import { loadInputs } from '../inputs.queries.ts';
import { MatchingRun } from '../runs/matching-run.entity.ts';
import { judgeDraft, listAnnouncements, listLeftOver, toOffer } from './publication.queries.ts';
import type { Reader } from './publication.queries.ts';

/** Letters written in one transaction: few enough to hold it briefly. */
const LETTERS_AT_A_TIME = 20;
/** A job starts this much after its hour, so that the clocks of database and process cannot make it too early. */
const AFTER_ITS_HOUR_MS = 1000;
/** Mails that are still not all written after this time have lost their job. */
const UNTOLD_AFTER_MS = 120_000;
const DAY_MS = 86_400_000;

/** How a draft is published: when, to whose clock, and what those without a partner are told. */
export interface Plan extends Pick<Publication, 'delivery' | 'tellUnmatched' | 'unmatchedMessages'> {
  when: string;
}

/** A publication as the work needs it. */
interface Planned extends Pick<Publication, 'id' | 'delivery' | 'tellUnmatched' | 'unmatchedMessages'> {
  runId: string;
  cohortId: string;
  createdBy: string;
}

type Carried =
  { published: number; skipped: Publication['skipped'] } | { problem: Cause & { code: RefusalCode } };

/** Publishes a draft, at once or at an hour until which it can be called off: pairings are made, then everybody is told by a job. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly post: Post,
    private readonly cohorts: CohortsService,
    private readonly offers: OffersService,
    private readonly letters: LettersService,
  ) {}

  /**
   * Publishes now, or plans it. Locks cohort, run, enrolments in this order. A second publication finds the run published or
   * planned; one of a draft that changed since it was read is refused. What is planned can be published now, as planned.
   */
  publish(actor: Actor, runId: string, version: number, plan: Plan): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const known = await this.db.manager.findOne(MatchingRun, { where: { organisationId, id: runId } });
      if (!known) throw new Refusal('record.not-found');
      // Said again under the lock; here it spares the second of two coordinators the wait.
      if (known.state !== 'scheduled') moveRun(known.state, 'published');
      const { run, cause } = await this.#lock(organisationId, runId);
      if (cause) throw new Refusal(cause.code, cause.facts);
      const publishAt = this.#hourOf(plan.when);
      moveRun(run.state, publishAt === null ? 'published' : 'scheduled');
      if (run.version !== version) throw new Refusal('record.changed', { version: run.version });
      if (publishAt === null) {
        const planned =
          run.state === 'scheduled'
            ? await this.#planOf(organisationId, runId)
            : await this.#insert(actor, run, plan, this.clock.now());
        const result = await this.#carryOut(run, planned, actor.personId);
        if ('problem' in result) throw new Refusal(result.problem.code, result.problem.facts);
        return;
      }
      const { id } = await this.#insert(actor, run, plan, publishAt);
      const { inputs, open } = await this.#judge(run);
      const terms = { cohortId: run.cohortId, circle: inputs.circle };
      if ((await this.offers.preview(organisationId, terms, open)).every((one) => one.cause !== null))
        throw new Refusal('matching.nobody-to-match', { proposals: open.length });
      run.state = moveRun(run.state, 'scheduled');
      run.version += 1;
      await this.db.manager.save(run);
      await this.jobs.enqueue(
        'publish-pairings',
        { organisationId, publicationId: id },
        { startAfter: new Date(publishAt.getTime() + AFTER_ITS_HOUR_MS) },
      );
    });
  }

  /** Calls a planned publication off. Nobody has heard of it; the draft is open again. */
  cancel(actor: Actor, runId: string): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const { run } = await this.#lock(organisationId, runId);
      if (run.state !== 'scheduled')
        throw new Refusal('run.wrong-state', { from: run.state, possible: ['scheduled'] });
      await this.db.execute(
        `update publications set state = 'cancelled', cancelled_by = $3, cancelled_at = $4
         where organisation_id = $1 and run_id = $2 and state = 'scheduled'`,
        [organisationId, runId, actor.personId, this.clock.now()],
      );
      run.state = moveRun(run.state, 'ready');
      run.version += 1;
      await this.db.manager.save(run);
    });
  }

  /** The job of a planned publication. Too early, called off, or done already, it does nothing. */
  carryOutPlanned(organisationId: string, publicationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const known = await this.db.first<{ runId: string }>(
        `select run_id as "runId" from publications where organisation_id = $1 and id = $2 and state = 'scheduled' and publish_at <= $3`,
        [organisationId, publicationId, this.clock.now()],
      );
      if (!known) return;
      const { run, cause } = await this.#lock(organisationId, known.runId);
      if (run.state !== 'scheduled') return;
      const planned = await this.#planOf(organisationId, known.runId);
      if (planned.id !== publicationId) return;
      const result = cause ? { problem: cause } : await this.#carryOut(run, planned, planned.createdBy);
      if ('problem' in result) {
        // Nothing was made: the draft is open again, and its screen says why.
        await this.db.execute(
          `update publications set state = 'failed', problem = $3::jsonb where organisation_id = $1 and id = $2`,
          [organisationId, publicationId, JSON.stringify(result.problem)],
        );
        run.state = moveRun(run.state, 'ready');
        run.version += 1;
        await this.db.manager.save(run);
      }
      const cohort = await this.db.first<{ programId: string }>(
        'select program_id as "programId" from cohorts where organisation_id = $1 and id = $2',
        [organisationId, run.cohortId],
      );
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId: cohort?.programId ?? null },
        {
          action: 'publication.carry-out',
          outcome: 'done',
          subjectType: 'run',
          subjectId: run.id,
          facts: 'problem' in result ? { problem: result.problem.code } : { published: result.published },
          at: this.clock.now(),
        },
      );
    });
  }

  /** The sweep: planned publications whose hour has come, and published ones whose mails were not all written. */
  async resume(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select id from publications where organisation_id = $1 and state = 'scheduled' and publish_at <= $2 order by publish_at, id`,
        [organisationId, now],
      ),
    );
    for (const { id } of due) await this.carryOutPlanned(organisationId, id);
    await this.db.write({ organisationId }, async () => {
      const untold = await this.db.query<{ runId: string }>(
        `select run_id as "runId" from publications
         where organisation_id = $1 and state = 'done' and announced_at is null and published_at < $2`,
        [organisationId, new Date(now.getTime() - UNTOLD_AFTER_MS)],
      );
      for (const { runId } of untold) await this.jobs.enqueue('announce-pairings', { organisationId, runId });
    });
  }

  /**
   * The job: tells both sides of every new pairing, and everybody who is left over. Each step holds the run's lock and
   * writes to those who have no letter yet, so that nothing is sent twice, however often the job runs.
   */
  async announce(organisationId: string, runId: string): Promise<void> {
    for (let more = true; more;)
      more = await this.db.write({ organisationId }, async () => {
        const run = await this.db.manager.findOne(MatchingRun, {
          where: { organisationId, id: runId },
          lock: { mode: 'for_no_key_update' },
        });
        if (run?.state !== 'published') return false;
        const planned = await this.#planOf(organisationId, runId);
        if ((await this.#announcePairings(organisationId, planned)) > 0) return true;
        if (planned.tellUnmatched && (await this.#tellLeftOver(organisationId, planned)) > 0) return true;
        await this.db.execute(
          'update publications set announced_at = coalesce(announced_at, $3) where organisation_id = $1 and id = $2',
          [organisationId, planned.id, this.clock.now()],
        );
        return false;
      });
  }

  async #announcePairings(organisationId: string, planned: Planned): Promise<number> {
    const announcements = await listAnnouncements(this.db, organisationId, planned.runId, LETTERS_AT_A_TIME);
    for (const { reader, partners, program, contributions, pairingId, smallest } of announcements) {
      const letter = this.letters.published(reader, partners, program, contributions, pairingId, smallest);
      if (letter) await this.post.send(organisationId, { ...letter, ...this.#hour(planned, reader) });
    }
    return announcements.length;
  }

  async #tellLeftOver(organisationId: string, planned: Planned): Promise<number> {
    const people = await listLeftOver(this.db, organisationId, planned.runId, LETTERS_AT_A_TIME);
    for (const { reader, program } of people) {
      const letter = this.letters.unmatched(reader, program, planned.runId, planned.unmatchedMessages);
      if (letter) await this.post.send(organisationId, { ...letter, ...this.#hour(planned, reader) });
    }
    return people.length;
  }

  /** A mail waits for its reader's morning if the publication says so. */
  #hour({ delivery }: Planned, reader: Reader): { sendAfter?: Date } {
    const now = this.clock.now();
    const morning = delivery === 'morning' ? nextMorning(reader, now) : now;
    return morning > now ? { sendAfter: morning } : {};
  }

  /** Null: at once. */
  #hourOf(when: string): Date | null {
    if (when === 'now') return null;
    const now = this.clock.now().getTime();
    if (when === 'in-ten-minutes') return new Date(now + MINUTES_TO_CANCEL * 60_000);
    const hour = Date.parse(when);
    if (hour <= now || hour > now + MOST_DAYS_AHEAD * DAY_MS)
      throw new Refusal('publication.too-far', { days: MOST_DAYS_AHEAD });
    return new Date(hour);
  }

  /** Locks cohort and run, and says what stands against any publication of the cohort. */
  async #lock(organisationId: string, runId: string) {
    const cohort = await this.db.first<{ state: string }>(
      `select state from cohorts where organisation_id = $1
         and id = (select cohort_id from matching_runs where organisation_id = $1 and id = $2) for no key update`,
      [organisationId, runId],
    );
    const run = await this.db.manager.findOne(MatchingRun, {
      where: { organisationId, id: runId },
      lock: { mode: 'for_no_key_update' },
    });
    if (!run || !cohort) throw new Refusal('record.not-found');
    const possible = ['matching', 'running'];
    const cause = possible.includes(cohort.state)
      ? null
      : { code: 'matching.wrong-state' as const, facts: { state: cohort.state, possible } };
    return { run, cause };
  }

  async #judge(run: MatchingRun) {
    const { organisationId } = run;
    const draft = await listDraft(this.db, organisationId, run.id);
    const day = await findToday(this.db, this.clock, organisationId);
    const inputs = await loadInputs(this.db, organisationId, run.cohortId, day, run.policy);
    const judged = judgeDraft(draft, (menteeId, mentorId) => brokenRules(inputs, menteeId, mentorId));
    const open = judged.flatMap(({ row, cause }) => (cause === null ? [toOffer(row)] : []));
    return { inputs, judged, open };
  }

  /** Makes the pairings of a locked run that are still possible and says which were not; none at all is a problem, and nothing is changed. */
  async #carryOut(run: MatchingRun, planned: Planned, personId: string): Promise<Carried> {
    const { organisationId } = run;
    const { inputs, judged, open } = await this.#judge(run);
    const terms = {
      cohortId: run.cohortId,
      agreement: firstAgreement(inputs.journey),
      circle: inputs.circle,
    };
    const results = await this.offers.createMany({ organisationId, personId }, terms, open);
    const made = results.filter(({ cause }) => cause === null);
    if (made.length === 0)
      return { problem: { code: 'matching.nobody-to-match', facts: { proposals: judged.length } } };
    await this.db.execute(
      `update proposals set state = 'published', version = version + 1
       where organisation_id = $1 and id = any($2::uuid[])`,
      [organisationId, made.map(({ offer }) => offer.proposalId)],
    );
    const published = new Set(made.map(({ pairingId }) => pairingId)).size;
    const causes = new Map(results.map(({ offer, cause }) => [offer.proposalId, cause]));
    const skipped = judged.flatMap(({ row, cause }) => {
      const why = cause ?? causes.get(row.id) ?? null;
      return why === null ? [] : [{ proposalId: row.id, displayName: row.mentee.displayName, cause: why }];
    });
    const now = this.clock.now();
    await this.db.execute(
      `update publications set state = 'done', published_at = $3, published = $4, skipped = $5::jsonb
       where organisation_id = $1 and id = $2`,
      [organisationId, planned.id, now, published, JSON.stringify(skipped)],
    );
    run.state = moveRun(run.state, 'published');
    run.publishedAt = now;
    run.version += 1;
    await this.db.manager.save(run);
    await this.cohorts.startRunning({ organisationId, personId }, run.cohortId);
    await this.jobs.enqueue('announce-pairings', { organisationId, runId: run.id });
    return { published, skipped };
  }

  async #insert(actor: Actor, run: MatchingRun, plan: Plan, publishAt: Date): Promise<Planned> {
    const { organisationId, personId } = actor;
    const id = uuidv7();
    const { delivery, tellUnmatched, unmatchedMessages } = plan;
    await this.db.execute(
      `insert into publications (organisation_id, id, run_id, cohort_id, publish_at, delivery, tell_unmatched, unmatched_messages,
         created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10)`,
      [
        organisationId,
        id,
        run.id,
        run.cohortId,
        publishAt,
        delivery,
        tellUnmatched,
        JSON.stringify(unmatchedMessages),
        personId,
        this.clock.now(),
      ],
    );
    const { id: runId, cohortId } = run;
    return { id, runId, cohortId, delivery, tellUnmatched, unmatchedMessages, createdBy: personId };
  }

  /** The publication in force of a run. */
  async #planOf(organisationId: string, runId: string): Promise<Planned> {
    const planned = await this.db.first<Planned>(
      `select id, run_id as "runId", cohort_id as "cohortId", delivery, tell_unmatched as "tellUnmatched",
         unmatched_messages as "unmatchedMessages", created_by as "createdBy"
       from publications where organisation_id = $1 and run_id = $2 and state in ('scheduled', 'done')`,
      [organisationId, runId],
    );
    if (!planned) throw new Refusal('record.not-found');
    return planned;
  }
}
