import CircleAlert from 'lucide-react/icons/circle-alert';
import Eye from 'lucide-react/icons/eye';
import { FieldError, Text } from 'react-aria-components/TextField';
import type { FieldWords } from './field.tsx';
import { Icon } from './icon.tsx';

/** What stands below a control: help, who sees the answer, what is wrong. Apart from the label, which stand-ins need alone. */
export function FieldNotes({ description, error, seenBy }: FieldWords) {
  return (
    <>
      {(description || seenBy) && (
        <Text slot="description" className="flex flex-col gap-1 text-dense text-muted">
          {description && <span>{description}</span>}
          {seenBy && (
            <span className="flex items-start gap-1.5">
              <Icon of={Eye} className="mt-px" />
              <span>{seenBy}</span>
            </span>
          )}
        </Text>
      )}
      <FieldError className="flex items-start gap-1.5 text-dense text-danger">
        <Icon of={CircleAlert} className="mt-px" />
        <span>{error}</span>
      </FieldError>
    </>
  );
}
