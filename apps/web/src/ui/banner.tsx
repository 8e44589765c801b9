import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { toneIcon, toneText, toneTint, type Tone } from './tone.ts';

export type BannerProps = {
  tone?: Exclude<Tone, 'accent'>;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: () => void;
  /** True when it appears because of something the person just did. */
  isAnnounced?: boolean;
};

/** A lasting message in the page. For a passing one use `showToast`. */
export function Banner({
  tone = 'info',
  title,
  children,
  actions,
  onDismiss,
  isAnnounced = false,
}: BannerProps) {
  const t = useText();
  return (
    <div
      {...(isAnnounced && { role: tone === 'danger' ? 'alert' : 'status' })}
      className={cx(
        'flex items-start gap-2.5 rounded-lg px-3.5 py-2.5 text-body forced-colors:border',
        toneTint[tone],
      )}
    >
      <Icon of={toneIcon[tone]} className={cx('mt-0.5', toneText[tone])} />
      {/* Where there is no room beside the words, the actions stand below them. */}
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          {title && <p className="font-medium">{title}</p>}
          {children && <div>{children}</div>}
        </div>
        {actions && <div className="-my-0.5 flex max-w-full flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && (
        <IconButton
          icon={X}
          label={t('ui.dismiss')}
          size="small"
          onPress={onDismiss}
          className="-my-1 -me-1.5"
        />
      )}
    </div>
  );
}
