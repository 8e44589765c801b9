import type { PolicyState, PolicyVersion } from '@ithaca/contracts/matching-policy';
import History from 'lucide-react/icons/history';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { PolicySentences } from '../../../lib/policy-sentences.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Disclosure } from '../review/disclosure.tsx';
import { PolicyChanges } from './changes.tsx';
import { useReturnTo } from './policy.queries.ts';

function VersionCard({
  version,
  isCurrent,
  onReturn,
  isReturning,
}: {
  version: PolicyVersion;
  isCurrent: boolean;
  onReturn: () => void;
  isReturning: boolean;
}) {
  const t = useText();
  const { instant, number } = useFormat();
  const { canCoordinate } = useProgramFrame();
  const { changes, note, returnedTo, savedAt, savedByName, runs, policy } = version;
  const name = number(version.number);
  return (
    <li>
      <Card
        title={t('policy.version', { number: name })}
        actions={
          isCurrent ? (
            <Status tone="success">{t('policy.version.current')}</Status>
          ) : (
            <Button
              size="small"
              icon={History}
              isLoading={isReturning}
              {...(!canCoordinate && { disabledReason: t('cohort.readOnly') })}
              onPress={onReturn}
            >
              {t('policy.version.return', { number: name })}
            </Button>
          )
        }
        description={
          <>
            <time dateTime={savedAt}>{instant(savedAt)}</time> · <span dir="auto">{savedByName}</span> ·{' '}
            {t('policy.version.runs', { count: runs })}
          </>
        }
      >
        <div className="flex flex-col gap-3">
          {note && (
            <p dir="auto" className="italic">
              {note}
            </p>
          )}
          {returnedTo !== null && <p>{t('policy.version.returned', { number: number(returnedTo) })}</p>}
          {changes.length > 0 ? (
            <PolicyChanges changes={changes} />
          ) : (
            <p className="text-muted">{t('policy.version.first')}</p>
          )}
          <Disclosure title={t('policy.version.show')}>
            <PolicySentences policy={policy} isWide />
          </Disclosure>
        </div>
      </Card>
    </li>
  );
}

/** Every policy this program ever had, who saved it and what changed; an earlier one can be brought back. */
export function PolicyVersions({ state }: { state: PolicyState }) {
  const t = useText();
  const { number } = useFormat();
  const back = useReturnTo(state.programId);
  const returnTo = (wanted: number, version: number, undo: number | null) =>
    back.mutate(
      { version, number: wanted },
      {
        onSuccess: (next) =>
          showToast({
            title: t('policy.version.isBack', {
              number: number(wanted),
              next: number(next.version),
            }),
            tone: 'success',
            ...(undo !== null && { onUndo: () => returnTo(undo, next.version, null) }),
          }),
      },
    );
  return (
    <ol className="flex flex-col gap-4">
      {state.versions.map((version) => (
        <VersionCard
          key={version.number}
          version={version}
          isCurrent={version.number === state.version}
          isReturning={back.isPending && back.variables.number === version.number}
          onReturn={() => returnTo(version.number, state.version, state.version)}
        />
      ))}
    </ol>
  );
}
