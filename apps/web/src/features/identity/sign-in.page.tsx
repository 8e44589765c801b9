import Mail from 'lucide-react/icons/mail';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { goTo, useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { isMember, sessionQuery } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Entrance, EntranceTitle } from './entrance.tsx';
import { LinkSent } from './link-sent.tsx';
import { safePath, useRequestLink, useSignIn } from './identity.queries.ts';

const looksLikeMail = (words: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(words);

/** How do I get in? With a password, or with a link in a mail. */
export default function SignInPage() {
  const t = useText();
  const [{ to }] = useUrlState({ to: '/' });
  const path = safePath(to);
  const { data: session } = useQuery(sessionQuery);
  useEffect(() => {
    if (session && isMember(session)) goTo(path, { replace: true });
  }, [session, path]);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState<'password' | 'link' | null>(null);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const signIn = useSignIn(path);
  const link = useRequestLink(path);

  const trySignIn = () => {
    setTried('password');
    link.reset();
    if (!looksLikeMail(email.trim())) emailRef.current?.focus();
    else if (password === '') passwordRef.current?.focus();
    else signIn.mutate({ email: email.trim(), password });
  };
  const tryLink = () => {
    setTried('link');
    signIn.reset();
    if (looksLikeMail(email.trim())) link.mutate(email.trim());
    else emailRef.current?.focus();
  };

  const { data: sent } = link;
  if (sent) {
    const { sentTo, minutes } = sent;
    return <LinkSent sentTo={sentTo} minutes={minutes} onBack={() => link.reset()} />;
  }
  return (
    <Entrance title={t('identity.signIn')}>
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
        <TextField
          label={t('identity.email')}
          name="email"
          type="email"
          autoComplete="username"
          isLeftToRight
          value={email}
          onChange={setEmail}
          inputRef={emailRef}
          error={tried && !looksLikeMail(email.trim()) ? t('problem.field.email') : undefined}
        />
        <TextField
          label={t('identity.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          isLeftToRight
          value={password}
          onChange={setPassword}
          inputRef={passwordRef}
          error={tried === 'password' && password === '' ? t('problem.field.required') : undefined}
        />
        <ProblemBanner problem={signIn.error ?? link.error} />
        <Button type="submit" variant="primary" isLoading={signIn.isPending}>
          {t('identity.signIn')}
        </Button>
        <p className="flex items-center gap-3 text-dense text-muted before:h-px before:flex-1 before:bg-divider after:h-px after:flex-1 after:bg-divider">
          {t('identity.or')}
        </p>
        <Button icon={Mail} isLoading={link.isPending} onPress={tryLink}>
          {t('identity.sendLink')}
        </Button>
      </form>
    </Entrance>
  );
}
