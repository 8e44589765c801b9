import type { ProblemCode } from '@ithaca/contracts/problem';

/** Constraints and indexes whose violation a caller can cause, and how it is said. The rule explains, the index guarantees. */
export const constraintProblems: Readonly<Record<string, ProblemCode>> = {
  people_email_unique: 'person.email-taken',
  people_employee_number_unique: 'person.employee-number-taken',
  people_manager_fk: 'record.not-found',
  people_manager_self: 'person.manager-cycle',
  declared_attributes_name_unique: 'declaration.exists',
  saved_reports_name_unique: 'saved-report.name-taken',
  saved_views_name_unique: 'view.name-taken',
  program_templates_name_unique: 'template.name-taken',
  programs_slug_unique: 'program.slug-taken',
  cohorts_dates_in_order: 'cohort.dates-out-of-order',
  grants_open_unique: 'grant.exists',
  enrolments_person_role_unique: 'enrolment.exists',
  enrolments_side_of_format: 'enrolment.wrong-side',
  matching_runs_one_open: 'matching.already-running',
  proposals_mentee_unique: 'proposal.mentee-taken',
  proposals_peer_unique: 'proposal.peer-taken',
  pairing_members_one_open_mentee: 'pairing.mentee-paired',
  pairing_members_one_open_peer: 'pairing.peer-paired',
  pairing_members_mentor_capacity: 'pairing.mentor-full',
};
