import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useText } from '../lib/i18n.tsx';
import { controlStyle } from './control-style.ts';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

export type SearchFieldProps = {
  /** What is searched: "Search people". Its accessible name and its placeholder. */
  label: string;
  value?: string;
  onChange?: (value: string) => void;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
};

/** A plain input: React Aria's brings form validation, which a search has no use for. Escape empties it. */
export function SearchField({ label, value, onChange, className, inputRef }: SearchFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const words = value ?? typed;
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(inputRef, () => input.current, []);
  const change = (next: string) => {
    setTyped(next);
    onChange?.(next);
  };
  return (
    <div className={cx('relative min-w-0', className)}>
      <Icon of={Search} className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={words}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || words === '') return;
          // The panel or dialog around it stays open.
          event.preventDefault();
          event.stopPropagation();
          change('');
        }}
        className={cx(
          controlStyle,
          'h-control ps-8.5 pe-8.5 focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-ring [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {words !== '' && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('ui.clearSearch')}
          // The focus stays in the field, and with it a phone's keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            change('');
            input.current?.focus();
          }}
          className="absolute inset-y-0 end-1.5 my-auto inline-flex size-6 cursor-pointer items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
        >
          <Icon of={X} />
        </button>
      )}
    </div>
  );
}
