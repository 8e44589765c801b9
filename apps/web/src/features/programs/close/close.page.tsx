import type { CohortClosing } from '@ithaca/contracts/closing';
import type { Cohort } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { useShare } from '../../../lib/share.ts';
import { useCohort, useMoveCohort } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Section } from '../../../ui/section.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Effects } from './effects.tsx';
import { KeptCard } from './kept-card.tsx';
import { OpenItems } from './open-items.tsx';
import { closingQuery } from '../programs.queries.ts';

const SETTLING_MS = 2_000;

/** What people said at the end: how many gave feedback, and how many would recommend the program. */
function Said({ closing: { feedback } }: { closing: CohortClosing }) {
  const t = useText();
  const share = useShare();
  if (feedback.people === 0) return null;
  return (
    <Card title={t('programs.close.said')}>
      <DescriptionList
        facts={[
          { term: t('programs.close.said.given'), value: share(feedback.given, feedback.people) },
          {
            term: t('programs.close.said.recommends'),
            value: feedback.recommends
              ? share(feedback.recommends.yes, feedback.recommends.answers)
              : t('programs.close.said.few'),
          },
        ]}
      />
    </Card>
  );
}

/** What closing does, archiving, and the way back while there is one. */
function After({ cohort, closing }: { cohort: Cohort; closing: CohortClosing }) {
  const t = useText();
  const { instantWithZone } = useFormat();
  const { organisation } = useSession();
  const { canCoordinate } = useCohort();
  const move = useMoveCohort(cohort);
  const [openedAt] = useState(() => Date.now());
  const { reopenUntil } = closing;
  if (cohort.state === 'archived') return <Banner tone="neutral">{t('programs.close.archived')}</Banner>;
  if (cohort.state !== 'closed' || reopenUntil === null) return null;
  const isOver = Date.parse(reopenUntil) < openedAt;
  const go = (to: 'closing' | 'archived') =>
    move.mutate(
      { to },
      {
        onSuccess: () => showToast({ tone: 'success', title: t(`programs.close.done.${to}`) }),
        onError: (error) => showToast({ tone: 'danger', title: problemWords(error, t) }),
      },
    );
  return (
    <Banner
      tone={isOver ? 'neutral' : 'info'}
      title={t('programs.close.closed')}
      actions={
        canCoordinate && (
          <>
            <Button
              size="small"
              isLoading={move.isPending}
              disabledReason={isOver ? t('programs.close.reopen.over') : undefined}
              onPress={() => go('closing')}
            >
              {t('programs.close.reopen')}
            </Button>
            <Button size="small" isLoading={move.isPending} onPress={() => go('archived')}>
              {t('programs.close.archive')}
            </Button>
          </>
        )
      }
    >
      {t(isOver ? 'programs.close.reopen.over' : 'programs.close.reopen.until', {
        time: instantWithZone(reopenUntil, organisation.timeZone),
      })}
    </Banner>
  );
}

/** What is still open? The stage is moved by the button beside the program's name, which names its effects too. */
export default function ClosePage() {
  const t = useText();
  const { program, cohort } = useCohort();
  const closing = useQuery({
    ...closingQuery(cohort.id),
    // Pairings are completed behind the close, one after the other: what is still open is read until they are.
    refetchInterval: ({ state: { data } }) =>
      cohort.state === 'closed' && data && data.pairings > data.extended ? SETTLING_MS : false,
  });
  const isEarly = !['running', 'closing', 'closed', 'archived'].includes(cohort.state);
  return (
    <Page title={`${t('programs.close')} · ${program.name}`} width="full">
      <div className="flex max-w-180 flex-col gap-6">
        <Section title={t('programs.close')} description={t('programs.close.what')}>
          <div className="flex flex-col gap-6 pt-2">
            {isEarly && <Banner tone="neutral">{t('programs.close.early')}</Banner>}
            <Loaded query={closing}>
              {(found) => (
                <>
                  <After cohort={cohort} closing={found} />
                  <OpenItems closing={found} />
                  <KeptCard key={`${cohort.version} ${found.contentUntil}`} cohort={cohort} closing={found} />
                  <Said closing={found} />
                  <Effects cohort={cohort} closing={found} />
                </>
              )}
            </Loaded>
          </div>
        </Section>
      </div>
    </Page>
  );
}
