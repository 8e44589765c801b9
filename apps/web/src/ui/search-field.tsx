import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import type { Ref } from 'react';
import {
  Button,
  Input,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaProps,
} from 'react-aria-components/SearchField';
import { cx } from './cx.ts';
import { controlStyle } from './field.tsx';
import { Icon } from './icon.tsx';

export type SearchFieldProps = Omit<AriaProps, 'className' | 'children' | 'style' | 'aria-label'> & {
  /** What is searched: "Search people". Its accessible name and its placeholder. */
  label: string;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
};

export function SearchField({ label, className, inputRef, ...aria }: SearchFieldProps) {
  return (
    <AriaSearchField {...aria} aria-label={label} className={cx('group relative min-w-0', className)}>
      <Icon of={Search} className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted" />
      <Input
        {...(inputRef && { ref: inputRef })}
        placeholder={label}
        className={cx(controlStyle, 'h-control ps-8.5 pe-8.5 [&::-webkit-search-cancel-button]:hidden')}
      />
      <Button className="absolute inset-y-0 end-1.5 my-auto inline-flex size-6 items-center justify-center rounded-sm text-muted group-data-empty:hidden hover:bg-hover hover:text-text">
        <Icon of={X} />
      </Button>
    </AriaSearchField>
  );
}
