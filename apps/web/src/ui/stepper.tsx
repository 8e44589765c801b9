import Check from 'lucide-react/icons/check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useFormat } from '../lib/format.ts';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Link } from './link.tsx';

export type StepState = 'done' | 'current' | 'todo' | 'problem';
export type Step = { id: string; label: string; state: StepState; href?: string; description?: string };

export type StepperProps = { label: string; steps: readonly Step[]; layout?: 'row' | 'stack' };

const marks: Record<StepState, string> = {
  done: 'border-transparent bg-success-tint text-success',
  current: 'border-accent bg-accent text-on-accent',
  todo: 'border-edge/60 bg-raised text-muted',
  problem: 'border-transparent bg-warning-tint text-warning',
};

/** Where one stands in a few named steps; any step with an `href` can be opened in any order. */
export function Stepper({ label, steps, layout = 'row' }: StepperProps) {
  const t = useText();
  const { number } = useFormat();
  return (
    <nav aria-label={label}>
      <ol className={cx('flex gap-x-1 gap-y-1', layout === 'row' ? 'flex-wrap items-center' : 'flex-col')}>
        {steps.map((step, index) => (
          <li
            key={step.id}
            {...(step.state === 'current' && { 'aria-current': 'step' as const })}
            className={cx(
              'flex items-center gap-1',
              layout === 'row' &&
                index > 0 &&
                'before:mx-1 before:hidden before:h-px before:w-5 before:bg-divider sm:before:block',
            )}
          >
            <span
              className={cx(
                'flex min-h-8 items-center gap-2 rounded-md py-1 ps-1 pe-2',
                step.href && 'relative hover:bg-hover',
                step.state === 'current' && layout === 'stack' && 'bg-hover',
              )}
            >
              <span
                aria-hidden
                className={cx(
                  'inline-flex size-5 shrink-0 items-center justify-center rounded-full border text-caption font-medium tabular-nums',
                  marks[step.state],
                )}
              >
                {step.state === 'done' && <Icon of={Check} className="size-3" />}
                {step.state === 'problem' && <Icon of={TriangleAlert} className="size-3" />}
                {(step.state === 'current' || step.state === 'todo') && number(index + 1)}
              </span>
              <span className={cx('text-body', step.state === 'current' ? 'font-semibold' : 'text-muted')}>
                {step.href ? (
                  <Link
                    href={step.href}
                    variant="plain"
                    className="after:absolute after:inset-0 after:rounded-md"
                  >
                    {step.label}
                  </Link>
                ) : (
                  step.label
                )}
                <span className="sr-only"> ({t(`ui.step.${step.state}`)})</span>
                {step.description && (
                  <span className="block text-dense font-normal text-muted">{step.description}</span>
                )}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
