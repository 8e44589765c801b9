import { createRoute, createRouter } from '@tanstack/react-router';
import { history } from './lib/history.ts';
import { addresses, firstReads, isAnotherPage, pageUnder, type PageLine } from './lib/route.tsx';
import { member, queries, root } from './shell/member.tsx';
import { Product } from './shell/product.tsx';
import { MissingPage, ProblemPage } from './shell/root.tsx';
import { sessionQuery } from './shell/session.tsx';
import { SkeletonPage } from './ui/skeleton.tsx';

const open = <const Path extends string>(path: Path, line: PageLine<Path>) => pageUnder(root, path, line);
const page = <const Path extends string>(path: Path, line: PageLine<Path>) => pageUnder(member, path, line);

/** The pages of a cohort share one frame: program, cohort, stage, tabs. They read `useCohort()` of shell/cohort.ts. */
const cohort = page('/manage/$programId', {
  page: () => import('./shell/cohort-frame.tsx'),
  words: ['cohort'],
});
const cohortPage = <const P extends string>(path: P, line: PageLine<P>) => pageUnder(cohort, path, line);

const me = page('/me', {
  page: () => import('./features/people/profile/me.page.tsx'),
  words: ['people', 'declarations'],
});

/** A pairing: its head and tabs, below them what the two plan, reach and say. */
const pairing = page('/pairings/$pairingId', {
  page: () => import('./features/pairings/pairing-frame.page.tsx'),
  words: ['pairings'],
  load: async ({ pairingId }, { queries }) =>
    queries.prefetchQuery((await import('./lib/pairing.ts')).pairingQuery(pairingId)),
});
const pairingTab = <const P extends string>(path: P, line: PageLine<P>) => pageUnder(pairing, path, line);

