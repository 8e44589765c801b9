import type { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { showToast } from '../../ui/toast.tsx';
import { eligibleQuery, useInvite } from './enrolments.queries.ts';
import { PeopleField } from './people-field.tsx';

type Skipped = ReplyOf<typeof enrolmentRoutes.invite>['skipped'][number];
type Who = 'everyone' | 'named';
type As = 'either' | 'mentee' | 'mentor';

/** Mails an invitation to everyone eligible, or to people by name. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { number, day, list } = useFormat();
  const { program, cohort } = useCohort();
  const [who, setWho] = useState<Who>('named');
  const [role, setRole] = useState<As>('either');
  const [personIds, setPersonIds] = useState<string[]>([]);
  const [names, setNames] = useState<{ id: string; displayName: string }[]>([]);
  const [isTried, setTried] = useState(false);
  const eligible = useQuery(eligibleQuery(program)).data?.eligible;
  const invite = useInvite(program.id, cohort.id);
  const error =
    isTried && who === 'named' && personIds.length === 0 ? t('problem.field.required') : undefined;

  const reasonsOf = (skipped: readonly Skipped[]) =>
    list(
      [...new Set(skipped.map(({ reason }) => reason))].map((reason) =>
        t(`enrolments.skipped.${reason}`, { count: skipped.filter((one) => one.reason === reason).length }),
      ),
    );
  const send = () => {
    setTried(true);
    if (who === 'named' && personIds.length === 0) return;
    invite.mutate(
      {
        ...(who === 'everyone' ? { everyoneEligible: true } : { personIds }),
        role: role === 'either' ? null : role,
      },
      {
        onSuccess: ({ invited, skipped }) => {
          // When nobody could be invited the choice is shown again, with the reasons.
          if (invited === 0) return;
          showToast({
            tone: 'success',
            title: t('enrolments.invite.done', { count: invited, shown: number(invited) }),
            ...(skipped.length > 0 && { description: reasonsOf(skipped) }),
          });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={!invite.isPending}
      title={t('enrolments.invite.title', { name: cohort.name })}
      description={t('enrolments.invite.what', { day: day(cohort.enrolmentClosesOn) })}
    >
      <Form
        onSubmit={send}
        failure={
          invite.data?.invited === 0 ? (
            <Banner
              tone="warning"
              isAnnounced
              title={t('enrolments.invite.done', { count: 0, shown: number(0) })}
            >
              {reasonsOf(invite.data.skipped)}
            </Banner>
          ) : (
            <ProblemBanner problem={invite.error} />
          )
        }
        actions={
          <>
            <Button onPress={onClose} isDisabled={invite.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="primary" isLoading={invite.isPending}>
              {who === 'everyone'
                ? t('enrolments.invite.everyone.do')
                : t('enrolments.invite.named.do', {
                    count: personIds.length,
                    shown: number(personIds.length),
                  })}
            </Button>
          </>
        }
      >
        <RadioGroup
          label={t('enrolments.invite.who')}
          layout="cards"
          choices={[
            {
              id: 'named',
              label: t('enrolments.invite.named'),
              description: t('enrolments.invite.named.what'),
            },
            {
              id: 'everyone',
              label: t('enrolments.invite.everyone'),
              description:
                eligible === undefined
                  ? t('enrolments.invite.everyone.what')
                  : t('enrolments.invite.everyone.count', { count: eligible, shown: number(eligible) }),
            },
          ]}
          value={who}
          onChange={setWho}
        />
        {who === 'named' && (
          <PeopleField
            label={t('enrolments.invite.people')}
            value={personIds}
            onChange={setPersonIds}
            known={names}
            onFound={(found) => setNames((before) => [...before, ...found])}
            error={error}
          />
        )}
        <RadioGroup
          label={t('enrolments.invite.as')}
          layout="row"
          choices={(['either', 'mentee', 'mentor'] as const).map((id) => ({
            id,
            label: t(`enrolments.role.${id}`),
          }))}
          value={role}
          onChange={setRole}
        />
      </Form>
    </Dialog>
  );
}
