import { mine, ofMyEnrolment, ofMyPairing, view } from './entry.ts';
import type { Entry, LeftOut, View } from './entry.ts';
import { identityTables } from './identity-tables.ts';

/**
 * Every table of the database: what of it is given to the person it is of, column by column, or why nothing is. A table or
 * a column that is new stands nowhere here, and a spec says so. Texts of others are given only where the person reads them
 * in the product as well.
 */
export const catalogue: Readonly<Record<string, Entry | LeftOut>> = {
  ...identityTables,
  actions: {
    views: [
      view('actions', 'r.owner_id = $2', 'id pairing_id meeting_id goal_id title due_on done_at created_at'),
    ],
    leaves: 'owner_id',
  },
  agreement_signatures: {
    views: [view('agreement-signatures', mine, 'pairing_id number signed_at')],
    leaves: 'person_id',
  },
  agreement_versions: {
    views: [view('agreements', ofMyPairing, 'pairing_id number terms proposed_by proposed_at settled_at')],
  },
  approvals: {
    views: [view('approvals', ofMyEnrolment, 'cohort_id enrolment_id state asked_at decided_at reason')],
    leaves: 'id asked_id reminders decided_by',
  },
  audit_rows: {
    views: [view('acts', 'r.actor_id = $2', 'at action subject_type outcome')],
    leaves: 'id actor_id subject_id program_id facts request_id',
  },
  benchmark_consents: 'office',
  blackouts: { views: [view('days-away', mine, 'from_on until_on')], leaves: 'id person_id' },
  calendar_busy: {
    views: [view('calendar-busy', mine, 'provider from_at until_at')],
    leaves: 'person_id',
  },
  calendar_connections: {
    views: [view('calendar-connections', mine, 'provider state connected_at read_at')],
    leaves: 'person_id key_number sealed',
  },
  calendar_handshakes: 'technical',
  bulk_act_people: 'working-copy',
  bulk_acts: 'office',
  certificates: {
    views: [view('certificates', mine, 'pairing_id code shared_at issued_at')],
    leaves: 'id person_id',
  },
  // Of addresses; that one bounces is seen in `mails`.
  bounced_addresses: 'technical',
  chat_channels: 'office',
  chat_posts: 'no-person',
  check_ins: {
    views: [
      view(
        'check-ins',
        mine,
        'cohort_id pairing_id role asked_at due_at answered_at meeting_regularly usefulness change shared_with_partner',
      ),
    ],
    leaves: 'id person_id wave day',
  },
  cohort_changes: 'technical',
  // Sums over everybody.
  cohort_days: 'no-person',
  cohort_links: 'office',
  cohort_registrations: 'no-person',
  cohort_snapshots: 'working-copy',
  cohort_states: 'no-person',
  cohort_touches: 'technical',
  cohort_standings: 'no-person',
  cohorts: {
    views: [
      view(
        'cohorts',
        'r.id in (select e.cohort_id from enrolments e where e.organisation_id = $1 and e.person_id = $2)',
        'id program_id name starts_on ends_on',
      ),
    ],
    leaves:
      'state enrolment_opens_on enrolment_closes_on mentee_goal created_by created_at launched_at closed_at content_until opens_at_minute approval seats admission_order offer_days',
  },
  concern_readers: 'office',
  concerns: {
    views: [view('reports', 'r.raised_by = $2', 'id message_id reason note raised_at closed_at outcome')],
    leaves: 'raised_by closed_by',
  },
  declarations: {
    views: [view('declarations', mine, 'attribute_id choice consented_at')],
    leaves: 'person_id',
  },
  declared_attributes: {
    views: [
      view(
        'declared-attributes',
        'r.id in (select d.attribute_id from declarations d where d.organisation_id = $1 and d.person_id = $2)',
        'id name explanation purpose',
      ),
    ],
    leaves: 'choices seen_by state created_by created_at counts counted_on changes_since_count',
  },
  default_views: { views: [view('default-views', mine, 'list view_id')], leaves: 'person_id' },
  digests: { views: [view('digests', mine, 'program_id day written_at')], leaves: 'id person_id' },
  earlier_answers: {
    views: [view('earlier-answers', ofMyEnrolment, 'enrolment_id form_version answers given_at')],
    leaves: 'id',
  },
  employment_spells: {
    views: [view('employment', mine, 'starts_on ends_on end_reason recorded_at')],
    leaves: 'id person_id import_id',
  },
  enrolments: {
    views: [
      view(
        'enrolments',
        mine,
        'id cohort_id role state answers capacity do_not_pair_with submitted_at ended_at created_at updated_at form_version waiting_number paused_at',
      ),
    ],
    leaves: 'person_id reminders reminded_at paused_from',
  },
  export_parts: 'technical',
  exports: {
    views: [view('exports', 'r.created_by = $2', 'list format file_name created_at expires_at')],
    leaves: 'id request state progress rows problem created_by finished_at',
  },
  extension_answers: {
    views: [view('extension-answers', mine, 'extension_id agreed_at')],
    leaves: 'person_id',
  },
  extensions: {
    views: [
      view(
        'extensions',
        'r.proposed_by = $2',
        'id pairing_id until_on reason keeps_series state proposed_at',
      ),
    ],
    leaves: 'proposed_by answered_at continued_at',
  },
  farewells: {
    views: [
      view('thanks-given', mine, 'pairing_id thanks keep_in_touch written_at'),
      view(
        'thanks-received',
        `r.person_id <> $2 and r.thanks <> '' and ${ofMyPairing}`,
        'pairing_id person_id thanks written_at',
      ),
    ],
  },
  feedback: {
    views: [
      view('feedback-given', mine, 'pairing_id helped differently recommends written_at'),
      // As on the screen: once it is over or the reader has given theirs, and from the other side.
      view(
        'feedback-received',
        `exists (select from pairings p join pairing_members o on o.organisation_id = $1 and o.pairing_id = p.id and o.person_id = $2
           join pairing_members w on w.organisation_id = $1 and w.pairing_id = p.id and w.person_id = r.person_id and w.person_id <> $2 and (w.role <> o.role or w.role = 'peer')
           where p.organisation_id = $1 and p.id = r.pairing_id and (p.state in ('completed', 'ended')
             or exists (select from feedback f where f.organisation_id = $1 and f.pairing_id = p.id and f.person_id = $2)))`,
        'pairing_id person_id helped differently written_at',
      ),
    ],
  },
  file_parts: 'technical',
  files: {
    views: [
      { ...view('files', 'r.uploaded_by = $2', 'id name media_type bytes uploaded_at'), files: true },
      // What others gave the reader in their pairings: one's own copy of what was sent to one.
      {
        ...view(
          'files-received',
          `r.uploaded_by <> $2 and r.id in (select u.file_id from message_files u
             join messages m on m.organisation_id = $1 and m.id = u.message_id
             where u.organisation_id = $1 and ${ofMyPairing.replace('r.pairing_id', 'm.pairing_id')})`,
          'id name media_type bytes uploaded_by uploaded_at',
        ),
        files: true,
      },
    ],
    leaves: 'sha256 width height place',
  },
  frozen_pages: 'no-person',
  frozen_periods: 'no-person',
  goal_notes: {
    views: [view('goal-notes', 'r.author_id = $2', 'goal_id body written_at')],
    leaves: 'id author_id',
  },
  goals: {
    views: [
      view(
        'goals',
        'r.owner_id = $2',
        'id pairing_id cohort_id title measure due_on state claimed_at confirmed_at reached_at created_at updated_at',
      ),
    ],
    leaves: 'owner_id claimed_by confirmed_by',
  },
  grants: {
    views: [view('roles', mine, 'role program_id granted_at ended_at expires_at')],
    leaves: 'id person_id granted_by',
  },
  idempotency_keys: 'technical',
  import_files: 'working-copy',
  import_mappings: 'no-person',
  import_rows: 'working-copy',
  import_traces: 'working-copy',
  imports: 'office',
  introductions: {
    // Whether somebody said no or nothing is theirs alone, so of both the two sides are given the same.
    views: [
      view(
        'introductions',
        `(r.helper_id = $2 or r.guest_id = $2) and r.state not in ('declined', 'lapsed')`,
        'id pairing_id kind by words opening length day_on due_on state usefulness created_at sent_at made_at ended_at',
      ),
      view(
        'introductions-not-made',
        `(r.helper_id = $2 or r.guest_id = $2) and r.state in ('declined', 'lapsed')`,
        'id pairing_id kind by words opening length day_on due_on created_at sent_at',
      ),
      view(
        'introductions-to-me',
        'r.third_id = $2 and r.sent_at is not null',
        'id kind words length day_on state sent_at made_at ended_at',
      ),
    ],
    leaves: 'cohort_id helper_id guest_id third_id day_by day_agreed answer_by follow_up_on follow_up_at',
  },
  invitations: {
    views: [view('invitations', mine, 'cohort_id role state invited_at expires_at opened_at accepted_at')],
    leaves: 'id person_id invited_by link_id',
  },
  job_spells: {
    views: [
      view('jobs', mine, 'starts_on job_title department grade site manager_id recorded_at superseded_at'),
    ],
    leaves: 'id person_id recorded_by import_id',
  },
  lotteries: 'office',
  lottery_entries: {
    views: [view('lottery', mine, 'cohort_id enrolment_id ticket rank won')],
    leaves: 'person_id',
  },
  mail_choices: { views: [view('mail-choices', mine, 'kind choice chosen_at')], leaves: 'person_id' },
  mail_texts: 'office',
  mails: {
    views: [
      view(
        'mails',
        mine,
        'to_address kind locale subject body_text created_at sent_at read_at snoozed_until',
      ),
    ],
    leaves:
      'id person_id facts path body_html in_inbox state problem send_after calendar calendar_method program_id stop_path digest_id',
  },
  matching_replays: 'office',
  matching_run_records: 'deliberation',
  matching_runs: 'office',
  meeting_answers: {
    views: [view('meeting-answers', mine, 'meeting_id answer answered_at')],
    leaves: 'person_id',
  },
  meeting_replies: {
    views: [view('meeting-replies', mine, 'meeting_id reply replied_at')],
    leaves: 'person_id',
  },
  meeting_series: {
    views: [
      view('meeting-series', ofMyPairing, 'id pairing_id starts_at time_zone every_weeks times created_at'),
    ],
    leaves: 'sequence',
  },
  meetings: {
    views: [
      view(
        'meetings',
        ofMyPairing,
        'id pairing_id state title starts_at duration_minutes time_zone link agenda notes created_by created_at ended_at cancel_reason cancelled_by times_moved series_id',
      ),
    ],
    leaves: 'cohort_id occurs_at sequence day confirmations denials',
  },
  mentor_requests: {
    views: [
      view(
        'requests-made',
        'r.mentee_enrolment_id in (select e.id from enrolments e where e.organisation_id = $1 and e.person_id = $2)',
        'id cohort_id rank note state asked_at due_at ended_at',
      ),
      view(
        'requests-received',
        'r.asked_at is not null and r.mentor_enrolment_id in (select e.id from enrolments e where e.organisation_id = $1 and e.person_id = $2)',
        'id cohort_id note state asked_at due_at ended_at decline_reason',
      ),
    ],
    leaves: 'mentee_enrolment_id mentor_enrolment_id suggested_by created_at',
  },
  mentor_wishes: {
    views: [view('mentor-wishes', mine, 'program_id pairing_id wished_at')],
    leaves: 'person_id',
  },
  message_files: {
    views: [
      view(
        'message-files',
        'r.message_id in (select m.id from messages m where m.organisation_id = $1 and m.author_id = $2)',
        'message_id file_id position',
      ),
    ],
  },
  message_reads: { views: [view('messages-read', mine, 'pairing_id read_at')], leaves: 'person_id' },
  messages: {
    views: [view('messages', 'r.author_id = $2', 'id pairing_id body sent_at')],
    leaves: 'author_id',
  },
  metric_releases: 'technical',
  migrations: 'no-person',
  metric_deltas: 'no-person',
  milestones: {
    views: [
      view(
        'milestones',
        'r.goal_id in (select g.id from goals g where g.organisation_id = $1 and g.owner_id = $2)',
        'goal_id title due_on done_at position',
      ),
    ],
    leaves: 'id',
  },
  nudges: {
    views: [view('nudges', mine, 'rule pairing_id sent_at')],
    leaves: 'id person_id subject_id period',
  },
  organisations: {
    views: [view('organisation', 'true', 'name time_zone locale')],
    leaves:
      'slug brand_colour demo created_at reminders_per_week meeting_link open_report_links rehearsal_of',
  },
  pairing_members: {
    views: [
      view(
        'memberships-of-pairings',
        mine,
        'pairing_id cohort_id enrolment_id role accepted_at signed_at declined_at decline_reason opened_at left_at end_reason',
      ),
    ],
    leaves: 'person_id open proposal_id score contributions inside',
  },
  pairing_pauses: {
    views: [view('pauses', ofMyPairing, 'pairing_id starts_on ends_on')],
    leaves: 'id reason',
  },
  // Formed from what is given of each pairing.
  pairing_standings: 'technical',
  // Counted from `meetings`.
  pairing_stats: 'technical',
  pairings: {
    views: [
      view(
        'pairings',
        ofMyPairing.replace('r.pairing_id', 'r.id'),
        'id cohort_id state cadence_days agreement published_at started_at ended_at extended_to',
      ),
    ],
    leaves: 'proposal_id score contributions end_reason smallest gathers',
  },
  people: {
    views: [
      view(
        'person',
        'r.id = $2',
        'id employee_number given_name family_name display_name pronouns email job_title department site grade manager_id time_zone locale languages working_hours quiet_hours shows_reading about hired_on left_on leave_from leave_until attributes created_at updated_at',
      ),
      view(
        'partners',
        `r.id <> $2 and r.id in (select o.person_id from pairing_members o where o.organisation_id = $1 and ${ofMyPairing.replace('r.pairing_id', 'o.pairing_id')})`,
        'id display_name',
      ),
    ],
    leaves: 'import_id',
  },
  person_tokens: 'technical',
  policy_scenarios: 'office',
  policy_versions: 'office',
  presences: 'technical',
  private_notes: {
    views: [
      { as: 'private-notes', of: 'r.author_id = $2', gives: 'pairing_id meeting_id updated_at', opens: true },
    ],
    leaves: 'id author_id key_number sealed',
  },
  program_resources: 'no-person',
  program_templates: 'office',
  program_versions: 'office',
  programs: {
    views: [
      view(
        'programs',
        `r.id in (select c.program_id from enrolments e join cohorts c on c.organisation_id = $1 and c.id = e.cohort_id
           where e.organisation_id = $1 and e.person_id = $2)`,
        'id name purpose format',
      ),
    ],
    leaves:
      'slug template_key state eligibility form policy journey created_by created_at policy_version pairing_mode answer_days form_version form_draft eligibility_version template_id nudges goal_plans goal_plans_version',
  },
  proposals: 'deliberation',
  publications: 'office',
  reconciliations: 'no-person',
  rehearsal_rooms: 'no-person',
  rehearsal_visitors: 'technical',
  rehearsals: 'office',
  resource_uses: {
    views: [view('library', mine, 'resource_id finished_at rating proof')],
    leaves: 'person_id counted_rating is_counted',
  },
  resources: 'office',
  review_acts: 'office',
  report_links: 'office',
  report_runs: 'no-person',
  report_schedule_readers: { views: [view('reports-by-mail', mine, 'schedule_id')], leaves: 'person_id' },
  report_schedules: 'office',
  review_looks: 'office',
  review_notes: 'deliberation',
  safeguarding_reviewers: 'office',
  saved_reports: 'office',
  saved_views: {
    views: [view('saved-views', 'r.owner_id = $2', 'id list name query shared created_at')],
    leaves: 'owner_id',
  },
  seat_offers: {
    views: [view('seat-offers', ofMyEnrolment, 'cohort_id enrolment_id state offered_at due_at ended_at')],
    leaves: 'id',
  },
  self_assessments: {
    views: [
      view('self-assessments', mine, 'enrolment_id phase skills note shared_pairing_id given_at updated_at'),
    ],
    leaves: 'person_id',
  },
  stage_events: {
    views: [view('stages', mine, 'cohort_id role stage at')],
    leaves: 'id person_id actor_id reason trace_id',
  },
  survey_answers: {
    // Anonymous answers name no ask: they are nobody's any more.
    views: [
      view(
        'survey-answers',
        'r.ask_id in (select a.id from survey_asks a where a.organisation_id = $1 and a.person_id = $2)',
        'cohort_id moment role plan_number answers',
      ),
    ],
    leaves: 'id ask_id round',
  },
  survey_asks: {
    views: [
      view(
        'surveys-asked',
        mine,
        'cohort_id pairing_id role moment plan_number is_anonymous is_answered asked_at due_at draft',
      ),
    ],
    leaves: 'id person_id mail_id reminders reminded_at',
  },
  survey_plans: 'office',
  survey_replies: 'office',
  template_resources: 'no-person',
  workforce_touches: 'technical',
};

/** A column of the database as it is called in the file. */
export const fieldOf = (column: string): string =>
  column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The views of all tables, each with its table. */
export const givenViews = (): (View & { table: string })[] =>
  Object.entries(catalogue).flatMap(([table, entry]) =>
    typeof entry === 'string' ? [] : entry.views.map((one) => ({ ...one, table })),
  );

/** Tables of which nothing is given, each with the reason. */
export const leftOut = (): { table: string; why: LeftOut }[] =>
  Object.entries(catalogue).flatMap(([table, entry]) =>
    typeof entry === 'string' ? [{ table, why: entry }] : [],
  );
