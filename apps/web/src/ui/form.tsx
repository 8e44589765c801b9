import type { ReactNode, SyntheticEvent } from 'react';
import { ErrorSummary, type FieldProblem } from './error-summary.tsx';

export type FormProps = {
  onSubmit: () => void;
  /** Problems after a try to send; shown on top with links. */
  problems?: readonly FieldProblem[];
  onGoTo?: (field: string) => void;
  /** What went wrong on the server, above the buttons. */
  failure?: ReactNode;
  /** Buttons, the main one last. Absent for forms that save themselves. */
  actions?: ReactNode;
  label?: string;
  children: ReactNode;
};

/** A column of fields with one place for what stops it. */
export function Form({ onSubmit, problems = [], onGoTo, failure, actions, label, children }: FormProps) {
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      {...(label && { 'aria-label': label })}
      className="flex flex-col gap-5"
    >
      <ErrorSummary problems={problems} onGoTo={(field) => onGoTo?.(field)} />
      {children}
      {failure}
      {actions && <div className="flex flex-wrap justify-end gap-2 pt-1">{actions}</div>}
    </form>
  );
}
