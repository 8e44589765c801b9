import { identityRoutes } from '@ithaca/contracts/identity';
import type { ReplyOf } from '@ithaca/contracts/route';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import {
  EntranceButton,
  EntranceFrame,
  EntranceLink,
  EntranceProblem,
  EntranceTitle,
} from './entrance-parts.tsx';
import { useFound, useTask } from './use-task.ts';

type Invitation = ReplyOf<typeof identityRoutes.lookAtInvitation>;

/** What am I asked, and how long will it take? Looking changes nothing; the button accepts. */
export function InvitationPage({ token }: { token: string }) {
  const t = useText();
  const look = useFound(() => call(identityRoutes.lookAtInvitation, { body: { token } }));
  const accept = useTask(
    () => call(identityRoutes.acceptInvitation, { body: { token } }),
    // For an address that has an account the path leads through signing in.
    ({ path }) => window.location.replace(path.startsWith('/') && !path.startsWith('//') ? path : '/'),
  );
  const invitation = look.result;
  return (
    <EntranceFrame title={t('identity.invitation')}>
      {invitation ? (
        <>
          <Asked invitation={invitation} />
          {invitation.state === 'open' ? (
            <div className="flex flex-col gap-3">
              <EntranceProblem problem={accept.problem} />
              <EntranceButton
                look="primary"
                isRunning={accept.isRunning}
                onPress={() => accept.run(undefined)}
              >
                {t(invitation.cohort ? 'identity.invitation.see' : 'identity.invitation.enter')}
              </EntranceButton>
              <p className="text-dense text-muted">
                {t('identity.invitation.use', { email: invitation.email })}
              </p>
            </div>
          ) : (
            <div className="flex flex-col gap-4">
              <p className="text-body text-muted">{t(`identity.invitation.${invitation.state}`)}</p>
              <EntranceLink href="/sign-in">{t('identity.signIn')}</EntranceLink>
            </div>
          )}
        </>
      ) : (
        <>
          <EntranceTitle title={t('identity.invitation')} />
          {look.problem === undefined ? (
            <Skeleton className="h-24 w-full" />
          ) : (
            <div className="flex flex-col gap-4">
              <EntranceProblem problem={look.problem} />
              <EntranceLink href="/sign-in">{t('identity.signIn')}</EntranceLink>
            </div>
          )}
        </>
      )}
    </EntranceFrame>
  );
}

function Asked({ invitation }: { invitation: Invitation }) {
  const t = useText();
  const { day, dayRange, number } = useFormat();
  const { personName, organisationName, invitedBy, cohort } = invitation;
  const asked = cohort?.role ? (`identity.invitation.${cohort.role}` as const) : 'identity.invitation.by';
  return (
    <>
      <EntranceTitle
        title={t('identity.invitation.hello', {
          name: personName,
          program: cohort?.programName ?? organisationName,
        })}
      >
        {t(asked, { inviter: invitedBy, organisation: organisationName })}
      </EntranceTitle>
      {cohort && (
        <div className="mb-5 flex flex-col gap-4">
          <p className="text-body">{cohort.purpose}</p>
          <DescriptionList
            facts={[
              { term: t('identity.invitation.cohort'), value: cohort.name },
              { term: t('identity.invitation.dates'), value: dayRange(cohort.startsOn, cohort.endsOn) },
              {
                term: t('identity.invitation.time'),
                value: t('identity.invitation.hours', {
                  count: cohort.hoursPerMonth,
                  hours: number(cohort.hoursPerMonth),
                }),
              },
              { term: t('identity.invitation.until'), value: day(cohort.enrolmentClosesOn, 'long') },
            ]}
          />
        </div>
      )}
    </>
  );
}
