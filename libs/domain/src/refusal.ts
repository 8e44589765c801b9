/**
 * Every reason for which a rule refuses, `noun.reason`, with the kind of answer it deserves:
 * conflict (409: the state of things forbids it), forbidden (403), missing (404), unprocessable (422: the request itself
 * cannot be carried out), stale (412: somebody changed it meanwhile).
 */
export const refusals = {
  'record.not-found': 'missing',
  'record.changed': 'stale',
  'access.denied': 'forbidden',
  'sign-in.refused': 'unprocessable',
  'sign-in-link.expired': 'unprocessable',
  'sign-in-link.other-browser': 'unprocessable',
  'password.too-short': 'unprocessable',
  'password.too-common': 'unprocessable',
  'invitation.expired': 'unprocessable',
  'invitation.withdrawn': 'unprocessable',
  'invitation.nobody': 'unprocessable',
  'mentor-request.closed': 'conflict',
  'mentor-request.twice': 'unprocessable',
  'mentor-request.not-possible': 'unprocessable',
  'mentor-request.over': 'conflict',
  'mentor-request.wrong-state': 'conflict',
  'act.unknown': 'unprocessable',
  'act.over': 'conflict',
  'act.answer-missing': 'unprocessable',
  'membership.none': 'forbidden',
  'grant.last-owner': 'conflict',
  'grant.exists': 'conflict',
  'person.email-taken': 'conflict',
  'person.employee-number-taken': 'conflict',
  'person.manager-cycle': 'unprocessable',
  'person.not-employed': 'unprocessable',
  'export.not-ready': 'conflict',
  'job.before-hired': 'unprocessable',
  'job.after-leaving': 'unprocessable',
  'job.same-start': 'conflict',
  'job.only-one': 'conflict',
  'declaration.choice-unknown': 'unprocessable',
  'declaration.closed': 'conflict',
  'declaration.exists': 'conflict',
  'import.not-text': 'unprocessable',
  'import.is-workbook': 'unprocessable',
  'import.empty': 'unprocessable',
  'import.too-many-rows': 'unprocessable',
  'import.broken-quote': 'unprocessable',
  'import.duplicate-header': 'unprocessable',
  'import.column-unknown': 'unprocessable',
  'import.name-not-mapped': 'unprocessable',
  'import.wrong-state': 'conflict',
  'import.has-problems': 'conflict',
  'import.undo-expired': 'conflict',
  'program.slug-taken': 'conflict',
  'program.wrong-state': 'conflict',
  'form.nothing-to-publish': 'conflict',
  'cohort.wrong-state': 'conflict',
  'cohort.not-ready': 'unprocessable',
  'cohort.dates-out-of-order': 'unprocessable',
  'cohort.not-enrolling': 'conflict',
  'enrolment.not-eligible': 'forbidden',
  'enrolment.incomplete': 'unprocessable',
  'enrolment.answer-not-offered': 'unprocessable',
  'enrolment.wrong-state': 'conflict',
  'enrolment.exists': 'conflict',
  'matching.wrong-state': 'conflict',
  'matching.already-running': 'conflict',
  'matching.nobody-to-match': 'unprocessable',
  'matching.pins-contradict': 'unprocessable',
  'policy.too-many-scenarios': 'conflict',
  'run.wrong-state': 'conflict',
  'run.publication-planned': 'conflict',
  'publication.too-far': 'unprocessable',
  'pairing.opened': 'conflict',
  'proposal.wrong-state': 'conflict',
  'proposal.rule-broken': 'unprocessable',
  'proposal.mentee-taken': 'conflict',
  'proposal.no-free-place': 'conflict',
  'override.needs-reason': 'unprocessable',
  'review.look-first': 'conflict',
  'review.nothing-to-undo': 'conflict',
  'review.nothing-to-redo': 'conflict',
  'pairing.wrong-state': 'conflict',
  'pairing.mentor-full': 'conflict',
  'pairing.mentee-paired': 'conflict',
  'pairing.already-answered': 'conflict',
  'meeting.wrong-state': 'conflict',
  'meeting.in-the-past': 'unprocessable',
  'meeting.in-the-future': 'unprocessable',
  'goal.wrong-state': 'conflict',
  'goal.too-many': 'conflict',
  'goal.too-many-milestones': 'conflict',
  'check-in.closed': 'conflict',
  'report.too-few': 'forbidden',
} as const satisfies Record<string, 'conflict' | 'forbidden' | 'missing' | 'unprocessable' | 'stale'>;

export type RefusalCode = keyof typeof refusals;

/** A rule said no. `facts` are plain values that name the place and the remedy; they are shown to the reader. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: Record<string, unknown>;

  constructor(code: RefusalCode, facts: Record<string, unknown> = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
  }
}
