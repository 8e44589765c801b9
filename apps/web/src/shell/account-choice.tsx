import { identityRoutes } from '@ithaca/contracts/identity';
import { useMutation } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import UserRound from 'lucide-react/icons/user-round';
import { useState } from 'react';
import { call } from '../lib/api.ts';
import { setLocale, useLocale, useText } from '../lib/i18n.tsx';
import { currentTheme, setTheme, themes } from '../lib/theme.ts';
import { localeNames, locales } from '../locales/catalogues.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { AccountFace, accountButton, type AccountMenuProps } from './account-face.tsx';
import { forgetBrand } from './brand.ts';
import { useSession } from './session.tsx';

/** My settings, language, look, keys, and the way out. */
export default function AccountChoice({ onKeys, look }: AccountMenuProps) {
  const t = useText();
  const { locale } = useLocale();
  const { account } = useSession();
  const [theme, setShown] = useState(currentTheme);
  const leave = useMutation({
    mutationFn: () => call(identityRoutes.signOut, {}),
    onSuccess: () => {
      forgetBrand();
      // Drafts are the person's own: nothing of them stays for whoever signs in next.
      sessionStorage.clear();
      window.location.assign('/sign-in');
    },
  });
  const tick = (isOn: boolean) => (isOn ? { icon: Check } : {});
  return (
    <Menu
      label={t('shell.account')}
      groups={[
        {
          id: 'me',
          label: account.email,
          entries: [
            { id: 'profile', label: t('shell.me'), icon: UserRound, href: '/me' },
            { id: 'keys', label: t('shell.keys'), icon: Keyboard, keys: '?', onAction: onKeys },
          ],
        },
        {
          id: 'language',
          label: t('shell.language'),
          entries: locales.map((one) => ({
            id: one,
            label: localeNames[one],
            ...tick(one === locale),
            onAction: () => void setLocale(one, { remember: true }),
          })),
        },
        {
          id: 'theme',
          label: t('shell.theme'),
          entries: themes.map((one) => ({
            id: one,
            label: t(`shell.theme.${one}`),
            ...tick(one === theme),
            onAction: () => {
              setTheme(one);
              setShown(one);
            },
          })),
        },
        {
          id: 'leave',
          entries: [{ id: 'out', label: t('shell.signOut'), icon: LogOut, onAction: () => leave.mutate() }],
        },
      ]}
    >
      <Button variant="quiet" className={accountButton[look]}>
        <AccountFace look={look} />
      </Button>
    </Menu>
  );
}
