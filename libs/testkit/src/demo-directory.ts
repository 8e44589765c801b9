import { addDays } from '@ithaca/domain/cohort';
import type { Side } from '@ithaca/domain/vocabulary';

import { familyNames, givenNames } from '@ithaca/domain/invented-names';
import { jobsBefore, reasonToLeave, titleOf } from './demo-careers.ts';
import { departments, generalSkills, goalSentences, sites } from './demo-words.ts';
import type { Department, Site } from './demo-words.ts';
import type { Given, GivenOrganisation, GivenPerson } from './given.ts';
import { Random } from '@ithaca/domain/random';

export interface Employee {
  person: GivenPerson;
  grade: number;
  department: Department;
  site: Site;
  managerId: string | null;
  hiredOn: string;
  leftOn: string | null;
}

export interface Company {
  organisation: GivenOrganisation;
  employees: Employee[];
  signIns: Employee[];
}

type Kind = 'owner' | 'coordinator' | 'manager' | 'mentor' | 'mentee';

export interface CompanyPlan {
  name: string;
  slug: string;
  domain: string;
  people: number;
  timeZone: string;
  brandColour: string;
  passwordHash: string;
  signIns: readonly { email: string; name: string; kind: Kind }[];
}

/** Grades of the named people; the manager leads a whole department. */
const SIGN_IN_GRADES: Readonly<Record<Kind, number>> = {
  owner: 9,
  coordinator: 6,
  manager: 9,
  mentor: 7,
  mentee: 4,
};

/** A believable directory: departments over sites, a manager line of four levels, hires over six years, some leavers. */
export async function directory(
  given: Given,
  random: Random,
  now: Date,
  plan: CompanyPlan,
): Promise<Company> {
  const today = now.toISOString().slice(0, 10);
  const organisation = await given.organisation({
    name: plan.name,
    slug: plan.slug,
    timeZone: plan.timeZone,
    brandColour: plan.brandColour,
    demo: true,
  });
  const employees: Employee[] = [];
  const names = new Set(plan.signIns.map((one) => one.name));
  const numbers = { next: 1001 };
  // Drawn apart: who works there stays as it was.
  const careers = new Random(plan.people);

  const hire = async (
    grade: number,
    department: Department,
    site: Site,
    manager: Employee | null,
    named?: CompanyPlan['signIns'][number],
  ): Promise<Employee> => {
    const displayName = named?.name ?? freshName(random, names);
    // Years of service spread over six years; about one in nine a year leaves again.
    const hiredOn = named
      ? addDays(today, -random.between(900, 1900))
      : addDays(today, -random.between(30, 2200));
    const leftOn = named || grade >= 8 ? null : leavingDay(random, hiredOn, today);
    const number = numbers.next;
    numbers.next += 1;
    const person = await given.person(organisation, {
      displayName,
      hiredOn,
      leftOn,
      endReason: reasonToLeave(careers),
      earlierJobs: jobsBefore(careers, {
        department,
        grade,
        site: site.name,
        hiredOn,
        until: leftOn ?? today,
      }),
      grade,
      department: department.name,
      site: site.name,
      timeZone: site.timeZone,
      // The named people read English, so that whoever tries the demo can follow them; the others keep the language of their site.
      locale: named ? 'en' : site.locale,
      languages: site.languages,
      managerId: manager?.person.id ?? null,
      jobTitle:
        named?.kind === 'owner'
          ? 'Chief people officer'
          : named?.kind === 'coordinator'
            ? 'Mentoring coordinator'
            : titleOf(department, grade),
      employeeNumber: `${plan.slug.slice(0, 2).toUpperCase()}${number}`,
      email:
        named?.email ?? `${displayName.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${number}@${plan.domain}`,
      account: named !== undefined,
      passwordHash: named ? plan.passwordHash : null,
    });
    const employee = {
      person,
      grade,
      department,
      site,
      managerId: manager?.person.id ?? null,
      hiredOn,
      leftOn,
    };
    employees.push(employee);
    return employee;
  };
  const placeOf = () => byShare(random, sites);
  const signIn = (kind: Kind) => plan.signIns.find((one) => one.kind === kind);
  const departmentOf = (name: string) => departments.find((one) => one.name === name) ?? departments[0];

  const engineering = departmentOf('Engineering');
  const people = departmentOf('People');
  const berlin = sites[0];
  if (!engineering || !people || !berlin) throw new Error('The demo needs its departments and sites.');
  const owner = await hire(SIGN_IN_GRADES.owner, people, berlin, null, signIn('owner'));
  for (const department of departments) {
    const size = Math.max(2, Math.round(plan.people * department.share));
    const isEngineering = department === engineering;
    const head = await hire(
      9,
      department,
      isEngineering ? berlin : placeOf(),
      owner,
      isEngineering ? signIn('manager') : undefined,
    );
    const leads: Employee[] = [];
    for (let i = 0; i < Math.max(1, Math.round(size / 9)); i += 1)
      leads.push(await hire(random.between(6, 8), department, placeOf(), head));
    for (let i = leads.length + 1; i < size; i += 1)
      await hire(random.between(1, 7), department, placeOf(), random.pick(leads));
    if (department === people) await maybeHire('coordinator', people, head);
    if (isEngineering) {
      await maybeHire('mentor', engineering, head);
      await maybeHire('mentee', engineering, leads[0] ?? head);
    }
  }

  async function maybeHire(kind: Kind, department: Department, manager: Employee): Promise<void> {
    const named = signIn(kind);
    if (named) await hire(SIGN_IN_GRADES[kind], department, berlin ?? placeOf(), manager, named);
  }

  return {
    organisation,
    employees,
    signIns: plan.signIns.flatMap((one) =>
      employees.filter((employee) => employee.person.email === one.email),
    ),
  };
}

