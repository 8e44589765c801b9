import type { Cohort } from '@ithaca/contracts/programs';
import { REOPEN_DAYS } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import Ellipsis from 'lucide-react/icons/ellipsis';
import ListChecks from 'lucide-react/icons/list-checks';
import Undo2 from 'lucide-react/icons/undo-2';
import Archive from 'lucide-react/icons/archive';
import { useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { usePathname } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { problemWords } from '../lib/problem-words.ts';
import { ProblemBanner } from '../lib/problem.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { showToast } from '../ui/toast.tsx';
import { enrolledWords, useCohort, useMoveCohort } from './cohort.ts';
import { lazyLayer } from '../ui/lazy-part.tsx';

const ConfirmDialog = lazyLayer(async () => (await import('../ui/confirm-dialog.tsx')).ConfirmDialog);

/** Steps that reach many people, with the effects a person should know first. */
type Confirmed = 'enrolling' | 'matching' | 'closing' | 'closed';

/** Forward: which step a button offers. Draft and matching go on elsewhere: in the setup, with publishing. */
const forward: Partial<Record<CohortState, Confirmed>> = {
  scheduled: 'enrolling',
  enrolling: 'matching',
  running: 'closing',
  closing: 'closed',
};

/** Back, at once and with an undo. */
const back = {
  scheduled: 'draft',
  matching: 'enrolling',
  closing: 'running',
  closed: 'closing',
} as const satisfies Partial<Record<CohortState, CohortState>>;
type Returning = keyof typeof back;
const canReturn = (state: CohortState): state is Returning => state in back;

/** A closed cohort can be taken up again for a while; the API refuses afterwards. */
const canReopen = ({ closedAt }: Cohort) =>
  closedAt === null || Date.now() - Date.parse(closedAt) <= REOPEN_DAYS * 86_400_000;

function useEffects(cohort: Cohort): Record<Confirmed, string[]> {
  const t = useText();
  const { day, number } = useFormat();
  const { counts } = cohort;
  return {
    enrolling: [
      t('cohort.enrolling.effect.open', { day: day(cohort.enrolmentOpensOn) }),
      t('cohort.enrolling.effect.until', { day: day(cohort.enrolmentClosesOn) }),
    ],
    matching: [
      t('cohort.matching.effect.pool', { people: enrolledWords(cohort, t) }),
      t('cohort.matching.effect.closed'),
      t('cohort.matching.effect.back'),
    ],
    closing: [
      t('cohort.closing.effect.pairings', { count: counts.openPairings, shown: number(counts.openPairings) }),
      t('cohort.closing.effect.offers'),
      t('cohort.closing.effect.back'),
    ],
    closed: [
      t('cohort.closed.effect.pairings', { count: counts.openPairings, shown: number(counts.openPairings) }),
      ...(counts.openPairings === 0 ? [] : [t('cohort.closed.effect.meetings')]),
      t('cohort.closed.effect.back'),
    ],
  };
}

/** What comes next for the cohort: one button, and behind the dots the way back. */
export function CohortSteps() {
  const t = useText();
  const { cohort, canCoordinate, hrefOf } = useCohort();
  const path = usePathname();
  const [asked, setAsked] = useState<Confirmed | null>(null);
  const move = useMoveCohort(cohort);
  const effects = useEffects(cohort);
  const reason = canCoordinate ? undefined : t('cohort.readOnly');
  const next = forward[cohort.state];

  const onError = (error: unknown) => showToast({ tone: 'danger', title: problemWords(error, t) });
  const goBack = (state: Returning) =>
    move.mutate(
      { to: back[state] },
      {
        onSuccess: (moved) =>
          showToast({
            title: t(`cohort.back.${state}.done`),
            onUndo: () => move.mutate({ to: state, version: moved.version }, { onError }),
          }),
        onError,
      },
    );
  const { state } = cohort;
  // The page of the step has the button that goes on from there.
  const isAtMatching = path.startsWith(`/manage/${cohort.programId}/matching`);
  const isOver = state === 'closed' && !canReopen(cohort);
  const entries: MenuEntry[] = [
    ...(canReturn(state)
      ? [
          {
            id: 'back',
            icon: Undo2,
            label: t(`cohort.back.${state}`),
            description: isOver ? t('cohort.back.closed.over') : t(`cohort.back.${state}.why`),
            isDisabled: isOver,
            onAction: () => goBack(state),
          },
        ]
      : []),
    ...(['running', 'closing', 'closed'].includes(state)
      ? [
          {
            id: 'open-items',
            icon: ListChecks,
            label: t('cohort.openItems'),
            description: t('cohort.openItems.why'),
            href: `/manage/${cohort.programId}/close?cohort=${cohort.id}`,
          },
        ]
      : []),
    ...(state === 'closed'
      ? [
          {
            id: 'archive',
            icon: Archive,
            label: t('cohort.archive'),
            description: t('cohort.archive.why'),
            onAction: () => move.mutate({ to: 'archived' }, { onError }),
          },
        ]
      : []),
  ];

  return (
    <>
      {canCoordinate && entries.length > 0 && (
        <Menu label={t('cohort.more')} entries={entries}>
          <IconButton icon={Ellipsis} label={t('cohort.more')} variant="secondary" />
        </Menu>
      )}
      {next && (
        <Button variant="secondary" disabledReason={reason} onPress={() => setAsked(next)}>
          {t(`cohort.to.${next}`)}
        </Button>
      )}
      {state === 'draft' && (
        <LinkButton variant="primary" href={hrefOf('setup', { step: 'review' })}>
          {t('cohort.next.draft')}
        </LinkButton>
      )}
      {state === 'matching' && !isAtMatching && (
        <LinkButton variant="primary" href={hrefOf('matching')}>
          {t('cohort.next.matching')}
        </LinkButton>
      )}
      {asked && (
        <ConfirmDialog
          isOpen
          onClose={() => {
            setAsked(null);
            move.reset();
          }}
          onConfirm={() => move.mutate({ to: asked }, { onSuccess: () => setAsked(null) })}
          title={t(`cohort.to.${asked}.ask`, { name: cohort.name })}
          confirmLabel={t(`cohort.to.${asked}.do`)}
          isLoading={move.isPending}
        >
          <ul className="flex list-disc flex-col gap-1.5 ps-4">
            {effects[asked].map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
          <ProblemBanner problem={move.error} />
        </ConfirmDialog>
      )}
    </>
  );
}
