import { identityRoutes } from '@ithaca/contracts/identity';
import { useState } from 'react';
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
import { safePath } from './safe-path.ts';
import { useTask } from './use-task.ts';

/** The mailed link: opening it changes nothing (scanners open links too), the button signs in. */
export function SignInLinkPage() {
  const t = useText();
  // In the fragment, so that the secret never reaches a server's log.
  const [token] = useState(() => window.location.hash.slice(1));
  const consume = useTask(
    () => call(identityRoutes.consumeLink, { body: { token } }),
    ({ session, path }) => enter(session, safePath(path)),
  );
  const isOver = token === '' || consume.problem !== undefined;
  return (
    <EntranceFrame title={t('identity.link')}>
      <EntranceTitle title={t('identity.link')}>
        {t(token === '' ? 'identity.link.incomplete' : 'identity.link.what')}
      </EntranceTitle>
      <div className="flex flex-col gap-4">
        <EntranceProblem problem={consume.problem} />
        {isOver ? (
          <EntranceLink href="/sign-in">{t('identity.newLink')}</EntranceLink>
        ) : (
          <EntranceButton look="primary" isRunning={consume.isRunning} onPress={() => consume.run(undefined)}>
            {t('identity.signIn')}
          </EntranceButton>
        )}
      </div>
    </EntranceFrame>
  );
}
