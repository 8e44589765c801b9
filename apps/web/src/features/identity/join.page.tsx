import { cohortLinkRoutes } from '@ithaca/contracts/cohort-links';
import { identityRoutes } from '@ithaca/contracts/identity';
import type { Session } from '@ithaca/contracts/identity';
import Mail from 'lucide-react/icons/mail';
import { useRef, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import {
  EntranceButton,
  EntranceField,
  EntranceFrame,
  EntranceLink,
  EntranceProblem,
  EntranceTitle,
} from './entrance-parts.tsx';
import { looksLikeMail } from './mail-address.ts';
import { useFound, useTask } from './use-task.ts';

/** An open link: on to the program for whoever is signed in, a mail for everybody else. Looking changes nothing. */
export function JoinPage({ token }: { token: string }) {
  const t = useText();
  const { result: session, problem } = useFound(() => call(identityRoutes.session, {}));
  const isWhole = /^[\w-]{43}$/.test(token);
  return (
    <EntranceFrame title={t('identity.join')}>
      {!isWhole ? (
        <>
          <EntranceTitle title={t('identity.join')}>{t('identity.link.incomplete')}</EntranceTitle>
          <EntranceLink href="/programs">{t('identity.join.programs')}</EntranceLink>
        </>
      ) : session?.actor ? (
        <Known session={session} token={token} />
      ) : session || problem !== undefined ? (
        <Unknown token={token} />
      ) : (
        <>
          <EntranceTitle title={t('identity.join')} />
          <Skeleton className="h-24 w-full" />
        </>
      )}
    </EntranceFrame>
  );
}

function Known({ session, token }: { session: Session; token: string }) {
  const t = useText();
  const visit = useTask(
    () => call(cohortLinkRoutes.follow, { body: { token } }),
    ({ cohortId }) => window.location.replace(`/programs/${cohortId}`),
  );
  return (
    <>
      <EntranceTitle title={t('identity.join')}>
        {t('identity.join.known', {
          name: session.person?.displayName ?? '',
          organisation: session.organisation?.name ?? '',
        })}
      </EntranceTitle>
      <div className="flex flex-col gap-3">
        <EntranceProblem problem={visit.problem} />
        {visit.problem === undefined ? (
          <EntranceButton look="primary" isRunning={visit.isRunning} onPress={() => visit.run(undefined)}>
            {t('identity.invitation.see')}
          </EntranceButton>
        ) : (
          <EntranceLink href="/programs">{t('identity.join.programs')}</EntranceLink>
        )}
      </div>
    </>
  );
}

function Unknown({ token }: { token: string }) {
  const t = useText();
  const [email, setEmail] = useState('');
  const [isTried, setTried] = useState(false);
  const emailRef = useRef<HTMLInputElement>(null);
  const ask = useTask((address: string) => call(cohortLinkRoutes.write, { body: { token, email: address } }));
  const address = email.trim();
  if (ask.result)
    return (
      <>
        <output className="block">
          <EntranceTitle title={t('identity.linkSent')}>
            {t('identity.join.sent', { sentTo: ask.result.sentTo })}
          </EntranceTitle>
        </output>
        <p className="mb-5 text-body text-muted">{t('identity.join.sent.none')}</p>
        <EntranceButton onPress={ask.reset}>{t('identity.join.otherAddress')}</EntranceButton>
      </>
    );
  return (
    <>
      <EntranceTitle title={t('identity.join')}>{t('identity.join.what')}</EntranceTitle>
      <form
        noValidate
        aria-label={t('identity.join')}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (looksLikeMail(address)) ask.run(address);
          else emailRef.current?.focus();
        }}
        className="flex flex-col gap-4"
      >
        <EntranceField
          label={t('identity.email')}
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          ref={emailRef}
          error={isTried && !looksLikeMail(address) ? t('problem.field.email') : undefined}
        />
        <EntranceProblem problem={ask.problem} />
        <EntranceButton type="submit" look="primary" icon={Mail} isRunning={ask.isRunning}>
          {t('identity.join.ask')}
        </EntranceButton>
        <p className="text-dense text-muted">
          {t('identity.join.account')}{' '}
          <a
            href={`/sign-in?to=${encodeURIComponent(`/join/${token}`)}`}
            className="text-accent-text underline underline-offset-2"
          >
            {t('identity.signIn')}
          </a>
        </p>
      </form>
    </>
  );
}
