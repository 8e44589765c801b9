import type { LucideIcon } from 'lucide-react';
import Plus from 'lucide-react/icons/plus';
import { useState, type ReactNode } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { PartActs } from './part-acts.tsx';

interface PartsCardProps<Part> {
  title: string;
  description: string;
  icon: LucideIcon;
  /** What stands here while there is none. */
  none: string;
  addLabel: string;
  /** Why there can be no more. */
  fullReason: string | undefined;
  parts: readonly Part[];
  newPart: Part;
  onChange: (parts: readonly Part[]) => void;
  isReadOnly: boolean;
  /** What a line says below its title. */
  lineOf: (part: Part) => ReactNode;
  /** The dialog of one. */
  formOf: (form: {
    part: Part;
    isNew: boolean;
    onSave: (part: Part) => void;
    onClose: () => void;
  }) => ReactNode;
  children?: ReactNode;
}

/** A list of a program's settings, each line edited in a dialog of its own. What is removed can be taken back. */
export function PartsCard<Part extends { title: string }>(props: PartsCardProps<Part>) {
  const { parts, onChange, isReadOnly } = props;
  const t = useText();
  const [edited, setEdited] = useState<{ index: number | null; part: Part } | null>(null);
  const close = () => setEdited(null);
  const remove = ({ title }: Part, index: number) => {
    onChange(parts.toSpliced(index, 1));
    showToast({ title: t('programs.part.removed', { label: title }), onUndo: () => onChange(parts) });
  };
  return (
    <Card
      isFlush
      title={props.title}
      description={props.description}
      actions={
        !isReadOnly && (
          <Button
            size="small"
            icon={Plus}
            disabledReason={props.fullReason}
            onPress={() => setEdited({ index: null, part: props.newPart })}
          >
            {props.addLabel}
          </Button>
        )
      }
    >
      {parts.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{props.none}</p>
      ) : (
        <ol className="divide-y">
          {parts.map((part, index) => (
            <li key={`${part.title} ${index}`} className="flex items-start gap-3 px-4 py-2.5">
              <Icon of={props.icon} className="mt-1 text-muted" />
              <div className="min-w-0 flex-1">
                <p dir="auto" className="font-medium">
                  {part.title}
                </p>
                {props.lineOf(part)}
              </div>
              {!isReadOnly && (
                <PartActs
                  label={part.title}
                  onEdit={() => setEdited({ index, part })}
                  onRemove={() => remove(part, index)}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {props.children}
      {edited &&
        props.formOf({
          part: edited.part,
          isNew: edited.index === null,
          onClose: close,
          onSave: (part) => {
            onChange(edited.index === null ? [...parts, part] : parts.with(edited.index, part));
            close();
          },
        })}
    </Card>
  );
}
