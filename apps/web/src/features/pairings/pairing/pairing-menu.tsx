import type { Pairing } from '@ithaca/contracts/pairings';
import { useQueryClient } from '@tanstack/react-query';
import Award from 'lucide-react/icons/award';
import CirclePause from 'lucide-react/icons/circle-pause';
import CirclePlay from 'lucide-react/icons/circle-play';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Flag from 'lucide-react/icons/flag';
import LifeBuoy from 'lucide-react/icons/life-buoy';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { pairingQuery } from '../../../lib/pairing.ts';
import { isCircle } from '../../../lib/pairing-name.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { usePause, useResume } from '../pairings.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const EndPairingForm = lazyLayer(async () => (await import('./end-pairing.form.tsx')).EndPairingForm);

/** Pause and resume with Undo in the toast; both read the version at the moment they are pressed. */
export function usePauseAndResume(pairing: Pairing) {
  const t = useText();
  const queries = useQueryClient();
  const pause = usePause(pairing);
  const resume = useResume(pairing);
  const version = () => queries.getQueryData(pairingQuery(pairing.id).queryKey)?.version ?? pairing.version;
  return {
    isPending: pause.isPending || resume.isPending,
    pause: () =>
      pause.mutate(version(), {
        onSuccess: () => showToast({ title: t('pairings.paused'), onUndo: () => resume.mutate(version()) }),
      }),
    resume: () =>
      resume.mutate(version(), {
        onSuccess: () => showToast({ title: t('pairings.resumed'), onUndo: () => pause.mutate(version()) }),
      }),
  };
}

/** What one does rarely with a pairing: pause it, go on, end it. */
export function PairingMenu({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const [isEnding, setEnding] = useState(false);
  const { pause, resume } = usePauseAndResume(pairing);
  const isRunning = pairing.state === 'active' || pairing.state === 'paused';
  // A circle that still waits for others can be left, or given up by its mentor.
  const canEnd = isRunning || (isCircle(pairing) && pairing.state === 'offered');
  // A circle rests when its mentor says so; a mentee can leave it.
  const isLeaving = isCircle(pairing) && pairing.myRole === 'mentee';
  if (!canEnd) return null;
  return (
    <>
      <Menu
        label={t('pairings.menu')}
        entries={[
          ...(isLeaving || !isRunning
            ? []
            : [
                pairing.state === 'paused'
                  ? { id: 'resume', label: t('pairings.resume'), icon: CirclePlay, onAction: resume }
                  : {
                      id: 'pause',
                      label: t('pairings.pause'),
                      description: t('pairings.pause.what'),
                      icon: CirclePause,
                      onAction: pause,
                    },
              ]),
          ...(isRunning
            ? [
                {
                  id: 'finish',
                  label: t('pairings.finish'),
                  description: t('pairings.finish.what'),
                  icon: Award,
                  href: `/pairings/${pairing.id}/finish`,
                },
              ]
            : []),
          ...(isRunning
            ? [
                {
                  id: 'change',
                  label: t('pairings.change'),
                  description: t('pairings.change.what'),
                  icon: LifeBuoy,
                  href: `/pairings/${pairing.id}/change`,
                },
              ]
            : []),
          {
            id: 'end',
            label: t(
              isLeaving ? 'pairings.leave' : isCircle(pairing) ? 'pairings.end.circle' : 'pairings.end',
            ),
            description: t(isLeaving ? 'pairings.leave.what' : 'pairings.end.what'),
            icon: Flag,
            onAction: () => setEnding(true),
          },
        ]}
      >
        <IconButton variant="secondary" icon={Ellipsis} label={t('pairings.menu')} />
      </Menu>
      {isEnding && <EndPairingForm pairing={pairing} onPause={pause} onClose={() => setEnding(false)} />}
    </>
  );
}
