import { afterAll, beforeAll, it } from '@jest/globals';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { homeRoutes, reportRoutes } from '@ithaca/contracts/reports';
import { v7 } from 'uuid';
import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
let api: TestApi;
beforeAll(async () => { api = await startApi(); }, 60000);
afterAll(() => api.stop());
it('perf', async () => {
  const PEOPLE = Number(process.env.PERF_PEOPLE ?? 800), N = Number(process.env.PERF_PAIRINGS ?? 200);
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2025-10-01' });
  const org = organisation.id; const o = { organisationId: org };
  const now = new Date('2026-03-02T09:00:00Z');
  const ids = Array.from({ length: PEOPLE }, () => v7());
  await api.given.insert('people', ids.map((id, i) => ({ ...o, id, employeeNumber: 'X' + i, displayName: 'P' + i, department: 'D' + (i % 8), site: 'B', grade: i % 9, hiredOn: '2020-01-01', createdAt: now, managerId: i % 3 === 0 ? owner.id : null })));
  await api.given.insert('employment_spells', ids.map((id) => ({ ...o, id: v7(), personId: id, startsOn: '2020-01-01', endsOn: null })));
  const t0 = Date.parse('2025-10-01T10:00:00Z');
  const st: Record<string, unknown>[] = [], pm = [], en = [], pa = [], me = [], ma = [], ci = [], ms = [], go = [];
  for (let i = 0; i < N; i++) {
    const pid = v7(); const pair = [ids[2 * i % PEOPLE]!, ids[(2 * i + 1) % PEOPLE]!];
    pa.push({ ...o, id: pid, cohortId: cohort.id, state: 'active', publishedAt: new Date(t0), startedAt: new Date(t0), cadenceDays: 14 });
    pair.forEach((p, s) => { const eid = v7(); const role = s ? 'mentee' : 'mentor';
      en.push({ ...o, id: eid, cohortId: cohort.id, personId: p, role, state: 'matched', capacity: 2, submittedAt: new Date(t0 - 1e9) });
      pm.push({ ...o, pairingId: pid, personId: p, cohortId: cohort.id, enrolmentId: eid, role, open: true, acceptedAt: new Date(t0), signedAt: new Date(t0) });
      for (const stage of ['invited', 'registered', 'in-pool', 'proposed', 'matched', 'active']) st.push({ ...o, id: v7(), cohortId: cohort.id, personId: p, role, stage, at: new Date(t0 - 1e8) });
      for (let w = 1; w <= 3; w++) ci.push({ ...o, id: v7(), cohortId: cohort.id, pairingId: pid, personId: p, role, wave: w, askedAt: new Date(t0 + w * 3e9), dueAt: new Date(t0 + w * 3e9 + 1.2e9), answeredAt: new Date(t0 + w * 3e9 + 1e8), usefulness: 1 + (i + w) % 5 });
    });
    for (let k = 0; k < 10; k++) { const mid = v7(); me.push({ ...o, id: mid, pairingId: pid, cohortId: cohort.id, state: 'held', startsAt: new Date(t0 + k * 14 * 864e5), durationMinutes: 45, timeZone: 'Europe/Berlin', createdBy: pair[0], endedAt: new Date(t0 + k * 14 * 864e5) }); for (const p of pair) ma.push({ ...o, meetingId: mid, personId: p, answer: 'held' }); }
    for (let k = 0; k < 20; k++) ms.push({ ...o, id: v7(), pairingId: pid, authorId: pair[k % 2], body: 'hello', sentAt: new Date(t0 + k * 7 * 864e5) });
    go.push({ ...o, id: v7(), pairingId: pid, cohortId: cohort.id, ownerId: pair[1], title: 'g' });
  }
  for (const [t, r] of Object.entries({ enrolments: en, pairings: pa, pairing_members: pm, stage_events: st, meetings: me, meeting_answers: ma, check_ins: ci, messages: ms, goals: go })) await api.given.insert(t, r);
  await api.rows('analyze');
  const acc = v7();
  const person = { id: ids[1]!, organisationId: org, accountId: acc, email: 'z@example.test', displayName: 'P1' };
  await api.rows("insert into identity.accounts (id, email) values ($1, 'z@example.test')", [acc]);
  await api.rows("insert into identity.memberships (account_id, organisation_id, person_id, organisation_name) values ($1,$2,$3,'x')", [acc, org, person.id]);
  const ob = await api.as(owner), pb = await api.as(person);
  const time = async (name: string, run: () => Promise<{ status: number; text: string }>) => {
    const ts: number[] = []; let last = { status: 0, text: '' };
    for (let i = 0; i < 40; i++) { const s = performance.now(); last = await run(); ts.push(performance.now() - s); }
    const warm = ts.slice(10).sort((a, b) => a - b);
    process.stdout.write(`${name}: ${last.status} median ${warm[15]!.toFixed(1)} p90 ${warm[27]!.toFixed(1)} ms, ${last.text.length} B\n`);
  };
  await time('dictionary', () => ob.call(metricRoutes.dictionary, {}));
  await time('overview', () => ob.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } }));
  await time('today', () => ob.call(metricRoutes.today, {}));
  await time('home owner', () => ob.call(homeRoutes.get, {}));
  await time('home mentee', () => pb.call(homeRoutes.get, {}));
  await time('report owner', () => ob.call(reportRoutes.get, { params: { cohortId: cohort.id } }));
  await time('reports', () => ob.call(reportRoutes.list, {}));
  const q = api.platform.db.query.bind(api.platform.db);
  const spent = new Map<string, number[]>();
  (api.platform.db as unknown as { query: unknown }).query = async (sql: string, p: unknown[]) => { const s = performance.now(); const r = await q(sql, p as unknown[]); const k = sql.replace(/\s+/g, ' ').slice(0, 70); spent.set(k, [...(spent.get(k) ?? []), performance.now() - s]); return r; };
  for (let i = 0; i < 10; i++) { await ob.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } }); await ob.call(homeRoutes.get, {}); }
  for (const [k, v] of spent) process.stdout.write(`${(v.sort((a, b) => a - b)[v.length >> 1]!).toFixed(1)} ms ×${v.length} ${k}\n`);
}, 120000);
