import type { PairingItem } from '@ithaca/contracts/pairings';
import { openPairingStates } from '@ithaca/domain/pairing';
import CirclePlay from 'lucide-react/icons/circle-play';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Flag from 'lucide-react/icons/flag';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import SquareArrowOutUpRight from 'lucide-react/icons/square-arrow-out-up-right';
import UserMinus from 'lucide-react/icons/user-minus';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { usePairingWords } from './pairing-words.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const EndPairingForm = lazyLayer(async () => (await import('./end-pairing.form.tsx')).EndPairingForm);
const BeginCircleForm = lazyLayer(async () => (await import('./begin-circle.form.tsx')).BeginCircleForm);
const TakeOutForm = lazyLayer(async () => (await import('./take-out.form.tsx')).TakeOutForm);
const WriteDialog = lazyLayer(async () => (await import('./write-dialog.tsx')).WriteDialog);

type PairingActsProps = {
  pairing: PairingItem;
  programId: string;
  programName: string;
  /** With the first act as a button beside the menu. */
  hasButton?: boolean;
  onEnded?: (() => void) | undefined;
};

/** What a coordinator can do about a pairing: write to both, open it, begin a circle, end it. */
export function PairingActs({
  pairing,
  programId,
  programName,
  hasButton = false,
  onEnded,
}: PairingActsProps) {
  const t = useText();
  const words = usePairingWords();
  const mayCoordinate = useCan('pairing.coordinate', { programId });
  const [layer, setLayer] = useState<'write' | 'begin' | 'end' | 'take-out' | null>(null);
  const isOpen = openPairingStates.includes(pairing.state);
  const whyNot = !mayCoordinate ? t('cohort.readOnly') : isOpen ? undefined : t('metrics.end.off.over');
  const isCircle = pairing.format === 'circle';
  const mayTakeOut = ['active', 'paused'].includes(pairing.state);
  const write = t(isCircle ? 'metrics.act.writeAll' : 'metrics.act.write');
  const close = () => setLayer(null);
  return (
    <div className="flex shrink-0 items-center justify-end gap-1">
      {hasButton && (
        <Button
          size="small"
          icon={MessageSquareText}
          aria-label={`${write}: ${words.pair(pairing)}`}
          onPress={() => setLayer('write')}
        >
          {write}
        </Button>
      )}
      <Menu
        label={t('metrics.act.more', { pair: words.pair(pairing) })}
        entries={[
          ...(hasButton
            ? []
            : [
                {
                  id: 'write',
                  label: write,
                  icon: MessageSquareText,
                  onAction: () => setLayer('write'),
                },
              ]),
          {
            id: 'open',
            label: t(isCircle ? 'metrics.act.openCircle' : 'metrics.act.open'),
            icon: SquareArrowOutUpRight,
            href: `/pairings/${pairing.id}`,
          },
          ...(isCircle && pairing.state === 'offered'
            ? [
                {
                  id: 'begin',
                  label: t('metrics.act.begin'),
                  icon: CirclePlay,
                  isDisabled: !mayCoordinate || pairing.mayBeginWith === null,
                  ...(mayCoordinate
                    ? pairing.mayBeginWith === null && { description: t('metrics.begin.off') }
                    : { description: t('cohort.readOnly') }),
                  onAction: () => setLayer('begin'),
                },
              ]
            : []),
          ...(isCircle && mayTakeOut
            ? [
                {
                  id: 'take-out',
                  label: t('metrics.act.takeOut'),
                  icon: UserMinus,
                  isDisabled: !mayCoordinate || pairing.menteeNames.length < 2,
                  ...(mayCoordinate
                    ? pairing.menteeNames.length < 2 && { description: t('metrics.takeOut.off') }
                    : { description: t('cohort.readOnly') }),
                  onAction: () => setLayer('take-out'),
                },
              ]
            : []),
          {
            id: 'end',
            label: t(isCircle ? 'metrics.act.endCircle' : 'metrics.act.end'),
            icon: Flag,
            isDangerous: true,
            isDisabled: whyNot !== undefined,
            ...(whyNot && { description: whyNot }),
            onAction: () => setLayer('end'),
          },
        ]}
      >
        <IconButton
          icon={Ellipsis}
          size="small"
          label={t('metrics.act.more', { pair: words.pair(pairing) })}
        />
      </Menu>
      {layer === 'write' && <WriteDialog pairing={pairing} programName={programName} onClose={close} />}
      {layer === 'begin' && <BeginCircleForm pairing={pairing} onClose={close} />}
      {layer === 'take-out' && <TakeOutForm pairing={pairing} onClose={close} />}
      {layer === 'end' && <EndPairingForm pairing={pairing} onClose={close} onEnded={onEnded} />}
    </div>
  );
}
