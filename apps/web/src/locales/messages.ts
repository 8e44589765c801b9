import type access from './en/access.json';
import type acts from './en/acts.json';
import type admission from './en/admission.json';
import type answering from './en/answering.json';
import type audit from './en/audit.json';
import type builder from './en/builder.json';
import type benchmarks from './en/benchmarks.json';
import type calendar from './en/calendar.json';
import type common from './en/common.json';
import type comparison from './en/comparison.json';
import type cohort from './en/cohort.json';
import type desk from './en/desk.json';
import type listening from './en/listening.json';
import type lists from './en/lists.json';
import type mails from './en/mails.json';
import type admin from './en/admin.json';
import type declarations from './en/declarations.json';
import type directory from './en/directory.json';
import type engagement from './en/engagement.json';
import type endings from './en/endings.json';
import type change from './en/change.json';
import type closing from './en/closing.json';
import type history from './en/history.json';
import type enrolments from './en/enrolments.json';
import type imports from './en/imports.json';
import type programs from './en/programs.json';
import type outcomes from './en/outcomes.json';
import type pulse from './en/pulse.json';
import type rhythm from './en/rhythm.json';
import type publish from './en/publish.json';
import type home from './en/home.json';
import type identity from './en/identity.json';
import type concerns from './en/concerns.json';
import type inbox from './en/inbox.json';
import type introductions from './en/introductions.json';
import type matching from './en/matching.json';
import type metrics from './en/metrics.json';
import type nudges from './en/nudges.json';
import type organisations from './en/organisations.json';
import type people from './en/people.json';
import type policy from './en/policy.json';
import type problem from './en/problem.json';
import type requests from './en/requests.json';
import type rehearsal from './en/rehearsal.json';
import type reports from './en/reports.json';
import type review from './en/review.json';
import type settings from './en/settings.json';
import type roleViews from './en/role-views.json';
import type templates from './en/templates.json';
import type runs from './en/runs.json';
import type score from './en/score.json';
import type growth from './en/growth.json';
import type goals from './en/goals.json';
import type meetings from './en/meetings.json';
import type messages from './en/messages.json';
import type pairings from './en/pairings.json';
import type reading from './en/reading.json';
import type reasons from './en/reasons.json';
import type shared from './en/shared.json';
import type shelf from './en/shelf.json';
import type surveys from './en/surveys.json';
import type shell from './en/shell.json';
import type ui from './en/ui.json';

/** Every message there is, by the English files. A new feature file is added above and here, one line each. */
export type MessageKey =
  | keyof typeof access
  | keyof typeof acts
  | keyof typeof admission
  | keyof typeof answering
  | keyof typeof audit
  | keyof typeof builder
  | keyof typeof benchmarks
  | keyof typeof calendar
  | keyof typeof common
  | keyof typeof cohort
  | keyof typeof comparison
  | keyof typeof desk
  | keyof typeof listening
  | keyof typeof lists
  | keyof typeof mails
  | keyof typeof admin
  | keyof typeof declarations
  | keyof typeof directory
  | keyof typeof engagement
  | keyof typeof endings
  | keyof typeof change
  | keyof typeof closing
  | keyof typeof history
  | keyof typeof enrolments
  | keyof typeof imports
  | keyof typeof programs
  | keyof typeof publish
  | keyof typeof outcomes
  | keyof typeof pulse
  | keyof typeof rhythm
  | keyof typeof home
  | keyof typeof identity
  | keyof typeof concerns
  | keyof typeof inbox
  | keyof typeof introductions
  | keyof typeof matching
  | keyof typeof metrics
  | keyof typeof nudges
  | keyof typeof organisations
  | keyof typeof people
  | keyof typeof policy
  | keyof typeof problem
  | keyof typeof requests
  | keyof typeof rehearsal
  | keyof typeof reports
  | keyof typeof review
  | keyof typeof runs
  | keyof typeof score
  | keyof typeof settings
  | keyof typeof roleViews
  | keyof typeof templates
  | keyof typeof goals
  | keyof typeof growth
  | keyof typeof meetings
  | keyof typeof messages
  | keyof typeof pairings
  | keyof typeof reading
  | keyof typeof reasons
  | keyof typeof shared
  | keyof typeof shelf
  | keyof typeof surveys
  | keyof typeof shell
  | keyof typeof ui;
