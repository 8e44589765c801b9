import { useText } from '../lib/i18n.tsx';
import { Button, type ButtonProps } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import { Form, type FormProps } from './form.tsx';

export type FormDialogProps = Pick<DialogProps, 'onClose' | 'title' | 'description' | 'size'> &
  Omit<FormProps, 'actions'> & {
    /** Verb + noun: "Add goal". */
    sendLabel: string;
    /** While it is being sent only its end closes it. */
    isSending?: boolean;
    /** What is special about the button that sends. */
    sendButton?: Pick<ButtonProps, 'variant' | 'isDisabled' | 'disabledReason'>;
  };

/** A form over the page: its fields, what stops it, and two buttons. */
export function FormDialog(props: FormDialogProps) {
  const { onClose, title, description, size, sendLabel, isSending = false, sendButton, ...form } = props;
  const t = useText();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      isDismissable={!isSending}
      {...(size && { size })}
    >
      <Form
        {...form}
        actions={
          <>
            <Button onPress={onClose} isDisabled={isSending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="primary" isLoading={isSending} {...sendButton}>
              {sendLabel}
            </Button>
          </>
        }
      />
    </Dialog>
  );
}
