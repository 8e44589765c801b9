import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { sessionQuery } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Entrance, EntranceTitle } from './entrance.tsx';
import { useChooseOrganisation } from './identity.queries.ts';

/** Somebody who belongs to several organisations says where to act; somebody who belongs to none learns what to do. */
export default function ChooseOrganisationPage() {
  const t = useText();
  const session = useQuery(sessionQuery);
  const choose = useChooseOrganisation();
  return (
    <Entrance title={t('identity.choose')}>
      <Loaded query={session} level="page">
        {({ memberships }) =>
          memberships.length === 0 ? (
            <>
              <EntranceTitle title={t('identity.nowhere')}>{t('identity.nowhere.why')}</EntranceTitle>
              <LinkButton href="/sign-in" className="w-full">
                {t('identity.signIn')}
              </LinkButton>
            </>
          ) : (
            <>
              <EntranceTitle title={t('identity.choose')} />
              <ul className="flex flex-col gap-2">
                {memberships.map((one) => (
                  <li key={one.organisationId}>
                    <Button
                      className="w-full"
                      isLoading={choose.isPending && choose.variables === one.organisationId}
                      onPress={() => choose.mutate(one.organisationId)}
                    >
                      {one.organisationName}
                    </Button>
                  </li>
                ))}
              </ul>
              <ProblemBanner problem={choose.error} />
            </>
          )
        }
      </Loaded>
    </Entrance>
  );
}
