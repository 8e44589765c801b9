import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { useRuleWords } from './rule-words.ts';
import type { RuleChange } from './use-rules.ts';

/** Somebody else saved what is being changed here: both words, to choose from. */
export function ConflictBanner({
  conflicts,
  onKeepMine,
  onTakeTheirs,
}: {
  conflicts: readonly RuleChange[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const t = useText();
  const { nameOf, valueOf } = useRuleWords();
  if (conflicts.length === 0) return null;
  return (
    <Banner
      tone="warning"
      isAnnounced
      title={t('settings.conflict')}
      actions={
        <>
          <Button size="small" onPress={onTakeTheirs}>
            {t('common.showTheirs')}
          </Button>
          <Button size="small" onPress={onKeepMine}>
            {t('common.keepMine')}
          </Button>
        </>
      }
    >
      <dl className="mt-1 flex flex-col gap-1.5">
        {conflicts.map(({ key, before, after }) => (
          <div key={key}>
            <dt className="font-medium">{nameOf(key)}</dt>
            <dd>
              {t('settings.conflict.theirs')}: <bdi>{valueOf(key, before)}</bdi>
              <br />
              {t('settings.conflict.mine')}: <bdi>{valueOf(key, after)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Banner>
  );
}
