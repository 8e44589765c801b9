import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Entrance, EntranceTitle } from './entrance.tsx';
import { useConsumeLink } from './identity.queries.ts';

/** The mailed link: opening it changes nothing (scanners open links too), the button signs in. */
export default function SignInLinkPage() {
  const t = useText();
  // In the fragment, so that the secret never reaches a server log.
  const [token] = useState(() => window.location.hash.slice(1));
  const consume = useConsumeLink();
  const isOver = token === '' || consume.isError;
  return (
    <Entrance title={t('identity.link')}>
      <EntranceTitle title={t('identity.link')}>
        {t(token === '' ? 'identity.link.incomplete' : 'identity.link.what')}
      </EntranceTitle>
      <div className="flex flex-col gap-4">
        <ProblemBanner problem={consume.error} />
        {isOver ? (
          <LinkButton variant="primary" href="/sign-in">
            {t('identity.newLink')}
          </LinkButton>
        ) : (
          <Button variant="primary" isLoading={consume.isPending} onPress={() => consume.mutate(token)}>
            {t('identity.signIn')}
          </Button>
        )}
      </div>
    </Entrance>
  );
}