function freshName(random: Random, taken: Set<string>): string {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const name = `${random.pick(givenNames)} ${random.pick(familyNames)}`;
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
  return `${random.pick(givenNames)} ${random.pick(familyNames)}-${random.pick(familyNames)}`;
}

/** The day a person left, or null: a constant hazard of about 11 % a year after the first 90 days. */
function leavingDay(random: Random, hiredOn: string, today: string): string | null {
  const days = 90 + Math.round((-Math.log(1 - random.next()) / 0.115) * 365);
  const day = addDays(hiredOn, days);
  return day < today ? day : null;
}

function byShare<T extends { share: number }>(random: Random, items: readonly T[]): T {
  let left = random.next() * items.reduce((sum, item) => sum + item.share, 0);
  for (const item of items) {
    left -= item.share;
    if (left <= 0) return item;
  }
  return random.pick(items);
}

/** What a person of this department would answer on the usual form. */
export function commonAnswers(
  random: Random,
  one: Employee,
  side: Side,
  wishable: readonly GivenPerson[],
): object {
  const own = random.sample(one.department.skills, side === 'mentor' ? 3 : 1);
  const general = random.sample(generalSkills, 2);
  return {
    skills: [...own, ...general].map((skill) => ({ skill, level: random.between(1, 3) })),
    // Drawn for peers alone: what others answer stays as it was.
    ...(side === 'peer' && {
      offers: random
        .sample(one.department.skills, 3)
        .map((skill) => ({ skill, level: random.between(1, 3) })),
    }),
    goals: random.sample(
      ['Grow as a leader', 'Prepare for my next role', 'Build a network', 'Learn a skill', 'Change field'],
      2,
    ),
    goalText: side === 'mentee' ? random.pick(goalSentences) : '',
    interests: random.sample(
      ['Reading', 'Running', 'Music', 'Cooking', 'Travel', 'Volunteering', 'Photography', 'Chess', 'Cycling'],
      3,
    ),
    workingStyle: random.pick(['structured', 'open', 'either', null]),
    languages: one.site.languages,
    wishes:
      side === 'mentee' && random.chance(0.35) ? random.sample(wishable, 2).map((person) => person.id) : [],
    own: {},
  };
}
