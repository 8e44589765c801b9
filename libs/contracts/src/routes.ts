import { calendarRoutes } from './calendar.ts';
import { actRoutes, mailChoiceRoutes } from './acts.ts';
import { admissionRoutes } from './admission.ts';
import { benchmarkRoutes } from './benchmarks.ts';
import { bulkActRoutes } from './bulk-acts.ts';
import { chatChannelRoutes } from './chat-channels.ts';
import { closingRoutes } from './closing.ts';
import { comparisonRoutes } from './comparison.ts';
import { cohortLinkRoutes } from './cohort-links.ts';
import { declarationRoutes } from './declarations.ts';
import { digestRoutes } from './digests.ts';
import { endingRoutes } from './endings.ts';
import { enrolmentRoutes } from './enrolments.ts';
import { exportRoutes } from './exports.ts';
import { goalRoutes } from './goals.ts';
import { importRoutes } from './imports.ts';
import { accessRoutes, identityRoutes } from './identity.ts';
import { runRoutes } from './matching-runs.ts';
import { jobSpellRoutes } from './job-spells.ts';
import { matchingPolicyRoutes } from './matching-policy.ts';
import { matchingRoutes } from './matching.ts';
import { meetingRoutes } from './meetings.ts';
import { messageRoutes } from './messages.ts';
import { safeguardingRoutes } from './safeguarding.ts';
import { mentorRequestRoutes } from './mentor-requests.ts';
import { measureRoutes } from './measures.ts';
import { metricRoutes } from './metrics.ts';
import { metricTableRoutes } from './metric-tables.ts';
import { inboxRoutes, organisationRoutes } from './organisations.ts';
import { introductionRoutes } from './introductions.ts';
import { nudgeRoutes } from './nudges.ts';
import { pairingRoutes } from './pairings.ts';
import { peopleRoutes } from './people.ts';
import { personalDataRoutes } from './personal-data.ts';
import { programFormRoutes } from './program-forms.ts';
import { programSettingRoutes } from './program-settings.ts';
import { programTemplateRoutes } from './program-templates.ts';
import { presenceRoutes } from './presence.ts';
import { cohortRoutes, programRoutes } from './programs.ts';
import { publicationRoutes } from './publication.ts';
import { healthRoutes } from './health.ts';
import { programMailRoutes } from './program-mails.ts';
import { bounceRoutes, sentMailRoutes } from './sent-mails.ts';
import { rehearsalRoomRoutes, rehearsalRoutes } from './rehearsals.ts';
import { homeRoutes, reportRoutes } from './reports.ts';
import { reportLinkRoutes } from './report-links.ts';
import { reportScheduleRoutes } from './report-schedules.ts';
import { savedReportRoutes } from './saved-reports.ts';
import { viewRoutes } from './saved-views.ts';
import { selfAssessmentRoutes } from './self-assessments.ts';
import { searchRoutes } from './search.ts';
import type { Route } from './route.ts';
import { scoreRoutes } from './score-quality.ts';
import { resourceRoutes } from './resources.ts';
import { reviewRoutes } from './review.ts';
import { checkInRoutes } from './surveys.ts';
import { surveyRoutes } from './survey-answers.ts';
import { surveyPlanRoutes } from './survey-plans.ts';

/** Every route of the API. The router, the guard, OpenAPI, the role matrix and the tenancy sweep are made from this list. */
export const allRoutes: readonly Route[] = [
  identityRoutes,
  accessRoutes,
  organisationRoutes,
  inboxRoutes,
  exportRoutes,
  viewRoutes,
  peopleRoutes,
  importRoutes,
  declarationRoutes,
  jobSpellRoutes,
  bulkActRoutes,
  programTemplateRoutes,
  programRoutes,
  programFormRoutes,
  surveyPlanRoutes,
  cohortRoutes,
  programSettingRoutes,
  presenceRoutes,
  enrolmentRoutes,
  cohortLinkRoutes,
  admissionRoutes,
  matchingRoutes,
  matchingPolicyRoutes,
  runRoutes,
  publicationRoutes,
  reviewRoutes,
  pairingRoutes,
  endingRoutes,
  closingRoutes,
  mentorRequestRoutes,
  meetingRoutes,
  calendarRoutes,
  goalRoutes,
  selfAssessmentRoutes,
  messageRoutes,
  introductionRoutes,
  safeguardingRoutes,
  resourceRoutes,
  checkInRoutes,
  nudgeRoutes,
  surveyRoutes,
  actRoutes,
  mailChoiceRoutes,
  digestRoutes,
  chatChannelRoutes,
  metricRoutes,
  scoreRoutes,
  metricTableRoutes,
  measureRoutes,
  comparisonRoutes,
  benchmarkRoutes,
  programMailRoutes,
  sentMailRoutes,
  bounceRoutes,
  reportRoutes,
  savedReportRoutes,
  reportLinkRoutes,
  reportScheduleRoutes,
  homeRoutes,
  personalDataRoutes,
  searchRoutes,
  rehearsalRoutes,
  rehearsalRoomRoutes,
  healthRoutes,
].flatMap((feature) => Object.values(feature) as Route[]);
