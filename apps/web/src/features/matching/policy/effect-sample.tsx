import type { PolicyPreview, SamplePair } from '@ithaca/contracts/matching-policy';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Shuffle from 'lucide-react/icons/shuffle';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useReason } from '../../../lib/reasons.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { reasonsOf } from '../review/why-match.tsx';
import { useIsOfPeers } from '../matching-text.ts';

const REASONS_SHOWN = 2;

type Line = PolicyPreview['sample'][number];

function Partner({ pair, when }: { pair: SamplePair | null; when: string }) {
  const t = useText();
  const { number } = useFormat();
  return (
    <span className="min-w-0">
      <VisuallyHidden>{when} </VisuallyHidden>
      {pair ? (
        <>
          <span dir="auto">{pair.mentor.displayName}</span>{' '}
          <span className="text-dense whitespace-nowrap text-muted tabular-nums">
            {t('policy.points', { points: number(pair.score) })}
          </span>
        </>
      ) : (
        <span className="text-warning">{t('policy.nobody')}</span>
      )}
    </span>
  );
}

function Person({ line: { mentee, now, edited } }: { line: Line }) {
  const t = useText();
  const reason = useReason(useIsOfPeers() ? 'of-peers' : undefined);
  const isSame = now?.mentor.enrolmentId === edited?.mentor.enrolmentId;
  const reasons = edited ? reasonsOf(edited.contributions).reasons.slice(0, REASONS_SHOWN) : [];
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <span dir="auto" className="font-medium">
        {mentee.displayName}
      </span>
      {isSame ? (
        <span className="flex flex-wrap items-baseline gap-x-2">
          <Partner pair={edited} when="" />
          <span className="text-dense text-muted">{t('policy.sample.same')}</span>
        </span>
      ) : (
        <span className="flex flex-wrap items-center gap-x-2">
          <Partner pair={now} when={t('policy.now')} />
          <Icon of={ArrowRight} isMirrored className="text-accent-text" />
          <Partner pair={edited} when={t('policy.edited')} />
        </span>
      )}
      {reasons.length > 0 && (
        <span className="text-dense text-muted">
          {reasons.map(({ evidence: { code, facts } }) => reason(code, facts)).join(' · ')}
        </span>
      )}
    </li>
  );
}

export type SampleChoice = { draw: number; changedOnly: boolean };

/** Ten people: whom they would get now, and under the edit, and why. */
export function EffectSample({
  lines,
  choice,
  onChoose,
}: {
  lines: readonly Line[];
  choice: SampleChoice;
  onChoose: (choice: SampleChoice) => void;
}) {
  const t = useText();
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t('policy.sample', { count: lines.length })}</h3>
        <Button size="small" icon={Shuffle} onPress={() => onChoose({ ...choice, draw: choice.draw + 1 })}>
          {t('policy.sample.others')}
        </Button>
      </div>
      <Checkbox
        isSelected={choice.changedOnly}
        onChange={(changedOnly) => onChoose({ draw: 0, changedOnly })}
      >
        {t('policy.sample.changedOnly')}
      </Checkbox>
      {lines.length === 0 ? (
        <p className="py-2.5 text-muted">{t('policy.sample.none')}</p>
      ) : (
        <ul className="divide-y">
          {lines.map((line) => (
            <Person key={line.mentee.enrolmentId} line={line} />
          ))}
        </ul>
      )}
    </div>
  );
}
