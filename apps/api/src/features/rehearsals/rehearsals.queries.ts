import type { Rehearsal } from '@ithaca/contracts/rehearsals';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import type { DirectoryValues } from '@ithaca/domain/invented-people';
import type { Format, Locale } from '@ithaca/domain/vocabulary';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import type { Visitor } from './room-furniture.ts';

type Row = Omit<Rehearsal, 'begunAt' | 'expiresAt' | 'endedAt'> & {
  begunAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
};

const FIELDS = `r.id, r.state, r.mentors, r.mentees, p.display_name as "begunByName", r.begun_at as "begunAt",
  r.expires_at as "expiresAt", r.ended_at as "endedAt"
  from rehearsals r join people p on p.organisation_id = r.organisation_id and p.id = r.begun_by`;
const LAST = 10;

const shown = ({ begunAt, expiresAt, endedAt, ...row }: Row): Rehearsal => ({
  ...row,
  begunAt: begunAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

/** Has this cohort been rehearsed? Grain: a rehearsal, the latest first, at most ten. */
export async function listRehearsals(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<Rehearsal[]> {
  const rows = await db.query<Row>(
    `select ${FIELDS} where r.organisation_id = $1 and r.cohort_id = $2 order by r.begun_at desc, r.id desc limit ${LAST}`,
    [organisationId, cohortId],
  );
  return rows.map(shown);
}

export async function getRehearsal(db: Database, organisationId: string, id: string): Promise<Rehearsal> {
  const row = await db.first<Row>(`select ${FIELDS} where r.organisation_id = $1 and r.id = $2`, [
    organisationId,
    id,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shown(row);
}

/** What the room of a rehearsal is made from: the settings as they stand, the values of the directory, who began. */
export interface RehearsalPlan {
  organisationId: string;
  rehearsalId: string;
  roomId: string;
  state: Rehearsal['state'];
  seed: number;
  mentors: number;
  mentees: number;
  programId: string;
  cohortId: string;
  /** The day enrolment opens. */
  firstDay: string;
  enrolmentClosesOn: string;
  /** Whole rows. */
  program: { eligibility: EligibilityRule; format: Format };
  cohort: object;
  /** Of the program, the latest version. */
  surveyPlan: object | null;
  /** Its mails as it words them. */
  mailTexts: object[];
  settings: object;
  timeZone: string;
  beginner: Visitor;
}

export async function findPlan(
  db: Database,
  organisationId: string,
  rehearsalId: string,
): Promise<RehearsalPlan | undefined> {
  return db.first<RehearsalPlan>(
    `select r.organisation_id as "organisationId", r.id as "rehearsalId", r.room_id as "roomId", r.state, r.seed, r.mentors, r.mentees,
       r.program_id as "programId", r.cohort_id as "cohortId", c.enrolment_opens_on::text as "firstDay", c.enrolment_closes_on::text as "enrolmentClosesOn",
       to_jsonb(g) as program, to_jsonb(c) as cohort,
       to_jsonb(o) as settings, (select to_jsonb(s) from survey_plans s
         where s.organisation_id = g.organisation_id and s.program_id = g.id order by s.number desc limit 1) as "surveyPlan",
       coalesce((select json_agg(t) from mail_texts t where t.organisation_id = g.organisation_id and t.program_id = g.id), '[]') as "mailTexts", o.time_zone as "timeZone",
       json_build_object('accountId', m.account_id, 'displayName', p.display_name, 'locale', p.locale, 'timeZone', p.time_zone,
         'runsAll', exists (select from grants x where x.organisation_id = p.organisation_id and x.person_id = p.id
           and x.ended_at is null and x.program_id is null and x.role in ('owner', 'coordinator'))) as beginner
     from rehearsals r
     join organisations o on o.organisation_id = r.organisation_id
     join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     join people p on p.organisation_id = r.organisation_id and p.id = r.begun_by
     join identity.memberships m on m.organisation_id = p.organisation_id and m.person_id = p.id
     where r.organisation_id = $1 and r.id = $2`,
    [organisationId, rehearsalId],
  );
}

/** Values that so many or fewer people share are left out: an invented person must not look like somebody. */
const FEWEST = 3;
const MOST_VALUES = 30;

/** Which departments, sites, titles, grades and attributes are there, and how frequent is each? Nobody's combination of them. */
export async function readDirectoryValues(
  db: Database,
  organisationId: string,
  timeZone: string,
): Promise<DirectoryValues> {
  const counted = <T>(value: string, more = '') =>
    db.query<{ value: T; people: number; timeZone: string }>(
      `select ${value} as value, count(*)::int as people, mode() within group (order by p.time_zone) as "timeZone"
       from people p where p.organisation_id = $1 and p.left_on is null and ${value} is not null ${more}
       group by 1 having count(*) >= ${FEWEST} order by 2 desc, 1 limit ${MOST_VALUES}`,
      [organisationId],
    );
  const attributes = await db.query<{ name: string; value: string; people: number }>(
    `select name, value, count(*)::int as people from people p, jsonb_each_text(p.attributes) as a (name, value)
     where p.organisation_id = $1 and p.left_on is null and value <> '' group by 1, 2 having count(*) >= ${FEWEST} order by 3 desc, 1, 2 limit 200`,
    [organisationId],
  );
  return {
    departments: await counted<string>('p.department', `and p.department <> ''`),
    sites: await counted<string>('p.site', `and p.site <> ''`),
    jobTitles: await counted<string>('p.job_title', `and p.job_title <> ''`),
    grades: await counted<number>('p.grade'),
    locales: await counted<Locale>('p.locale'),
    attributes: [...Map.groupBy(attributes, ({ name }) => name)].map(([name, values]) => ({ name, values })),
    timeZone,
  };
}
