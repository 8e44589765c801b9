import { movableDates } from '@ithaca/domain/cohort';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { PresenceFaces, usePresence } from '../../../shell/presence.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { CohortDatesFields, misplacedDate, moveDate } from '../setup/cohort-dates.tsx';
import { PairingModeCard } from '../setup/pairing-mode-card.tsx';
import { ConflictBanner } from './conflict-banner.tsx';
import { CoordinatorsCard } from './coordinators-card.tsx';
import { KeepCard } from './keep-card.tsx';
import { PrivacyCard } from './privacy-card.tsx';
import { useRules } from './use-rules.ts';

const SaveDialog = lazyLayer(async () => (await import('./save-dialog.tsx')).SaveDialog);

/** The rules of a program and of the chosen cohort. */
export function Rules() {
  const t = useText();
  const { program, cohort, canCoordinate, hrefOf } = useProgramFrame();
  const draft = useRules(program, cohort);
  const { rules, changes, conflicts, change } = draft;
  const [isAsking, setAsking] = useState(false);
  const { here } = usePresence({ programId: program.id, page: 'settings' }, null, {
    onChanged: () => void draft.reload(),
  });
  const save = useMutation({ mutationFn: draft.save, meta: { showsProblem: true } });
  const movable = cohort ? movableDates(cohort.state) : [];
  const dates = cohort && { ...cohort, ...rules };
  const isReadOnly = !canCoordinate;
  const isWrong =
    rules.name?.trim() === '' ||
    Number.isNaN(rules.answerDays) ||
    Number.isNaN(rules.menteeGoal) ||
    (dates && misplacedDate(dates) !== null);
  const reason = isReadOnly
    ? t('cohort.readOnly')
    : changes.length === 0
      ? t('settings.save.nothing')
      : conflicts.length > 0
        ? t('settings.save.conflict')
        : isWrong
          ? t('settings.save.wrong')
          : undefined;
  const close = () => {
    setAsking(false);
    save.reset();
  };
  const saveAll = () =>
    save.mutate(undefined, {
      onSuccess: (isSaved) => {
        close();
        if (isSaved) showToast({ tone: 'success', title: t('settings.saved') });
        else showToast({ tone: 'warning', title: t('settings.stale') });
      },
    });
  return (
    <Page title={`${t('cohort.tab.settings')} · ${program.name}`} width="full">
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          {isReadOnly && <Banner tone="neutral">{t('cohort.readOnly')}</Banner>}
          <PresenceFaces people={here} />
          <ConflictBanner conflicts={conflicts} onKeepMine={draft.keepMine} onTakeTheirs={draft.takeTheirs} />
          {cohort && dates && (
            <Card title={t('settings.cohort')} description={t('settings.cohort.what')}>
              <div className="flex flex-col gap-5">
                <div className="grid gap-5 sm:grid-cols-2">
                  <TextField
                    label={t('programs.cohort.name')}
                    value={dates.name}
                    onChange={(name) => change({ name })}
                    maxLength={120}
                    isDisabled={isReadOnly}
                    error={dates.name.trim() === '' ? t('problem.field.required') : undefined}
                  />
                  <NumberField
                    label={t(
                      program.format === 'peer' ? 'programs.cohort.goal.peers' : 'programs.cohort.goal',
                    )}
                    minValue={1}
                    maxValue={100_000}
                    value={dates.menteeGoal}
                    onChange={(menteeGoal) => change({ menteeGoal })}
                    isDisabled={isReadOnly}
                    error={Number.isNaN(dates.menteeGoal) ? t('problem.field.required') : undefined}
                  />
                </div>
                <CohortDatesFields
                  dates={dates}
                  movable={movable}
                  isReadOnly={isReadOnly}
                  onMove={(key, on) => {
                    const moved = moveDate(dates, key, on, movable);
                    change(Object.fromEntries(movable.map((one) => [one, moved[one]])));
                  }}
                />
                {movable.length < 4 && <p className="text-dense text-muted">{t('programs.date.fixed')}</p>}
              </div>
            </Card>
          )}
          <PairingModeCard
            mode={rules}
            isOfPeers={program.format === 'peer'}
            onChange={change}
            isReadOnly={isReadOnly}
            answerDaysError={Number.isNaN(rules.answerDays) ? t('problem.field.required') : undefined}
          />
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" disabledReason={reason} onPress={() => setAsking(true)}>
              {t('settings.save')}
            </Button>
            {changes.length > 0 && <Button onPress={draft.discard}>{t('settings.discard')}</Button>}
            <output className="text-dense text-muted">
              {changes.length > 0 && t('settings.unsaved', { count: changes.length })}
            </output>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <CoordinatorsCard />
          <Card title={t('settings.more')}>
            <ul className="flex flex-col items-start gap-2">
              {cohort && (
                <li>
                  <Link href={hrefOf('people')}>{t('settings.more.admission')}</Link>
                </li>
              )}
              <li>
                <Link href={hrefOf('setup', { step: 'eligibility' })}>{t('settings.more.eligibility')}</Link>
              </li>
              <li>
                <Link href={`/manage/${program.id}/matching/policy${cohort ? `?cohort=${cohort.id}` : ''}`}>
                  {t('settings.more.policy')}
                </Link>
              </li>
              <li>
                <Link href={hrefOf('setup', { step: 'rhythm' })}>{t('settings.more.rhythm')}</Link>
              </li>
            </ul>
          </Card>
          <KeepCard />
          <PrivacyCard />
        </div>
      </div>
      {isAsking && (
        <SaveDialog
          changes={changes}
          isSaving={save.isPending}
          problem={save.error}
          onSave={saveAll}
          onClose={close}
        />
      )}
    </Page>
  );
}
