import { identityRoutes } from '@ithaca/contracts/identity';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { enter } from './enter.ts';
import {
  EntranceButton,
  EntranceFrame,
  EntranceLink,
  EntranceProblem,
  EntranceTitle,
} from './entrance-parts.tsx';
import { useFound, useTask } from './use-task.ts';

/** Somebody who belongs to several organisations says where to act; who belongs to none learns what to do. */
export function ChooseOrganisationPage() {
  const t = useText();
  const session = useFound(() => call(identityRoutes.session, {}));
  const choose = useTask(
    (organisationId: string) => call(identityRoutes.switchOrganisation, { body: { organisationId } }),
    (next) => enter(next, '/'),
  );
  const memberships = session.result?.memberships;
  return (
    <EntranceFrame title={t('identity.choose')}>
      {memberships?.length === 0 ? (
        <>
          <EntranceTitle title={t('identity.nowhere')}>{t('identity.nowhere.why')}</EntranceTitle>
          <EntranceLink href="/sign-in">{t('identity.signIn')}</EntranceLink>
        </>
      ) : (
        <>
          <EntranceTitle title={t('identity.choose')} />
          <ul className="flex flex-col gap-2">
            {memberships?.map((one) => (
              <li key={one.organisationId}>
                <EntranceButton isRunning={choose.isRunning} onPress={() => choose.run(one.organisationId)}>
                  {one.organisationName}
                </EntranceButton>
              </li>
            ))}
          </ul>
        </>
      )}
      <EntranceProblem problem={session.problem ?? choose.problem} />
    </EntranceFrame>
  );
}
