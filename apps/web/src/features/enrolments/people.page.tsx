import type { Cohort } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import UserPlus from 'lucide-react/icons/user-plus';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../lib/page.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Button } from '../../ui/button.tsx';
import { Stat } from '../../ui/stat.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AdmissionCard } from './admission/admission-card.tsx';
import { admissionQuery } from './admission/admission.queries.ts';
import { EnrolledTable } from './enrolled-table.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const InviteForm = lazyLayer(async () => (await import('./invitations/invite.form.tsx')).InviteForm);
const MentorWishesCard = lazyLayer(async () => (await import('./mentor-wishes-card.tsx')).MentorWishesCard);
const ApprovalsTable = lazyLayer(
  async () => (await import('./admission/approvals-table.tsx')).ApprovalsTable,
);
const WaitingTable = lazyLayer(async () => (await import('./admission/waiting-table.tsx')).WaitingTable);
const tabs = ['enrolled', 'approvals', 'waiting', 'invited'] as const;
const InvitationsTable = lazyLayer(
  async () => (await import('./invitations/invitations-table.tsx')).InvitationsTable,
);

/** Mentors' places against mentees: enough, or how many are short; of peers, whether somebody is left over. */
function Counters({ cohort }: { cohort: Cohort }) {
  const t = useText();
  const { number } = useFormat();
  const { counts, menteeGoal } = cohort;
  if (cohort.programFormat === 'peer')
    return (
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        <Stat
          label={t('enrolments.stat.peers')}
          value={number(counts.enrolledPeers)}
          base={t('enrolments.stat.goal', { goal: number(menteeGoal) })}
        />
        <Stat
          label={t('enrolments.stat.pairs')}
          value={number(Math.floor(counts.enrolledPeers / 2))}
          base={
            counts.enrolledPeers > 0 &&
            t(counts.enrolledPeers % 2 === 1 ? 'enrolments.stat.odd' : 'enrolments.stat.even')
          }
        />
        <Stat label={t('enrolments.stat.invited')} value={number(counts.invited)} />
      </div>
    );
  const spare = counts.places - counts.enrolledMentees;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Stat
        label={t('enrolments.stat.mentees')}
        value={number(counts.enrolledMentees)}
        base={t('enrolments.stat.goal', { goal: number(menteeGoal) })}
      />
      <Stat label={t('enrolments.stat.mentors')} value={number(counts.enrolledMentors)} />
      <Stat
        label={t('enrolments.stat.places')}
        value={number(counts.places)}
        base={
          counts.places + counts.enrolledMentees > 0 &&
          (spare < 0
            ? t('enrolments.stat.short', { count: -spare, shown: number(-spare) })
            : t('enrolments.stat.spare', { count: spare, shown: number(spare) }))
        }
      />
      <Stat label={t('enrolments.stat.invited')} value={number(counts.invited)} />
    </div>
  );
}

/** Who is in, who is stuck? */
export default function CohortPeoplePage() {
  const t = useText();
  const { program, cohort, canCoordinate } = useCohort();
  const admission = useQuery(admissionQuery(cohort.id)).data;
  const [{ tab, invite }, setUrl] = useUrlState({ tab: 'enrolled', invite: '' });
  const reason = !canCoordinate
    ? t('cohort.readOnly')
    : cohort.state === 'enrolling'
      ? undefined
      : t('enrolments.invite.notOpen');
  const open = () => setUrl({ invite: 'yes' }, { push: true });
  return (
    <Page title={`${t('cohort.tab.people')} · ${program.name}`} width="full">
      <h2 className="sr-only">{t('cohort.tab.people')}</h2>
      <Counters cohort={cohort} />
      <AdmissionCard key={cohort.id} />
      {reason === undefined && <MentorWishesCard key={`wishes ${cohort.id}`} />}
      <div className="relative flex flex-col gap-3">
        <div className="flex justify-end sm:absolute sm:end-0 sm:top-0">
          <Button variant="primary" icon={UserPlus} disabledReason={reason} onPress={open}>
            {t('enrolments.invite')}
          </Button>
        </div>
        <Tabs
          label={t('cohort.tab.people')}
          selected={tabs.find((known) => known === tab) ?? 'enrolled'}
          onSelect={(next) => setUrl({ tab: next })}
          tabs={[
            {
              id: 'enrolled',
              label: t('enrolments.tab.enrolled'),
              content: <EnrolledTable key={cohort.id} />,
            },
            ...(admission && (admission.approval === 'manager' || admission.awaitingApproval > 0)
              ? [
                  {
                    id: 'approvals',
                    label: t('enrolments.tab.approvals'),
                    count: admission.awaitingApproval,
                    content: <ApprovalsTable key={cohort.id} />,
                  },
                ]
              : []),
            ...(admission && (admission.seats !== null || admission.waiting > 0)
              ? [
                  {
                    id: 'waiting',
                    label: t('enrolments.tab.waiting'),
                    count: admission.waiting + admission.offered,
                    content: <WaitingTable key={cohort.id} />,
                  },
                ]
              : []),
            {
              id: 'invited',
              label: t('enrolments.tab.invited'),
              count: cohort.counts.invited,
              content: (
                <InvitationsTable key={cohort.id} onInvite={reason === undefined ? open : undefined} />
              ),
            },
          ]}
        />
      </div>
      {invite !== '' && reason === undefined && <InviteForm onClose={() => setUrl({ invite: '' })} />}
    </Page>
  );
}
