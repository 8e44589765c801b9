import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { identityRoutes } from '@ithaca/contracts/identity';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { peopleRoutes } from '@ithaca/contracts/people';

import { baseUrl } from './browser.ts';
import { Caller } from './caller.ts';
import { callerOf } from './demo.ts';
import { pause } from './product.ts';

/** Told apart from every other run, so that one product can be tried again and again. */
const mark = Date.now().toString(36).slice(-6);
export const DEPARTMENT = `Flight school ${mark}`;

interface Student {
  name: string;
  title: string;
  manager: string | null;
  skill: string;
}

/** Three mentors under one head. Everybody's best mentor is another lead than their own; Dua and Eve could exchange. */
const students: readonly Student[] = [
  { name: 'Hanna Head', title: 'Head of school', manager: null, skill: 'Strategy' },
  { name: 'Leo Lead', title: 'Instructor', manager: 'Hanna Head', skill: 'Negotiation' },
  { name: 'Lia Lead', title: 'Instructor', manager: 'Hanna Head', skill: 'Finance' },
  { name: 'Lou Lead', title: 'Instructor', manager: 'Hanna Head', skill: 'Security' },
  { name: 'Anna Junior', title: 'Pilot', manager: 'Lia Lead', skill: 'Negotiation' },
  { name: 'Ben Junior', title: 'Pilot', manager: 'Lia Lead', skill: 'Negotiation' },
  { name: 'Cem Junior', title: 'Pilot', manager: 'Lou Lead', skill: 'Finance' },
  { name: 'Dua Junior', title: 'Pilot', manager: 'Leo Lead', skill: 'Finance' },
  { name: 'Eve Junior', title: 'Pilot', manager: 'Leo Lead', skill: 'Security' },
  { name: 'Finn Junior', title: 'Pilot', manager: 'Leo Lead', skill: 'Security' },
];
const numberOf = (name: string | null) => {
  const at = students.findIndex((student) => student.name === name);
  return at === -1 ? '' : `F${at + 1}-${mark}`;
};
export const isMentor = (name: string): boolean => name.endsWith(' Lead');

/** The department as an HR system writes it: semicolons, a mark in front, days the German way. */
export const file = `\uFEFF${[
  'Personnel no;Full name;Mail;Position;Department;Manager no;Hired',
  ...students.map(({ name, title, manager }, index) =>
    [
      numberOf(name),
      name,
      `f${index + 1}.${mark}@halden.example`,
      title,
      DEPARTMENT,
      numberOf(manager),
      `${13 + index}.03.2021`,
    ].join(';'),
  ),
].join('\r\n')}\r\n`;

/** The links of the invitations that were mailed, by name, once everybody's mail is written. */
export async function invitationPaths(): Promise<Map<string, string>> {
  const owner = await callerOf('owner@halden.example');
  const { items: people } = await owner.call(peopleRoutes.list, { query: { department: DEPARTMENT } });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { items: mails } = await owner.call(organisationRoutes.listMails, { query: { limit: 100 } });
    const paths = people.flatMap(({ id, displayName }): [string, string][] => {
      const mail = mails.find(({ personId, kind }) => personId === id && kind === 'cohort-invitation');
      const path = /\/invite\/[\w-]{43}/.exec(mail?.bodyText ?? '')?.[0];
      return path === undefined ? [] : [[displayName, path]];
    });
    if (paths.length === students.length) return new Map(paths);
    await pause(100);
  }
  throw new Error('The invitations were not mailed.');
}

/** What somebody answers in the form on the screen, said through the open API. */
export async function enrolByApi(name: string, path: string, cohortId: string): Promise<void> {
  const caller = new Caller(baseUrl());
  const role = isMentor(name) ? 'mentor' : 'mentee';
  const skill = students.find((student) => student.name === name)?.skill ?? '';
  await caller.call(identityRoutes.acceptInvitation, { body: { token: path.replace('/invite/', '') } });
  const begun = await caller.call(enrolmentRoutes.begin, { params: { cohortId }, body: { role } });
  const saved = await caller.call(enrolmentRoutes.save, {
    params: { enrolmentId: begun.id },
    body: {
      answers: {
        ...begun.answers,
        skills: [{ skill, level: 3 }],
        goals: ['Grow as a leader'],
        languages: ['en'],
      },
      capacity: role === 'mentor' ? 2 : 1,
      doNotPairWith: [],
    },
    version: begun.version,
  });
  await caller.call(enrolmentRoutes.submit, { params: { enrolmentId: saved.id }, version: saved.version });
}
