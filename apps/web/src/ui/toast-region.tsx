import X from 'lucide-react/icons/x';
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import type { ToastWords } from './toast.tsx';
import { toneIcon, toneText } from './tone.ts';

export const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: 3 });

export default function ToastRegionControl() {
  const t = useText();
  return (
    <ToastRegion
      queue={queue}
      aria-label={t('ui.messages')}
      className="no-print fixed end-4 bottom-4 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col-reverse gap-2 rounded-lg outline-offset-4"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex items-start gap-2.5 rounded-lg bg-raised py-2.5 ps-3.5 pe-2 shadow-float forced-colors:border"
        >
          <Icon
            of={toneIcon[toast.content.tone ?? 'success']}
            className={cx('mt-0.5', toneText[toast.content.tone ?? 'success'])}
          />
          <ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="block text-body font-medium">
              {toast.content.title}
            </Text>
            {toast.content.description && (
              <Text slot="description" className="block text-dense text-muted">
                {toast.content.description}
              </Text>
            )}
          </ToastContent>
          {toast.content.onUndo && (
            <Button
              size="small"
              onPress={() => {
                toast.content.onUndo?.();
                queue.close(toast.key);
              }}
            >
              {t('common.undo')}
            </Button>
          )}
          <IconButton slot="close" icon={X} label={t('ui.dismiss')} size="small" />
        </Toast>
      )}
    </ToastRegion>
  );
}
