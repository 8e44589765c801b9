import type { SelfAssessments } from '@ithaca/contracts/self-assessments';
import { ASSESSMENT_BANDS, compareAssessments } from '@ithaca/domain/self-assessment';
import { useQuery } from '@tanstack/react-query';
import Sprout from 'lucide-react/icons/sprout';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Status } from '../../../ui/status.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { growthQuery, useShareAssessment, type OwnAssessment } from './growth.queries.ts';

const AssessForm = lazyLayer(async () => (await import('./assess.form.tsx')).AssessForm);

type Looks = Pick<OwnAssessment, 'start' | 'end'>;

/** Strengths and areas to grow in, as the mentee sees them at start and end; whoever guides sees what is shared. */
export function GrowthCard({ pairingId, names }: { pairingId: string; names: string }) {
  const { data } = useQuery(growthQuery(pairingId));
  if (!data) return null;
  return data.mine ? (
    <Own pairingId={pairingId} names={names} mine={data.mine} />
  ) : (
    data.shared.map((one) => <Shared key={one.personId} one={one} />)
  );
}

function Own({ pairingId, names, mine }: { pairingId: string; names: string; mine: OwnAssessment }) {
  const t = useText();
  const share = useShareAssessment(pairingId);
  const [isAssessing, setAssessing] = useState(false);
  const { open, start, end, isShared } = mine;
  const has = start !== null || end !== null;
  // Nothing to look at and nothing to do: the card would only ask why it is there.
  if (!has && open === null) return null;
  const button = open && (
    <Button
      size={has ? 'small' : 'medium'}
      variant={mine[open] ? 'secondary' : 'primary'}
      onPress={() => setAssessing(true)}
    >
      {t(mine[open] ? 'growth.change' : start ? `growth.assess.${open}` : 'growth.assess.start')}
    </Button>
  );
  return (
    <>
      <Card title={t('growth.title')} description={t('growth.what')} actions={has && button}>
        {has ? (
          <div className="flex flex-col gap-4">
            <Comparison looks={mine} />
            <Switch
              isSelected={isShared}
              isReadOnly={share.isPending}
              onChange={(next) => share.mutate(next)}
              description={t(isShared ? 'growth.share.on' : 'growth.share.off', { names })}
            >
              {t('growth.share', { names })}
            </Switch>
          </div>
        ) : (
          <EmptyState icon={Sprout} title={t(`growth.none.${open ?? 'start'}`)} level="part" action={button}>
            {t('growth.private')}
          </EmptyState>
        )}
      </Card>
      {isAssessing && open && (
        <AssessForm pairingId={pairingId} mine={mine} phase={open} onClose={() => setAssessing(false)} />
      )}
    </>
  );
}

function Shared({ one }: { one: SelfAssessments['shared'][number] }) {
  const t = useText();
  return (
    <Card
      title={t('growth.shared', { name: shortName(one.displayName) })}
      description={t('growth.shared.what', { name: shortName(one.displayName) })}
    >
      <Comparison looks={one} />
    </Card>
  );
}

function Comparison({ looks: { start, end } }: { looks: Looks }) {
  const t = useText();
  const { number, day } = useFormat();
  const rows = compareAssessments(start?.skills ?? [], end?.skills ?? []);
  // One look alone has nothing to be compared with.
  const isCompared = start !== null && end !== null;
  const notes = [
    { phase: 'start', look: start },
    { phase: 'end', look: end },
  ] as const;
  return (
    <>
      <table className="w-full text-body">
        <caption className="sr-only">{t('growth.title')}</caption>
        <thead>
          <tr className="border-b text-dense text-muted">
            <th scope="col" className="w-full py-1.5 pe-2 text-start font-medium">
              {t('growth.skill')}
            </th>
            {start && (
              <th scope="col" className="px-1 py-1.5 text-end font-medium sm:px-2">
                {t('growth.start')}
              </th>
            )}
            {end && (
              <th scope="col" className="px-1 py-1.5 text-end font-medium sm:px-2">
                {t('growth.end')}
              </th>
            )}
            {isCompared && (
              <th scope="col" className="py-1.5 ps-1 text-start font-medium sm:ps-3">
                {t('growth.difference')}
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map(({ skill, start: before, end: after, difference }) => {
            const latest = after ?? before ?? 0;
            const note =
              latest >= ASSESSMENT_BANDS.strengthFrom
                ? t('growth.strength')
                : latest <= ASSESSMENT_BANDS.growthUpTo
                  ? t('growth.area')
                  : '';
            return (
              <tr key={skill}>
                <th scope="row" className="py-2 pe-2 text-start font-normal wrap-anywhere">
                  <bdi>{skill}</bdi>
                  {difference === null && note !== '' && (
                    <span className="block text-dense text-muted">{note}</span>
                  )}
                </th>
                {[...(start ? [before] : []), ...(end ? [after] : [])].map((value, column) => (
                  <td key={column} className="px-1 py-2 text-end tabular-nums sm:px-2">
                    {value === null ? '–' : number(value)}
                  </td>
                ))}
                {isCompared && (
                  <td className="py-2 ps-1 sm:ps-3">
                    {difference === null ? (
                      '–'
                    ) : (
                      <Status look="plain" tone={difference > 0 ? 'success' : 'neutral'}>
                        {difference === 0
                          ? t('growth.same')
                          : number(difference, { signDisplay: 'exceptZero' })}
                      </Status>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {notes.map(
        ({ phase, look }) =>
          look &&
          look.note !== '' && (
            <figure key={phase} className="border-s-2 ps-3">
              <blockquote dir="auto" className="whitespace-pre-line">
                {look.note}
              </blockquote>
              <figcaption className="text-dense text-muted">
                {t(`growth.${phase}`)}, {day(look.givenAt)}
              </figcaption>
            </figure>
          ),
      )}
    </>
  );
}
