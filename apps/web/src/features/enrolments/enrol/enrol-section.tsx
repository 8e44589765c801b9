import ChevronDown from 'lucide-react/icons/chevron-down';
import Check from 'lucide-react/icons/check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useId, type ReactNode, type Ref } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { cx } from '../../../ui/cx.ts';
import { Icon } from '../../../ui/icon.tsx';

/** One section of the page: its heading opens and closes it; closed it says what was answered. */
export function EnrolPart({
  number,
  title,
  summary,
  state,
  isOptional,
  isOpen,
  onToggle,
  headingRef,
  children,
}: {
  number: number;
  title: string;
  summary: string;
  state: 'done' | 'todo' | 'problem';
  isOptional: boolean;
  isOpen: boolean;
  onToggle: () => void;
  headingRef: Ref<HTMLButtonElement>;
  children: ReactNode;
}) {
  const t = useText();
  const format = useFormat();
  const id = useId();
  return (
    <section aria-labelledby={id} className="scroll-mt-16">
      <h2>
        <button
          ref={headingRef}
          type="button"
          id={id}
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex w-full scroll-mt-16 items-start gap-3 px-4 py-3.5 text-start hover:bg-hover focus-visible:-outline-offset-2"
        >
          <span
            aria-hidden
            className={cx(
              'mt-px inline-flex size-5 shrink-0 items-center justify-center rounded-full border text-caption font-medium',
              state === 'done' && 'border-transparent bg-success-tint text-success',
              state === 'problem' && 'border-transparent bg-warning-tint text-warning',
              state === 'todo' &&
                (isOpen ? 'border-accent bg-accent text-on-accent' : 'border-edge/60 text-muted'),
            )}
          >
            {state === 'done' ? (
              <Icon of={Check} className="size-3" />
            ) : state === 'problem' ? (
              <Icon of={TriangleAlert} className="size-3" />
            ) : (
              format.number(number)
            )}
          </span>
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block font-semibold text-pretty">
              {title}
              {isOptional && (
                <span className="ms-2 text-dense font-normal text-muted">{t('ui.optional')}</span>
              )}
            </span>
            {!isOpen && summary !== '' && (
              <span dir="auto" className="mt-0.5 line-clamp-2 text-dense font-normal text-muted">
                {summary}
              </span>
            )}
            {state === 'problem' && (
              <span className="mt-0.5 block text-dense text-warning">{t('enrolments.needed')}</span>
            )}
          </span>
          <Icon
            of={ChevronDown}
            className={cx('mt-0.5 text-muted transition-transform', isOpen && 'rotate-180')}
          />
        </button>
      </h2>
      {isOpen && <div className="flex flex-col gap-4 px-4 pt-1 pb-5 sm:ps-12">{children}</div>}
    </section>
  );
}
