import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

type ProofFormProps = { proof: string; isSaving: boolean; onSave: (proof: string) => void };

const isAddress = (text: string) => text === '' || /^https?:\/\/[^\s/]/.test(text);

/** Where the certificate of a course can be seen; only for its owner. */
export function ProofForm({ proof, isSaving, onSave }: ProofFormProps) {
  const t = useText();
  const [value, setValue] = useState(proof);
  const [isTried, setTried] = useState(false);
  const address = value.trim();
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isAddress(address)) onSave(address);
      }}
    >
      <TextField
        className="min-w-0 flex-1 basis-64"
        type="url"
        isLeftToRight
        isOptional
        label={t('reading.proof')}
        placeholder="https://"
        maxLength={500}
        value={value}
        onChange={setValue}
        error={isTried && !isAddress(address) ? t('reading.link.wrong') : undefined}
      />
      {address !== proof && (
        <Button type="submit" isLoading={isSaving}>
          {t('common.save')}
        </Button>
      )}
    </form>
  );
}
