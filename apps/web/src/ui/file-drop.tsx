import FileUp from 'lucide-react/icons/file-up';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useText } from '../lib/i18n.tsx';
import { buttonStyle } from './button-style.ts';
import { Icon } from './icon.tsx';

export type FileDropProps = {
  /** What to drop: "Drop a CSV file here". */
  label: string;
  /** Size, kinds, what happens next. */
  hint?: ReactNode;
  /** Endings and media types: `['.csv', 'text/csv']`. */
  accept: readonly string[];
  onFile: (file: File) => void;
  error?: string | undefined;
  isDisabled?: boolean;
};

/** One file by dropping, pasting or choosing. Whoever gets it checks its content: names lie. */
export function FileDrop({ label, hint, accept, onFile, error, isDisabled = false }: FileDropProps) {
  const t = useText();
  return (
    <div className="flex flex-col gap-1.5">
      <DropZone
        isDisabled={isDisabled}
        aria-label={label}
        onDrop={({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          void dropped?.getFile().then(onFile);
        }}
        className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-edge bg-surface px-6 py-9 text-center transition-colors duration-120 data-drop-target:border-accent data-drop-target:bg-accent-tint data-focus-visible:outline-2 data-focus-visible:outline-ring"
      >
        <Icon of={FileUp} size={20} className="text-muted" />
        <p className="text-body font-medium">{label}</p>
        {hint && <p className="max-w-prose text-dense text-muted">{hint}</p>}
        <FileTrigger
          acceptedFileTypes={accept}
          onSelect={(files) => {
            const file = files?.[0];
            if (file) onFile(file);
          }}
        >
          <AriaButton isDisabled={isDisabled} className={buttonStyle('secondary', 'medium', 'mt-1')}>
            {t('ui.chooseFile')}
          </AriaButton>
        </FileTrigger>
      </DropZone>
      {error && (
        <p role="alert" className="text-dense text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
