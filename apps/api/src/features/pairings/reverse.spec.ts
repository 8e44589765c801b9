import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endingRoutes } from '@ithaca/contracts/endings';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { locales } from '@ithaca/domain/vocabulary';
import type { Locale } from '@ithaca/domain/vocabulary';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start, ticks: true });
});
afterAll(() => api.stop());

/** What each side's offer says: who guides whom, and by no name of the other side. */
const offers: Record<Locale, { junior: RegExp; senior: RegExp }> = {
  en: { junior: /^You could guide Senior/, senior: /^Junior \w+ could guide you$/ },
  de: { junior: /^Sie könnten Senior \w+ begleiten$/, senior: /^Junior \w+ könnte Sie begleiten$/ },
  ar: { junior: /^يمكنك أن ترشد Senior/, senior: /^يمكن أن يرشدك Junior/ },
};
const bodies: Record<Locale, { junior: RegExp; senior: RegExp }> = {
  en: { junior: /You guide Senior/, senior: /Junior \w+ guides you\./ },
  de: { junior: /Sie begleiten Senior/, senior: /Junior \w+ begleitet Sie\./ },
  ar: { junior: /أنت ترشد Senior/, senior: /Junior \w+ يرشدك\./ },
};

it('a junior guides a senior, from the enrolment to the certificate, and each is called what they are in each language', async () => {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { templateKey: 'reverse', name: 'Other eyes' });
  const cohort = await api.given.cohort(program, owner, { startsOn: '2026-03-02', endsOn: '2026-08-31' });
  const asOwner = await api.as(owner);
  const params = { cohortId: cohort.id };
  const people: { person: GivenPerson; locale: Locale; side: 'junior' | 'senior' }[] = [];
  for (const locale of locales)
    for (const side of ['junior', 'senior'] as const) {
      const person = await api.given.person(organisation, {
        displayName: `${side === 'junior' ? 'Junior' : 'Senior'} ${locale}`,
        locale,
        grade: side === 'junior' ? 2 : 8,
      });
      people.push({ person, locale, side });
    }

  for (const { person, side } of people) {
    const caller = await api.as(person);
    const role = side === 'junior' ? ('mentor' as const) : ('mentee' as const);
    const begun = (await caller.call(enrolmentRoutes.begin, { params, body: { role } })).body;
    const saved = await caller.call(enrolmentRoutes.save, {
      params: { enrolmentId: begun.id },
      version: begun.version,
      body: {
        answers: {
          ...begun.answers,
          ...(side === 'junior' ? { offers: [{ skill: 'Design', level: 3 }] } : {}),
          skills: [{ skill: 'Design', level: 3 }],
          languages: ['en'],
          goals: ['Learn a skill'],
        },
        capacity: 1,
        doNotPairWith: [],
      },
    });
    const sent = await caller.call(enrolmentRoutes.submit, {
      params: { enrolmentId: begun.id },
      version: saved.body.version,
    });
    expect(sent.body).toMatchObject({ state: 'in-pool', role });
  }
  await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
  const started = await asOwner.call(matchingRoutes.start, { params, body: {} });
  await api.runJobs();
  const run = { runId: started.body.id };
  const draft = (await asOwner.call(matchingRoutes.listProposals, { params: run })).body;
  expect(draft.unmatched).toEqual([]);
  api.mails.sent.length = 0;
  await asOwner.call(publicationRoutes.publish, { params: run, version: draft.run.version, body: {} });
  await api.runJobs();
  await api.rows("update cohorts set state = 'running' where id = $1", [cohort.id]);
  for (const { person, locale, side } of people) {
    const [offer] = api.mails.sent.filter(({ to }) => to === person.email);
    expect(offer?.subject).toMatch(offers[locale][side]);
    expect(offer?.text).toMatch(bodies[locale][side]);
  }

  // The pair of one of them goes its whole way: the grades lie apart, and the lower one is the mentor.
  const [junior] = people;
  if (!junior) throw new Error('six');
  const [pair] = await api.rows<{ id: string; other: string }>(
    `select m.pairing_id as id, o.person_id as other from pairing_members m join pairing_members o
       on o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.person_id <> m.person_id
     where m.person_id = $1`,
    [junior.person.id],
  );
  const senior = people.find(({ person }) => person.id === pair?.other);
  if (!pair || !senior) throw new Error('a pair');
  const of = { pairingId: pair.id };
  const [asJunior, asSenior] = [await api.as(junior.person), await api.as(senior.person)];
  await asJunior.call(pairingRoutes.accept, { params: of });
  const active = (await asSenior.call(pairingRoutes.accept, { params: of })).body;
  expect(active).toMatchObject({ state: 'active', format: 'reverse', myRole: 'mentee' });
  const met = await asSenior.call(meetingRoutes.record, {
    params: of,
    body: {
      title: '',
      startsAt: start.toISOString(),
      durationMinutes: 60,
      timeZone: 'Europe/Berlin',
      link: '',
      notes: '',
    },
  });
  expect(met.status).toBe(201);
  const { version } = (await asSenior.call(pairingRoutes.get, { params: of })).body;
  await asSenior.call(pairingRoutes.end, {
    params: of,
    version,
    body: { outcome: 'completed', reason: 'goals-reached' },
  });
  await api.runJobs();
  for (const [caller, side, role] of [
    [asJunior, junior, 'mentor'],
    [asSenior, senior, 'mentee'],
  ] as const) {
    const { certificate } = (await caller.call(endingRoutes.certify, { params: of })).body;
    await caller.call(endingRoutes.share, { params: of, body: { isShared: true } });
    const checked = await api
      .anonymous()
      .call(endingRoutes.check, { params: { code: certificate?.code ?? '' } });
    expect(checked.body).toMatchObject({ displayName: side.person.displayName, role });
  }
  // No mail in any language calls the junior side a mentee, or has the senior one guide.
  const wrong = {
    junior: /your mentor|Ihre Mentorin|مرشدك/i,
    senior: /your mentee|Ihr Mentee|المتدرّب معك/i,
  };
  for (const { person, side } of people)
    for (const { to, subject, text } of api.mails.sent)
      if (to === person.email) expect(`${subject}\n${text}`).not.toMatch(wrong[side]);
}, 60_000);
