import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { familyNames, givenNames } from '@ithaca/domain/invented-names';
import { generalSkills } from '@ithaca/testkit/demo-words';
import { Given } from '@ithaca/testkit/given';
import { Random } from '@ithaca/domain/random';
import pg from 'pg';

export interface LargeCohort {
  programId: string;
  cohortId: string;
  mentees: number;
  mentors: number;
}

const TOPICS = ['Lead a team', 'Speak in public', 'Change function', 'Work abroad', 'Grow as an expert'];
const INTERESTS = ['Climbing', 'Chess', 'Running', 'Cooking', 'Music', 'Books', 'Cycling'];
const SITES = ['Berlin', 'Lisbon', 'Cairo', 'Nairobi'];

/** The database of the product that was started here, as its owner: the only way to four hundred enrolled people in a second. */
async function openDatabase(): Promise<pg.Client> {
  const dataDir = process.env.ITHACA_DATA_DIR;
  if (!dataDir)
    throw new Error(
      'This journey fills a database of its own: start it without ITHACA_URL, or name ITHACA_DATA_DIR.',
    );
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
  const port = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  await client.connect();
  return client;
}

/** A cohort of the demo's organisation that waits for its first draft: two mentees to a mentor, with realistic, unequal answers. */
export async function enrolLargeCohort(people: number, seed: number): Promise<LargeCohort> {
  const client = await openDatabase();
  try {
    await client.query('begin');
    const found = await client.query<{ id: string; organisation_id: string }>(
      "select p.id, p.organisation_id from people p where p.email = 'coordinator@halden.example'",
    );
    const [coordinator] = found.rows;
    if (!coordinator) throw new Error('The demo has no coordinator.');
    const given = new Given((sql, parameters) => client.query(sql, [...parameters]), new Date(), {
      batched: true,
    });
    const random = new Random(seed);
    const organisation = { id: coordinator.organisation_id, name: '' };
    const creator = {
      id: coordinator.id,
      organisationId: organisation.id,
      accountId: '',
      email: '',
      displayName: '',
    };
    // Told apart from every other run, so that one product can be tried again and again, two at a time.
    const mark = `${seed}-${Date.now().toString(36).slice(-6)}`;
    const program = await given.program(creator, { name: `Large ${seed}`, slug: `large-${mark}` });
    const cohort = await given.cohort(program, creator, { name: 'Large cohort', state: 'matching' });
    const mentors = Math.round(people / 3);
    const mentees = people - mentors;
    let places = mentees - 4;
    for (let index = 0; index < people; index += 1) {
      const role = index < mentors ? 'mentor' : 'mentee';
      const left = mentors - index;
      // Four places are missing, so that somebody stays without a partner.
      const capacity = role === 'mentor' ? Math.max(1, Math.min(3, Math.round(places / left))) : 1;
      if (role === 'mentor') places -= capacity;
      const person = await given.person(organisation, {
        displayName: `${random.pick(givenNames)} ${random.pick(familyNames)} ${String(index + 1).padStart(3, '0')}`,
        email: `large-${mark}-${index + 1}@halden.example`,
        employeeNumber: `L${mark}-${index + 1}`,
        grade: role === 'mentor' ? random.between(6, 9) : random.between(2, 5),
        department: random.pick(['Sales', 'Engineering', 'Finance', 'People']),
        site: random.pick(SITES),
        languages: random.chance(0.8) ? ['en'] : ['en', 'de'],
      });
      await given.enrolment(cohort, person, role, {
        capacity,
        answers: {
          skills: random
            .sample(generalSkills, random.between(2, 4))
            .map((skill) => ({ skill, level: random.between(1, 3) })),
          goals: random.sample(TOPICS, random.between(1, 2)),
          interests: random.sample(INTERESTS, random.between(1, 3)),
          workingStyle: random.pick(['structured', 'open', 'either']),
          languages: ['en'],
          wishes: [],
        },
      });
    }
    await given.flush();
    await client.query('commit');
    await client.query('analyze');
    return { programId: program.id, cohortId: cohort.id, mentees, mentors };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await client.end();
  }
}
