import { useEffect, useRef } from 'react';
import { useText } from '../lib/i18n.tsx';

export type FieldProblem = { field: string; message: string };

export type ErrorSummaryProps = {
  problems: readonly FieldProblem[];
  /** Moves the focus to the field of that name; `form.setFocus` of react-hook-form fits. */
  onGoTo: (field: string) => void;
};

/** Everything that stops a form from being sent, with a way to each field; takes the focus when it appears. */
export function ErrorSummary({ problems, onGoTo }: ErrorSummaryProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const count = problems.length;
  useEffect(() => {
    if (count > 0) box.current?.focus();
  }, [count]);
  if (count === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="rounded-lg border border-danger bg-danger-tint px-4 py-3 outline-none"
    >
      <p className="text-body font-semibold">{t('ui.problems', { count })}</p>
      <ul className="mt-1 flex list-disc flex-col gap-0.5 ps-5">
        {problems.map(({ field, message }) => (
          <li key={field}>
            <button
              type="button"
              onClick={() => onGoTo(field)}
              className="min-h-6 text-start text-danger underline underline-offset-3"
            >
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
