import { checkInRoutes } from '@ithaca/contracts/surveys';
import { surveyRoutes } from '@ithaca/contracts/survey-answers';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { importRoutes } from '@ithaca/contracts/imports';
import type { ImportMapping, PersonImport } from '@ithaca/contracts/imports';
import { introductionRoutes } from '@ithaca/contracts/introductions';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { peopleRoutes } from '@ithaca/contracts/people';
import { resourceRoutes } from '@ithaca/contracts/resources';

import type { Caller } from './caller.ts';
import { callerOf, findDraft, findOpenCohort, findProgram } from './demo.ts';
import { pause } from './product.ts';

/** A file with something to say at every step: a line without a name, a day that does not exist, a manager nobody knows. */
const fileOf = (mark: string) =>
  [
    'Personnel no;Full name;Mail;Department;Manager no;Hired',
    `S${mark}-1;Nora Newcomer ${mark};s1.${mark}@halden.example;Sweep ${mark};;13.03.2021`,
    `S${mark}-2;Nils Newcomer ${mark};s2.${mark}@halden.example;Sweep ${mark};S${mark}-1;14.03.2021`,
    `S${mark}-3;;s3.${mark}@halden.example;Sweep ${mark};S${mark}-1;15.03.2021`,
    `S${mark}-4;Nele Newcomer ${mark};s4.${mark}@halden.example;Sweep ${mark};S${mark}-9;31.02.2021`,
  ].join('\r\n');
const columns: ImportMapping['columns'] = [
  { column: 0, field: 'employeeNumber' },
  { column: 1, field: 'name' },
  { column: 2, field: 'email' },
  { column: 3, field: 'department' },
  { column: 4, field: 'manager' },
  { column: 5, field: 'hiredOn', dateOrder: 'day-month-year' },
];

/** Imports at three moments: nothing said of its columns yet, worked out with problems, and done. */
async function prepareImports(coordinator: Caller, mark: string) {
  const upload = (more: string) =>
    coordinator.call(importRoutes.upload, {
      query: { fileName: `people-${mark}${more}.csv` },
      body: new TextEncoder().encode(fileOf(mark + more)),
    });
  const workOut = ({ id, version }: PersonImport) =>
    coordinator.call(importRoutes.setMapping, {
      params: { importId: id },
      body: { key: 'employeeNumber', columns },
      version,
    });
  const columnsUnsaid = await upload('a');
  const worked = await workOut(await upload('b'));
  const done = await workOut(await upload('c'));
  await coordinator.call(importRoutes.run, { params: { importId: done.id }, version: done.version });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { state } = await coordinator.call(importRoutes.get, { params: { importId: done.id } });
    if (state === 'done') break;
    await pause(100);
  }
  return { importColumns: columnsUnsaid.id, importReady: worked.id, importDone: done.id };
}

/** What the demo has where, by the names that the list of screens uses; an import and a file of a list are made for it. */
export async function findPlaces(): Promise<Record<string, string>> {
  const coordinator = await callerOf('coordinator@halden.example');
  const mentee = await callerOf('mentee@halden.example');
  const growth = await findProgram(coordinator, 'career-growth');
  const circles = await findProgram(coordinator, 'leadership-circles');
  const tandems = await findProgram(coordinator, 'learning-tandems');
  const selfService = await findProgram(coordinator, 'skills-exchange');
  const [running, matching] = [growth.cohortIn('running'), growth.cohortIn('matching')];
  const { items: enrolments } = await mentee.call(enrolmentRoutes.listMine, {});
  const { items: pairings } = await mentee.call(pairingRoutes.listMine, {});
  const pairing = pairings.find((one) => one.state === 'active');
  const pairingId = pairing?.id ?? '';
  const { items: meetings } = await mentee.call(meetingRoutes.list, { params: { pairingId } });
  const { items: checkIns } = await mentee.call(checkInRoutes.listMine, {});
  const { items: surveys } = await mentee.call(surveyRoutes.listMine, {});
  const { items: resources } = await mentee.call(resourceRoutes.library, {});
  const { items: introductions } = await mentee.call(introductionRoutes.list, { params: { pairingId } });
  const { items: waiting } = await coordinator.call(mentorRequestRoutes.listWaiting, {
    params: { cohortId: running },
  });
  const { items: itsCircles } = await coordinator.call(pairingRoutes.list, {
    params: { cohortId: circles.cohortNamed('Spring circles') },
    query: {},
  });
  const list = await coordinator.call(peopleRoutes.export, {
    body: { format: 'csv', columns: ['name', 'department'], filters: {} },
  });
  return {
    program: growth.id,
    running,
    matching,
    closed: growth.cohortIn('closed'),
    openProgram: (await findProgram(coordinator, 'onboarding-buddy')).id,
    openCohort: await findOpenCohort(coordinator),
    selfServiceProgram: selfService.id,
    selfService: enrolments.find((one) => one.pairingMode === 'self-service')?.id ?? '',
    pairing: pairingId,
    partner: pairing?.members.find((member) => member.role === 'mentor')?.personId ?? '',
    meeting: meetings[0]?.id ?? '',
    checkIn: checkIns[0]?.id ?? '',
    survey: surveys[0]?.id ?? '',
    resource: resources[0]?.id ?? '',
    introduction: introductions[0]?.id ?? '',
    waiting: waiting[0]?.mentee.enrolmentId ?? '',
    circleProgram: circles.id,
    circleCohort: circles.cohortNamed('Spring circles'),
    circleDraftCohort: circles.cohortNamed('Autumn circles'),
    circle: itsCircles[0]?.id ?? '',
    peerProgram: tandems.id,
    peerCohort: tandems.cohortNamed('Autumn tandems'),
    export: list.id,
    run: await findDraft(coordinator, matching),
    ...(await prepareImports(coordinator, Date.now().toString(36).slice(-6))),
  };
}