// The map of the product: one line a page. Tabs of a page are its children.
const map = root.addChildren([
  open('/gallery', { page: () => import('./shell/gallery.page.tsx') }),
  member.addChildren([
    page('/', {
      page: () => import('./features/home/home.page.tsx'),
      words: ['home'],
      reads: ['/api/home'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/home/home.queries.ts')).homeQuery),
    }),
    page('/inbox', { page: () => import('./features/organisations/inbox.page.tsx'), words: ['inbox'] }),
    page('/concerns', {
      page: () => import('./features/safeguarding/concerns.page.tsx'),
      words: ['concerns'],
    }),
    page('/concerns/$concernId', {
      page: () => import('./features/safeguarding/concern.page.tsx'),
      words: ['concerns', 'messages'],
    }),
    page('/programs', {
      page: () => import('./features/programs/programs.page.tsx'),
      words: ['programs'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/programs/programs.queries.ts')).openCohortsQuery),
    }),
    page('/programs/$cohortId', {
      page: () => import('./features/programs/program.page.tsx'),
      words: ['programs'],
      load: async ({ cohortId }, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/programs/programs.queries.ts')).openCohortQuery(cohortId),
        ),
    }),
    page('/programs/$cohortId/enrol', {
      page: () => import('./features/enrolments/enrol/enrol.page.tsx'),
      words: ['enrolments'],
    }),
    page('/my', {
      page: () => import('./features/pairings/my.page.tsx'),
      words: ['pairings', 'enrolments'],
      load: async (_, { queries }) => {
        const { myEnrolmentsQuery } = await import('./features/pairings/pairings.queries.ts');
        const { myPairingsQuery } = await import('./lib/pairing.ts');
        return Promise.all([
          queries.prefetchQuery(myPairingsQuery),
          queries.prefetchQuery(myEnrolmentsQuery),
        ]);
      },
    }),
    page('/my/history', {
      page: () => import('./features/pairings/history.page.tsx'),
      words: ['history'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/pairings/ending/history.queries.ts')).historyQuery),
    }),
    page('/my/choices/$enrolmentId', {
      page: () => import('./features/requests/choices.page.tsx'),
      words: ['requests', 'reasons'],
      load: async ({ enrolmentId }, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/requests/requests.queries.ts')).choicesQuery(enrolmentId),
        ),
    }),
    page('/my/places', {
      page: () => import('./features/requests/places.page.tsx'),
      words: ['requests', 'reasons'],
      load: async (_, { queries }) => {
        const { askedQuery, placesQuery } = await import('./features/requests/requests.queries.ts');
        return Promise.all([queries.prefetchQuery(askedQuery), queries.prefetchQuery(placesQuery)]);
      },
    }),
    pairing.addChildren([
      pairingTab('/pairings/$pairingId', {
        page: () => import('./features/pairings/pairing.page.tsx'),
        words: ['pairings', 'reasons', 'surveys', 'introductions', 'reading'],
      }),
      pairingTab('/pairings/$pairingId/meetings', {
        page: () => import('./features/meetings/meetings.page.tsx'),
        words: ['pairings', 'meetings'],
      }),
      pairingTab('/pairings/$pairingId/goals', {
        page: () => import('./features/goals/goals.page.tsx'),
        words: ['pairings', 'goals'],
      }),
      pairingTab('/pairings/$pairingId/messages', {
        page: () => import('./features/messages/messages.page.tsx'),
        words: ['pairings', 'messages', 'concerns'],
      }),
      pairingTab('/pairings/$pairingId/introductions', {
        page: () => import('./features/introductions/introductions.page.tsx'),
        words: ['pairings', 'introductions'],
      }),
    ]),
    page('/pairings/$pairingId/finish', {
      page: () => import('./features/pairings/finish.page.tsx'),
      words: ['pairings', 'endings'],
    }),
    page('/pairings/$pairingId/change', {
      page: () => import('./features/pairings/change.page.tsx'),
      words: ['pairings', 'change'],
    }),
    page('/pairings/$pairingId/meetings/new', {
      page: () => import('./features/meetings/new-meeting.page.tsx'),
      words: ['pairings', 'meetings'],
    }),
    page('/pairings/$pairingId/meetings/$meetingId', {
      page: () => import('./features/meetings/meeting.page.tsx'),
      words: ['pairings', 'meetings', 'reading'],
    }),
    page('/library', { page: () => import('./features/resources/library.page.tsx'), words: ['reading'] }),
    page('/library/$resourceId', {
      page: () => import('./features/resources/resource.page.tsx'),
      words: ['reading'],
    }),
    page('/introductions', {
      page: () => import('./features/introductions/my-introductions.page.tsx'),
      words: ['introductions'],
    }),
    page('/introductions/$introductionId', {
      page: () => import('./features/introductions/introduction.page.tsx'),
      words: ['introductions'],
    }),
    page('/check-ins/$checkInId', {
      page: () => import('./features/surveys/check-in.page.tsx'),
      words: ['surveys'],
    }),
    page('/surveys/$surveyAskId', {
      page: () => import('./features/surveys/survey.page.tsx'),
      words: ['answering'],
      load: async ({ surveyAskId }, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/surveys/survey-answers.queries.ts')).surveyAskQuery(surveyAskId),
        ),
    }),
    page('/today', {
      page: () => import('./features/metrics/today/today.page.tsx'),
      words: ['metrics', 'cohort', 'desk'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/metrics/metrics.queries.ts')).todayQuery),
    }),
    page('/manage', {
      page: () => import('./features/programs/manage.page.tsx'),
      words: ['programs', 'cohort'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/programs/programs.queries.ts')).programsQuery),
    }),
    page('/manage/new', {
      page: () => import('./features/programs/new-program.page.tsx'),
      words: ['programs', 'templates', 'policy'],
    }),
    page('/admin/templates', {
      page: () => import('./features/programs/templates/templates.page.tsx'),
      words: ['programs', 'templates', 'policy'],
      load: async (_, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/programs/templates/templates.queries.ts')).templatesQuery,
        ),
    }),
    cohort.addChildren([
      cohortPage('/manage/$programId', {
        page: () => import('./features/metrics/overview/overview.page.tsx'),
        words: ['metrics'],
      }),
      cohortPage('/manage/$programId/pairings', {
        page: () => import('./features/metrics/today/pairings.page.tsx'),
        words: ['metrics', 'lists'],
      }),
      cohortPage('/manage/$programId/access', {
        page: () => import('./features/metrics/measures/access.page.tsx'),
        words: ['metrics', 'access'],
      }),
      cohortPage('/manage/$programId/meetings', {
        page: () => import('./features/metrics/measures/rhythm.page.tsx'),
        words: ['metrics', 'access', 'rhythm'],
      }),
      cohortPage('/manage/$programId/check-ins', {
        page: () => import('./features/metrics/measures/pulse.page.tsx'),
        words: ['metrics', 'pulse'],
      }),
      cohortPage('/manage/$programId/outcomes', {
        page: () => import('./features/metrics/measures/outcomes.page.tsx'),
        words: ['metrics', 'outcomes'],
      }),
      cohortPage('/manage/$programId/engagement', {
        page: () => import('./features/metrics/measures/engagement.page.tsx'),
        words: ['metrics', 'engagement'],
      }),
      cohortPage('/manage/$programId/comparison', {
        page: () => import('./features/metrics/comparison/comparison.page.tsx'),
        words: ['metrics', 'comparison', 'benchmarks'],
      }),
      cohortPage('/manage/$programId/surveys', {
        page: () => import('./features/surveys/results.page.tsx'),
        words: ['listening', 'answering', 'lists'],
      }),
      cohortPage('/manage/$programId/messages', {
        page: () => import('./features/mails/messages.page.tsx'),
        words: ['mails', 'lists'],
      }),
      cohortPage('/manage/$programId/messages/sent', {
        page: () => import('./features/mails/sent.page.tsx'),
        words: ['mails', 'lists'],
      }),
      cohortPage('/manage/$programId/messages/summaries', {
        page: () => import('./features/mails/summaries.page.tsx'),
        words: ['mails'],
      }),
      cohortPage('/manage/$programId/messages/$kind', {
        page: () => import('./features/mails/message.page.tsx'),
        words: ['mails'],
      }),
      cohortPage('/manage/$programId/requests', {
        page: () => import('./features/requests/cohort-requests.page.tsx'),
        words: ['desk', 'requests', 'reasons'],
      }),
      cohortPage('/manage/$programId/library', {
        page: () => import('./features/resources/program-library.page.tsx'),
        words: ['reading', 'shelf'],
      }),
      cohortPage('/manage/$programId/report', {
        page: () => import('./features/reports/cohort-report.page.tsx'),
        words: ['metrics', 'reports'],
      }),
      cohortPage('/manage/$programId/report/built', {
        page: () => import('./features/reports/built/built-reports.page.tsx'),
        words: ['metrics', 'builder', 'shared'],
      }),
      cohortPage('/manage/$programId/people', {
        page: () => import('./features/enrolments/people.page.tsx'),
        words: ['enrolments', 'admission', 'lists'],
      }),
      cohortPage('/manage/$programId/matching', {
        page: () => import('./features/matching/matching.page.tsx'),
        words: ['matching', 'runs'],
      }),
      cohortPage('/manage/$programId/matching/policy', {
        page: () => import('./features/matching/policy/policy.page.tsx'),
        words: ['policy', 'matching', 'reasons'],
        load: async ({ programId }, { queries }) =>
          queries.prefetchQuery(
            (await import('./features/matching/policy/policy.queries.ts')).policyQuery(programId),
          ),
      }),
      cohortPage('/manage/$programId/form', {
        page: () => import('./features/programs/form/form.page.tsx'),
        words: ['programs'],
        load: async ({ programId }, { queries }) =>
          queries.prefetchQuery(
            (await import('./features/programs/form/program-form.queries.ts')).programFormQuery(programId),
          ),
      }),
      cohortPage('/manage/$programId/roles', {
        page: () => import('./features/programs/roles/roles.page.tsx'),
        words: ['programs', 'role-views'],
      }),
      cohortPage('/manage/$programId/close', {
        page: () => import('./features/programs/close/close.page.tsx'),
        words: ['programs', 'closing'],
      }),
      cohortPage('/manage/$programId/setup', {
        page: () => import('./features/programs/setup/setup.page.tsx'),
        words: ['programs', 'policy', 'nudges'],
      }),
      cohortPage('/manage/$programId/settings', {
        page: () => import('./features/programs/settings/settings.page.tsx'),
        words: ['programs', 'settings', 'templates'],
        load: async ({ programId }, { queries }) =>
          queries.prefetchQuery(
            (await import('./features/programs/settings/settings.queries.ts')).coordinatorsQuery(programId),
          ),
      }),
      cohortPage('/manage/$programId/activity', {
        page: () => import('./features/programs/settings/activity.page.tsx'),
        words: ['organisations', 'audit', 'settings'],
      }),
    ]),
    page('/manage/$programId/matching/$runId', {
      page: () => import('./features/matching/review.page.tsx'),
      words: ['matching', 'review', 'runs', 'reasons', 'cohort'],
      load: async ({ runId }, { queries }) =>
        queries.prefetchQuery((await import('./features/matching/matching.queries.ts')).runQuery(runId)),
    }),
    page('/manage/$programId/matching/$runId/publish', {
      page: () => import('./features/matching/publish.page.tsx'),
      words: ['matching', 'publish', 'cohort'],
      load: async ({ runId }, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/matching/publication.queries.ts')).publicationQuery(runId),
        ),
    }),
    page('/people', {
      page: () => import('./features/people/directory/directory.page.tsx'),
      words: ['directory', 'lists'],
      load: async (_, { queries }) =>
        (await import('./features/people/directory/directory.queries.ts')).loadDirectory(queries),
    }),
    page('/imports', {
      page: () => import('./features/people/imports/imports.page.tsx'),
      words: ['imports', 'directory'],
    }),
    page('/imports/$importId', {
      page: () => import('./features/people/imports/import.page.tsx'),
      words: ['imports', 'directory'],
      load: async ({ importId }, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/people/imports/imports.queries.ts')).importQuery(importId),
        ),
    }),
    page('/people/$personId', {
      page: () => import('./features/people/person.page.tsx'),
      words: ['people'],
      load: async ({ personId }, { queries }) =>
        queries.prefetchQuery((await import('./features/people/people.queries.ts')).personQuery(personId)),
    }),
    me.addChildren([
      pageUnder(me, '/me', { page: () => import('./features/people/profile/my-profile.page.tsx') }),
      pageUnder(me, '/me/sign-in', {
        page: () => import('./features/identity/account/security.page.tsx'),
        words: ['identity'],
      }),
      pageUnder(me, '/me/mails', {
        page: () => import('./features/people/profile/mails.page.tsx'),
        words: ['acts', 'organisations'],
      }),
      pageUnder(me, '/me/calendar', {
        page: () => import('./features/meetings/calendar.page.tsx'),
        words: ['calendar'],
      }),
      pageUnder(me, '/me/privacy', {
        page: () => import('./features/people/profile/privacy.page.tsx'),
        words: ['declarations'],
      }),
      pageUnder(me, '/me/display', { page: () => import('./features/people/profile/display.page.tsx') }),
    ]),
    page('/team', {
      page: () => import('./features/enrolments/admission/team.page.tsx'),
      words: ['admission'],
      load: async (_, { queries }) =>
        queries.prefetchQuery(
          (await import('./features/enrolments/admission/admission.queries.ts')).teamQuery,
        ),
    }),
    page('/reports', {
      page: () => import('./features/reports/reports.page.tsx'),
      words: ['reports', 'cohort'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./features/reports/reports.queries.ts')).reportsQuery),
    }),
    page('/reports/$cohortId', {
      page: () => import('./features/reports/report.page.tsx'),
      words: ['reports', 'metrics'],
      load: async ({ cohortId }, { queries }) =>
        queries.prefetchQuery((await import('./features/reports/reports.queries.ts')).reportQuery(cohortId)),
    }),
    page('/reports/$cohortId/quarter', {
      page: () => import('./features/reports/quarter/quarter.page.tsx'),
      words: ['reports', 'metrics'],
    }),
    page('/reports/sent/$reportRunId', {
      page: () => import('./features/reports/built/sent-report.page.tsx'),
      words: ['metrics', 'builder', 'shared'],
    }),
    page('/metrics', {
      page: () => import('./features/metrics/dictionary/dictionary.page.tsx'),
      words: ['metrics'],
      load: async (_, { queries }) =>
        queries.prefetchQuery((await import('./lib/metric-dictionary.ts')).dictionaryQuery),
    }),
    page('/search', { page: () => import('./features/organisations/search.page.tsx'), words: ['admin'] }),
    page('/exports/$exportId', {
      page: () => import('./features/organisations/export.page.tsx'),
      words: ['admin'],
    }),
    page('/rehearsal', {
      page: () => import('./features/rehearsals/rehearsal.page.tsx'),
      words: ['rehearsal', 'cohort', 'enrolments'],
    }),
    page('/rehearsal/mails', {
      page: () => import('./features/rehearsals/mails.page.tsx'),
      words: ['rehearsal', 'organisations'],
    }),
    page('/admin', { page: () => import('./features/organisations/health.page.tsx'), words: ['admin'] }),
    page('/admin/people', {
      page: () => import('./features/organisations/conflicts.page.tsx'),
      words: ['admin', 'directory'],
    }),
    page('/admin/declarations', {
      page: () => import('./features/people/profile/declarations.page.tsx'),
      words: ['declarations'],
    }),
    page('/admin/outbox', {
      page: () => import('./features/organisations/outbox.page.tsx'),
      words: ['organisations'],
    }),
    page('/admin/audit', {
      page: () => import('./features/organisations/audit.page.tsx'),
      words: ['organisations', 'audit'],
    }),
    page('/admin/roles', {
      page: () => import('./features/identity/roles/roles.page.tsx'),
      words: ['identity'],
    }),
    page('/admin/organisation', {
      page: () => import('./features/organisations/organisation.page.tsx'),
      words: ['organisations'],
    }),
    createRoute({ getParentRoute: () => member, path: '$', component: MissingPage }),
  ]),
]);

/** How long the page waits for what it reads, so that it is drawn once, with its data, rather than twice. */
const patience = 500;

export const router = createRouter({
  routeTree: map,
  history,
  context: { queries },
  ...addresses,
  scrollRestoration: isAnotherPage,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultPendingComponent: SkeletonPage,
  defaultErrorComponent: ProblemPage,
});

/** What is to be there before the first render: who this is and the page, so that its frame never gives way to nothing. */
export async function prepare(): Promise<void> {
  await router.load();
  await firstReads(patience);
}
void queries.prefetchQuery(sessionQuery);

export const App = () => <Product router={router} queries={queries} />;
