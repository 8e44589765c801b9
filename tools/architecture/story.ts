import { meetingRoutes } from '@ithaca/contracts/meetings';
import type { GivenCohort, GivenPairing, GivenPerson } from '@ithaca/testkit/given';
import { sequentialId } from '@ithaca/testkit/ids';

import type { TestApi } from '../../apps/api/testing/api.ts';
import { tellReading } from './story-reading.ts';
import { tellReports } from './story-of-reports.ts';
import { tellTalk } from './story-of-talk.ts';

/** One organisation with one of everything that an id in a path can name, and one person for each way to stand to it. */
export interface Story {
  organisationId: string;
  people: Record<
    | 'owner'
    | 'auditor'
    | 'coordinatorOfAll'
    | 'coordinator'
    | 'coordinatorElsewhere'
    | 'manager'
    | 'mentor'
    | 'mentee'
    | 'outsider'
    | 'formerCoordinator',
    GivenPerson
  >;
  cohort: GivenCohort;
  pairing: GivenPairing;
  /** Path parameter → an id of this organisation. */
  ids: Record<string, string>;
}

/** `mark` stands in every text of the organisation, so that a leak is found wherever it shows. */
export async function tellStory(api: TestApi, mark: string): Promise<Story> {
  const { given } = api;
  const now = api.clock.now();
  const organisation = await given.organisation({ name: `${mark} organisation` });
  let people = 0;
  const person = (name: string, more: Parameters<typeof given.person>[1] = {}) =>
    given.person(organisation, {
      displayName: `${mark} ${name}`,
      email: `${mark}.${name}.${(people += 1)}@example.test`.toLowerCase(),
      department: `${mark} department`,
      jobTitle: `${mark} title`,
      site: `${mark} site`,
      employeeNumber: `${mark}-${name}`,
      ...more,
    });
  const manager = await person('manager');
  const owner = await person('owner');
  const auditor = await person('auditor');
  const coordinatorOfAll = await person('whole coordinator');
  const coordinator = await person('coordinator');
  const coordinatorElsewhere = await person('other coordinator');
  const formerCoordinator = await person('former coordinator');
  const mentor = await person('mentor', { grade: 8 });
  const mentee = await person('mentee', { managerId: manager.id, grade: 3 });
  const outsider = await person('outsider');
  await given.grant(owner, 'owner');
  await given.grant(auditor, 'auditor');
  await given.grant(coordinatorOfAll, 'coordinator');
  const program = await given.program(owner, { name: `${mark} program`, purpose: `${mark} purpose` });
  const otherProgram = await given.program(owner, { name: `${mark} other program` });
  await given.grant(coordinator, 'coordinator', program.id);
  await given.grant(coordinatorElsewhere, 'coordinator', otherProgram.id);
  await given.grant(formerCoordinator, 'coordinator', program.id);
  await api.rows('update grants set ended_at = $2 where person_id = $1', [formerCoordinator.id, now]);
  const cohort = await given.cohort(program, owner, {
    name: `${mark} cohort`,
    state: 'running',
    startsOn: '2026-01-05',
  });
  const mentorEnrolment = await given.enrolment(cohort, mentor, 'mentor', { state: 'matched', capacity: 3 });
  const menteeEnrolment = await given.enrolment(cohort, mentee, 'mentee', { state: 'matched' });
  const pairing = await given.pairing(cohort, mentor, mentee, {
    startedAt: new Date('2026-01-07T09:00:00Z'),
    mentorEnrolment,
    menteeEnrolment,
  });
  const meeting = await given.meeting(pairing, {
    state: 'planned',
    startsAt: new Date('2026-03-20T09:00:00Z'),
    title: `${mark} meeting`,
  });
  const goal = await given.goal(pairing, {
    title: `${mark} goal`,
    milestones: [{ title: `${mark} milestone`, done: false }],
  });
  const checkIn = await given.checkIn(pairing, mentee, { change: `${mark} change` });
  const id = () => sequentialId(now);
  const [actionId, runId, proposalId, importId] = [id(), id(), id(), id()];
  const attributeId = id();
  const exportId = id();
  const [viewId, actId, templateId] = [id(), id(), id()];
  const organisationId = organisation.id;
  await given.insert('actions', [
    {
      organisationId,
      id: actionId,
      pairingId: pairing.id,
      meetingId: meeting.id,
      title: `${mark} action`,
      ownerId: mentee.id,
    },
  ]);
  // Sealed on its way, so it goes through the front door.
  await (
    await api.as(mentee)
  ).call(meetingRoutes.setPrivateNote, {
    params: { meetingId: meeting.id },
    body: { body: `${mark} private note` },
  });
  await given.insert('survey_plans', [
    {
      organisationId,
      programId: program.id,
      number: 1,
      content: JSON.stringify([
        {
          moment: 'middle',
          isOn: true,
          isAnonymous: true,
          audience: 'both',
          questions: [
            {
              key: 'one',
              kind: 'text',
              label: `${mark} question`,
              help: '',
              options: [],
              required: false,
              askedOf: 'both',
            },
          ],
        },
      ]),
      savedAt: now,
    },
  ]);
  const surveyAskId = id();
  await given.insert('survey_asks', [
    {
      organisationId,
      id: surveyAskId,
      cohortId: cohort.id,
      personId: mentee.id,
      role: 'mentee',
      moment: 'middle',
      pairingId: pairing.id,
      planNumber: 1,
      isAnonymous: true,
      askedAt: now,
      dueAt: new Date(now.getTime() + 14 * 86_400_000),
    },
  ]);
  await given.insert('survey_answers', [
    {
      organisationId,
      id: id(),
      cohortId: cohort.id,
      moment: 'middle',
      role: 'mentee',
      planNumber: 1,
      answers: { one: `${mark} answer` },
    },
  ]);
  await api.platform.db.write({ organisationId, personId: mentee.id }, () =>
    api.platform.db.execute(
      `insert into self_assessments (organisation_id, enrolment_id, phase, person_id, skills, note, given_at, updated_at)
       values ($1, $2, 'start', $3, $4, $5, $6, $6)`,
      [
        organisationId,
        menteeEnrolment.id,
        mentee.id,
        JSON.stringify([{ skill: `${mark} skill`, now: 2 }]),
        `${mark} assessment`,
        now,
      ],
    ),
  );
  await given.insert('survey_replies', [
    {
      organisationId,
      cohortId: cohort.id,
      moment: 'middle',
      body: `${mark} reply`,
      writtenBy: coordinator.id,
      writtenAt: now,
    },
  ]);
  const talk = await tellTalk(api, {
    mark,
    organisationId,
    pairing,
    mentor,
    mentee,
    reviewer: coordinatorElsewhere,
  });
  await given.insert('presences', [
    {
      organisationId,
      personId: coordinator.id,
      tabId: id(),
      programId: program.id,
      place: 'setup',
      movedAt: now,
      seenAt: now,
    },
  ]);
  const scenarioId = id();
  await given.insert('policy_scenarios', [
    {
      organisationId,
      id: scenarioId,
      programId: program.id,
      name: `${mark} scenario`,
      policy: {},
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  await api.rows(
    'update policy_scenarios set policy = (select policy from programs where id = $2) where id = $1',
    [scenarioId, program.id],
  );
  await given.insert('matching_runs', [
    {
      organisationId,
      id: runId,
      cohortId: cohort.id,
      state: 'ready',
      policy: {},
      seed: 1,
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  await api.rows(
    'update matching_runs set policy = (select policy from programs where id = $2) where id = $1',
    [runId, program.id],
  );
  await given.insert('proposals', [
    {
      organisationId,
      id: proposalId,
      runId,
      cohortId: cohort.id,
      mentorEnrolmentId: mentorEnrolment.id,
      menteeEnrolmentId: menteeEnrolment.id,
      score: 5000,
      createdAt: now,
    },
  ]);
  const linkId = id();
  await given.insert('cohort_links', [
    {
      organisationId,
      id: linkId,
      cohortId: cohort.id,
      domains: [`${mark.toLowerCase()}.example`],
      untilOn: '2030-01-01',
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  const approvalId = id();
  await given.insert('approvals', [
    {
      organisationId,
      id: approvalId,
      cohortId: cohort.id,
      enrolmentId: menteeEnrolment.id,
      askedId: manager.id,
      askedAt: now,
    },
  ]);
  await given.insert('lotteries', [
    {
      organisationId,
      cohortId: cohort.id,
      seed: `${mark} seed`,
      commitment: `${mark} commitment`,
      preparedAt: now,
    },
  ]);
  const requestId = id();
  await given.insert('mentor_requests', [
    {
      organisationId,
      id: requestId,
      cohortId: cohort.id,
      menteeEnrolmentId: menteeEnrolment.id,
      mentorEnrolmentId: mentorEnrolment.id,
      rank: 1,
      note: `${mark} request`,
      state: 'asked',
      askedAt: now,
      dueAt: new Date(now.getTime() + 5 * 86_400_000),
      createdAt: now,
    },
  ]);
  await given.insert('imports', [
    {
      organisationId,
      id: importId,
      fileName: `${mark}.csv`,
      state: 'mapping',
      columns: [{ column: 0, header: `${mark} header`, samples: [], filled: 1, guess: null, dateOrders: [] }],
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  await given.insert('declared_attributes', [
    {
      organisationId,
      id: attributeId,
      name: `${mark} attribute`,
      purpose: 'report',
      choices: [
        { key: 'choice-1', label: `${mark} choice` },
        { key: 'choice-2', label: `${mark} other choice` },
      ],
      seenBy: ['owner'],
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  await given.insert('declarations', [
    { organisationId, attributeId, personId: mentor.id, choice: 'choice-1', consentedAt: now },
  ]);
  await given.insert('saved_views', [
    {
      organisationId,
      id: viewId,
      list: 'people',
      ownerId: mentee.id,
      name: `${mark} view`,
      query: 'employment=left',
      shared: true,
      createdAt: now,
    },
  ]);
  await given.insert('program_templates', [
    {
      organisationId,
      id: templateId,
      name: `${mark} template`,
      description: `${mark} description`,
      content: { purpose: `${mark} purpose` },
      coordinatorMinutesPerWeek: 20,
      madeFrom: program.id,
      createdBy: owner.id,
      createdAt: now,
    },
  ]);
  const { introductionId, resourceId } = await tellReading(given, {
    now,
    mark,
    organisationId,
    pairing,
    cohort,
    program,
    templateId,
    people: { owner, mentor, mentee, outsider },
  });
  await given.insert('bulk_acts', [
    {
      organisationId,
      id: actId,
      kind: 'set-site',
      facts: { skipped: [] },
      doneBy: owner.id,
      doneAt: now,
    },
  ]);
  await given.insert('exports', [
    {
      organisationId,
      id: exportId,
      list: 'people',
      format: 'csv',
      request: { columns: ['name'], locale: 'en', filters: {}, cohortId: null, programId: null },
      fileName: `${mark}.csv`,
      createdBy: mentee.id,
      createdAt: now,
    },
  ]);
  await given.insert('import_rows', [{ organisationId, importId, line: 2, cells: [`${mark} cell`] }]);
  const [mailId, rehearsalId] = [id(), id()];
  await given.insert('rehearsals', [
    {
      organisationId,
      id: rehearsalId,
      programId: program.id,
      cohortId: cohort.id,
      roomId: id(),
      state: 'ended',
      mentees: 14,
      mentors: 10,
      seed: 1,
      begunBy: owner.id,
      begunAt: now,
      expiresAt: now,
      endedAt: now,
      removed: true,
    },
  ]);
  await given.insert('mails', [
    {
      organisationId,
      id: mailId,
      personId: mentee.id,
      toAddress: mentee.email,
      kind: 'message-received',
      facts: {},
      path: '/',
      locale: 'en',
      subject: `${mark} subject`,
      bodyText: `${mark} body`,
      bodyHtml: `${mark} html`,
      createdAt: now,
    },
  ]);
  const reports = await tellReports(api, {
    mark,
    organisationId,
    programId: program.id,
    cohortId: cohort.id,
    owner,
    linkId,
  });
  const [milestone] = await api.rows<{ id: string }>('select id from milestones where goal_id = $1', [
    goal.id,
  ]);
  const [spell] = await api.rows<{ id: string }>('select id from job_spells where person_id = $1', [
    mentee.id,
  ]);
  const [grant] = await api.rows<{ id: string }>('select id from grants where person_id = $1', [
    formerCoordinator.id,
  ]);
  return {
    organisationId,
    people: {
      owner,
      auditor,
      coordinatorOfAll,
      coordinator,
      coordinatorElsewhere,
      manager,
      mentor,
      mentee,
      outsider,
      formerCoordinator,
    },
    cohort,
    pairing,
    ids: {
      programId: program.id,
      cohortId: cohort.id,
      runId,
      proposalId,
      enrolmentId: menteeEnrolment.id,
      pairingId: pairing.id,
      meetingId: meeting.id,
      actionId,
      goalId: goal.id,
      requestId,
      approvalId,
      scenarioId,
      linkId,
      milestoneId: milestone?.id ?? '',
      checkInId: checkIn.id,
      surveyAskId,
      introductionId,
      resourceId,
      personId: mentee.id,
      importId,
      attributeId,
      exportId,
      viewId,
      templateId,
      templateKey: 'flash',
      actId,
      ...talk,
      spellId: spell?.id ?? '',
      grantId: grant?.id ?? '',
      sessionId: id(),
      mailId,
      rehearsalId,
      ...reports,
      line: '2',
      rule: 'first-meeting',
      service: 'slack',
      kind: 'pairing-active',
      locale: 'en',
      token: 'n'.repeat(43),
    },
  };
}
