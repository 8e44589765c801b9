import Check from 'lucide-react/icons/check';
import { ListBoxItem } from 'react-aria-components/ListBox';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { itemStyle } from './list-style.ts';

/** One choice of a list: `id` is stored, `label` is read. */
export type Choice<Id extends string = string> = {
  id: Id;
  label: string;
  description?: string | undefined;
  isDisabled?: boolean;
};

export function Option({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem
      id={choice.id}
      textValue={choice.label}
      isDisabled={choice.isDisabled ?? false}
      className={cx(itemStyle, 'group')}
    >
      <span className="min-w-0 flex-1">
        <span className="block break-words">{choice.label}</span>
        {choice.description && <span className="block text-dense text-muted">{choice.description}</span>}
      </span>
      <Icon of={Check} className="invisible text-accent-text group-data-selected:visible" />
    </ListBoxItem>
  );
}
