import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Entrance, EntranceTitle } from './entrance.tsx';
import { invitationQuery, useAcceptInvitation } from './identity.queries.ts';

/** What am I asked, and how long will it take? Looking changes nothing; the button accepts. */
export default function InvitationPage({ token }: { token: string }) {
  const t = useText();
  const { day, dayRange, number } = useFormat();
  const invitation = useQuery(invitationQuery(token));
  const accept = useAcceptInvitation(token);
  return (
    <Entrance title={t('identity.invitation')}>
      <Loaded query={invitation} level="page">
        {({ state, organisationName, invitedBy, personName, email, cohort }) => (
          <>
            <EntranceTitle
              title={t('identity.invitation.hello', {
                name: personName,
                program: cohort?.programName ?? organisationName,
              })}
            >
              {t(
                cohort?.role === 'mentor'
                  ? 'identity.invitation.mentor'
                  : cohort?.role === 'mentee'
                    ? 'identity.invitation.mentee'
                    : 'identity.invitation.by',
                { inviter: invitedBy, organisation: organisationName },
              )}
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
            {state === 'open' ? (
              <div className="flex flex-col gap-3">
                <ProblemBanner problem={accept.error} />
                <Button variant="primary" isLoading={accept.isPending} onPress={() => accept.mutate()}>
                  {t(cohort ? 'identity.invitation.see' : 'identity.invitation.enter')}
                </Button>
                <p className="text-dense text-muted">{t('identity.invitation.use', { email })}</p>
              </div>
            ) : (
              <div className="flex flex-col gap-4">
                <p className="text-body text-muted">{t(`identity.invitation.${state}`)}</p>
                <LinkButton variant="primary" href="/sign-in">
                  {t('identity.signIn')}
                </LinkButton>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Entrance>
  );
}
