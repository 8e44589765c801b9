import { useText } from '../lib/i18n.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { PlaceGroups, type LensGroup } from './sidebar.tsx';

/** Every place, for a phone whose bar holds four. */
export default function MoreDrawer({
  groups,
  onClose,
}: {
  groups: readonly LensGroup[];
  onClose: () => void;
}) {
  const t = useText();
  return (
    <Drawer isOpen onClose={onClose} title={t('shell.more')}>
      <PlaceGroups groups={groups} />
    </Drawer>
  );
}
