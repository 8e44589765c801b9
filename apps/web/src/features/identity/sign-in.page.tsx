import { identityRoutes } from '@ithaca/contracts/identity';
import Mail from 'lucide-react/icons/mail';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { enter } from './enter.ts';
import {
  EntranceButton,
  EntranceField,
  EntranceFrame,
  EntranceProblem,
  EntranceTitle,
} from './entrance-parts.tsx';
import { looksLikeMail } from './mail-address.ts';
import { safePath } from './safe-path.ts';
import { useTask } from './use-task.ts';

/** How do I get in? With a password, or with a link in a mail. */
export function SignInPage() {
  const t = useText();
  const path = safePath(new URLSearchParams(window.location.search).get('to'));
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState<'password' | 'link' | null>(null);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const signIn = useTask(
    (body: { email: string; password: string }) => call(identityRoutes.signIn, { body }),
    (session) => enter(session, path),
  );
  const link = useTask((address: string) =>
    call(identityRoutes.requestLink, { body: { email: address, path } }),
  );
  useEffect(() => {
    // Somebody who is signed in already has nothing to do here.
    call(identityRoutes.session, {}).then(
      (session) => session.actor && enter(session, path),
      () => undefined,
    );
  }, [path]);

  const address = email.trim();
  const trySignIn = () => {
    setTried('password');
    link.reset();
    if (!looksLikeMail(address)) emailRef.current?.focus();
    else if (password === '') passwordRef.current?.focus();
    else signIn.run({ email: address, password });
  };
  const tryLink = () => {
    setTried('link');
    signIn.reset();
    if (looksLikeMail(address)) link.run(address);
    else emailRef.current?.focus();
  };

  if (link.result) return <LinkSent {...link.result} onBack={link.reset} />;
  return (
    <EntranceFrame title={t('identity.signIn')}>
      <EntranceTitle title={t('identity.signIn')} />
      <form
        noValidate
        aria-label={t('identity.signIn')}
        onSubmit={(event) => {
          event.preventDefault();
          trySignIn();
        }}
        className="flex flex-col gap-4"
      >
        <EntranceField
          label={t('identity.email')}
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          ref={emailRef}
          error={tried && !looksLikeMail(address) ? t('problem.field.email') : undefined}
        />
        <EntranceField
          label={t('identity.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          ref={passwordRef}
          error={tried === 'password' && password === '' ? t('problem.field.required') : undefined}
        />
        <EntranceProblem problem={signIn.problem ?? link.problem} />
        <EntranceButton type="submit" look="primary" isRunning={signIn.isRunning}>
          {t('identity.signIn')}
        </EntranceButton>
        <p className="flex items-center gap-3 text-dense text-muted before:h-px before:flex-1 before:bg-divider after:h-px after:flex-1 after:bg-divider">
          {t('identity.or')}
        </p>
        <EntranceButton icon={Mail} isRunning={link.isRunning} onPress={tryLink}>
          {t('identity.sendLink')}
        </EntranceButton>
      </form>
    </EntranceFrame>
  );
}

type LinkSentProps = { sentTo: string; minutes: number; onBack: () => void };

/** The mail is on its way, if the address is known; we never say which addresses are. */
function LinkSent({ sentTo, minutes, onBack }: LinkSentProps) {
  const t = useText();
  return (
    <EntranceFrame title={t('identity.linkSent')}>
      <output className="block">
        <EntranceTitle title={t('identity.linkSent')}>
          {t('identity.linkSent.what', { sentTo, minutes })}
        </EntranceTitle>
      </output>
      <p className="mb-5 text-body text-muted">{t('identity.linkSent.none')}</p>
      <EntranceButton onPress={onBack}>{t('identity.otherWay')}</EntranceButton>
    </EntranceFrame>
  );
}
