import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Entrance, EntranceTitle } from './entrance.tsx';

type LinkSentProps = { sentTo: string; minutes: number; onBack: () => void };

/** The mail is on its way, if the address is known; we never say which addresses are. */
export function LinkSent({ sentTo, minutes, onBack }: LinkSentProps) {
  const t = useText();
  return (
    <Entrance title={t('identity.linkSent')}>
      <div role="status">
        <EntranceTitle title={t('identity.linkSent')}>
          {t('identity.linkSent.what', { sentTo, minutes })}
        </EntranceTitle>
      </div>
      <p className="mb-5 text-body text-muted">{t('identity.linkSent.none')}</p>
      <Button onPress={onBack} className="w-full">
        {t('identity.otherWay')}
      </Button>
    </Entrance>
  );
}
