import type { ReadinessFixes } from '@ithaca/contracts/matching';
import { useQuery } from '@tanstack/react-query';
import Languages from 'lucide-react/icons/languages';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import UserPlus from 'lucide-react/icons/user-plus';
import UsersRound from 'lucide-react/icons/users-round';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useCauseWords } from './cause-words.ts';
import { fixesQuery } from './matching.queries.ts';

type Fix = ReadinessFixes['fixes'][number]['fix'];

const icons = { invite: UserPlus, capacity: UsersRound, relax: SlidersHorizontal } as const;

/** What would let more mentees be matched, each with its effect as the engine counts it on the changed cohort. */
export function FixesCard() {
  const { cohort } = useCohort();
  const fixes = useQuery(fixesQuery(cohort.id));
  return (
    <Loaded query={fixes} skeleton={<Skeleton className="h-40 w-full rounded-lg" />}>
      {(found) => <Found found={found} />}
    </Loaded>
  );
}

function Found({ found }: { found: ReadinessFixes }) {
  const t = useText();
  const { number, language } = useFormat();
  const { program, cohort, hrefOf } = useCohort();
  const words = useFixWords();
  const { mentees, matchable, fixes, scarceLanguages } = found;
  if (matchable === null || (matchable === mentees && scarceLanguages.length === 0)) return null;
  const hrefFor = (fix: Fix) =>
    fix.kind === 'relax'
      ? `/manage/${program.id}/matching/policy?cohort=${cohort.id}`
      : hrefOf('people', fix.kind === 'invite' ? { invite: 'yes' } : {});
  return (
    <Card
      isFlush
      title={t('matching.fixes.title', { matchable: number(matchable), mentees: number(mentees) })}
      description={t(fixes.length > 0 ? 'matching.fixes.what' : 'matching.fixes.none')}
    >
      <ul className="divide-y">
        {fixes.map(({ fix, more }) => (
          <li
            key={`${fix.kind} ${words(fix)}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
          >
            <Icon of={icons[fix.kind]} size={20} className="text-muted" />
            <span className="min-w-0 flex-1 basis-56">{words(fix)}</span>
            <span className="font-medium tabular-nums">
              {t('matching.fixes.more', { count: more, shown: number(more) })}
            </span>
            <LinkButton size="small" href={hrefFor(fix)}>
              {t(`matching.fixes.do.${fix.kind}`)}
            </LinkButton>
          </li>
        ))}
        {scarceLanguages.map(({ language: code, wanted, places }) => (
          <li key={code} className="flex items-center gap-4 px-4 py-3">
            <Icon of={Languages} size={20} className="text-muted" />
            <span>
              {t('matching.fixes.language', {
                language: language(code),
                count: wanted,
                wanted: number(wanted),
                places: number(places),
              })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function useFixWords(): (fix: Fix) => string {
  const t = useText();
  const { number } = useFormat();
  const { rule } = useCauseWords();
  return (fix) => {
    if (fix.kind === 'relax') return t('matching.fixes.relax', { rule: rule(fix.rule) });
    if (fix.kind === 'capacity')
      return t('matching.fixes.capacity', { count: fix.mentors, shown: number(fix.mentors) });
    return fix.skill === null
      ? t('matching.fixes.invite.any', { count: fix.count, shown: number(fix.count) })
      : t('matching.fixes.invite', { count: fix.count, shown: number(fix.count), skill: fix.skill });
  };
}
