import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useText } from '../../../lib/i18n.tsx';
import { PolicySentences } from '../../../lib/policy-sentences.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { PairingModeCard } from './pairing-mode-card.tsx';
import type { StepProps } from './setup.ts';

/** What makes a good pair here, in sentences; changed in the one editor, which shows what each change would do. */
export function MatchingForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  const { cohort } = useProgramFrame();
  const query = cohort ? `?cohort=${cohort.id}` : '';
  return (
    <>
      <PairingModeCard
        mode={program}
        isOfPeers={program.format === 'peer'}
        onChange={change}
        isReadOnly={isReadOnly}
        answerDaysError={errorAt('answerDays')}
      />
      <Card title={t('policy.title')} description={t('programs.matching.where')}>
        <div className="flex flex-col items-start gap-5">
          <div className="w-full">
            <PolicySentences policy={program.policy} isOfPeers={program.format === 'peer'} />
          </div>
          <LinkButton href={`/manage/${program.id}/matching/policy${query}`}>
            <Icon of={SlidersHorizontal} />
            {t('policy.change')}
          </LinkButton>
        </div>
      </Card>
    </>
  );
}
