import { lazy, type ReactNode, Suspense, useState } from 'react';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** False while something is being sent: then only the buttons close it. */
  isDismissable?: boolean;
  role?: 'dialog' | 'alertdialog';
  children?: ReactNode;
};

const DialogBox = lazy(() => import('./dialog-box.tsx'));

/** One task over the page. The focus goes in, stays in, and returns to what opened it. Its code comes with the first one that opens. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <DialogBox {...props} />
    </Suspense>
  );
}
