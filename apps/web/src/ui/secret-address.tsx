import Copy from 'lucide-react/icons/copy';
import { useEffect, useRef } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { copyText, markField } from './copy-text.ts';
import { TextField } from './text-field.tsx';

type SecretAddressProps = { address: string; title: string; description: string; label: string };

/** An address that is told this once, because only its hash is kept: marked from the start, so that one key copies it. */
export function SecretAddress({ address, title, description, label }: SecretAddressProps) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => markField(field.current), [address]);
  const copy = async () => {
    if (!(await copyText(address))) markField(field.current);
  };
  return (
    <Banner tone="success" isAnnounced title={title}>
      <div className="flex flex-col gap-3">
        <p>{description}</p>
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-48 flex-1">
            <TextField label={label} value={address} inputRef={field} isReadOnly isLeftToRight />
          </div>
          <Button icon={Copy} onPress={() => void copy()}>
            {t('ui.copy')}
          </Button>
        </div>
      </div>
    </Banner>
  );
}
