import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { useText } from '../../../lib/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';

const readers = ['coordinator', 'partner', 'manager', 'nobody'] as const;

/** Only their effect shows: who is not proposed, when no meeting is suggested. */
const hidden = new Set(['doNotPairWith', 'blackouts']);

/** Before sending: who will see which answers. Each answer can be changed from here. */
export function ConsentPreview({
  answered,
  isManagerAsked,
  onEdit,
}: {
  /** The sections with an answer: key, title, and the answer in a line. */
  answered: readonly { key: string; title: string; summary: string }[];
  /** The manager's yes is needed. */
  isManagerAsked: boolean;
  onEdit: (key: string) => void;
}) {
  const t = useText();
  const shownTo = {
    coordinator: answered.filter(({ key }) => !hidden.has(key)),
    partner: answered.filter(({ key }) =>
      ['skills', 'offers', 'goals', 'interests', 'workingStyle', 'languages'].includes(key),
    ),
    manager: [],
    nobody: answered.filter(({ key }) => hidden.has(key)),
  };
  return (
    <dl className="divide-y rounded-lg border bg-card">
      {readers.map((reader) => (
        <div key={reader} className="grid gap-x-6 gap-y-1 px-4 py-3 sm:grid-cols-[9rem_1fr]">
          <dt className="flex items-center gap-2 self-start font-medium">
            <Icon of={reader === 'nobody' ? EyeOff : Eye} className="text-muted" />
            {t(`enrolments.sees.${reader}`)}
          </dt>
          <dd className="flex min-w-0 flex-col gap-1.5">
            <span className="text-muted">
              {t(
                reader === 'manager' && isManagerAsked
                  ? 'enrolments.sees.manager.asked'
                  : `enrolments.sees.${reader}.what`,
              )}
            </span>
            {shownTo[reader].length > 0 && (
              <ul className="flex flex-wrap gap-1.5">
                {shownTo[reader].map(({ key, title, summary }) => (
                  <li key={key} className="max-w-full">
                    <button
                      type="button"
                      onClick={() => onEdit(key)}
                      className="max-w-full truncate rounded-sm border px-2 py-0.5 text-dense hover:bg-hover pointer-coarse:min-h-11"
                      dir="auto"
                    >
                      <span className="sr-only">{t('enrolments.change', { title })} </span>
                      {summary}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
