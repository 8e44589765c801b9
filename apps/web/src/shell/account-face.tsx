import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useText } from '../lib/i18n.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { useSession } from './session.tsx';

/** `name` beside the picture in the sidebar, the picture alone on phones. */
export type AccountMenuProps = { onKeys: () => void; look: 'name' | 'picture' };

export const accountButton = { name: 'w-full px-1.5! py-1', picture: 'size-11 px-0!' };

export function AccountFace({ look }: Pick<AccountMenuProps, 'look'>) {
  const t = useText();
  const { person } = useSession();
  if (look === 'picture')
    return (
      <>
        <Avatar name={person.displayName} />
        <VisuallyHidden>{t('shell.account')}</VisuallyHidden>
      </>
    );
  return (
    <>
      <Avatar name={person.displayName} size="small" />
      <span className="min-w-0 flex-1 truncate text-start">{person.displayName}</span>
      <Icon of={ChevronsUpDown} className="text-muted" />
    </>
  );
}
