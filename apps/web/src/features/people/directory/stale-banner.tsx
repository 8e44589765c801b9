import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';

type StaleProps = {
  /** What happened to what; by itself that something newer was saved and the typed words are kept. */
  children?: string;
  onShowTheirs: () => void;
  onKeepMine: () => void;
};

/** Somebody saved something newer meanwhile: theirs, or mine over it. */
export function StaleBanner({ children, onShowTheirs, onKeepMine }: StaleProps) {
  const t = useText();
  return (
    <Banner tone="warning" isAnnounced title={t('common.changedElsewhere')}>
      {children ?? t('common.changedElsewhere.why')}
      <span className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onPress={onShowTheirs}>
          {t('common.showTheirs')}
        </Button>
        <Button size="small" onPress={onKeepMine}>
          {t('common.keepMine')}
        </Button>
      </span>
    </Banner>
  );
}
