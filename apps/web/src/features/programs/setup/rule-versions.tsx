import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { ruleVersionsQuery } from '../programs.queries.ts';
import { RuleSentences } from './rule-sentences.tsx';

/** The rule as it was since the first launch; nothing while it never changed. */
export function RuleVersions({ programId }: { programId: string }) {
  const t = useText();
  const { day, number } = useFormat();
  const versions = useQuery(ruleVersionsQuery(programId)).data?.items ?? [];
  if (versions.length < 2) return null;
  return (
    <Card isFlush title={t('programs.rule.versions')} description={t('programs.rule.versions.what')}>
      <ol className="divide-y">
        {versions.map((version) => (
          <li key={version.number} className="flex flex-col gap-1.5 px-4 py-3">
            <p className="text-dense text-muted">
              {t('programs.form.version', { number: number(version.number) })} ·{' '}
              {t('programs.form.version.by', {
                name: version.savedByName,
                day: day(version.savedAt),
              })}
            </p>
            <RuleSentences rule={version.rule} />
          </li>
        ))}
      </ol>
    </Card>
  );
}
