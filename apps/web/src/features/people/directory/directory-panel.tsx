import type { Person } from '@ithaca/contracts/people';
import { useQuery } from '@tanstack/react-query';
import BriefcaseBusiness from 'lucide-react/icons/briefcase-business';
import MailPlus from 'lucide-react/icons/mail-plus';
import Pencil from 'lucide-react/icons/pencil';
import UserRound from 'lucide-react/icons/user-round';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { Loaded } from '../../../lib/page.tsx';
import { useCan, useSession } from '../../../shell/session.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { DescriptionList, type Fact } from '../../../ui/description-list.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { JobHistory } from './job-history.tsx';
import { personQuery } from '../people.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const CorrectPersonForm = lazyLayer(
  async () => (await import('./directory-correct.form.tsx')).CorrectPersonForm,
);
const ChangeJobDialog = lazyLayer(async () => (await import('./change-job.form.tsx')).ChangeJobDialog);
const InvitePersonDialog = lazyLayer(
  async () => (await import('./directory-invite-dialog.tsx')).InvitePersonDialog,
);

type PanelProps = { personId: string; hrefOf: (personId: string) => string; onClose: () => void };

/** A quick look at one person of the directory, and the place to put it right. */
export function DirectoryPanel({ personId, hrefOf, onClose }: PanelProps) {
  const t = useText();
  const person = useQuery(personQuery(personId));
  const [view, setView] = useState<'facts' | 'form' | 'facts-again'>('facts');
  return (
    <SidePanel
      title={view === 'form' ? t('directory.correct') : t('directory.person')}
      onClose={view === 'form' ? () => setView('facts-again') : onClose}
    >
      {/* On a phone the bar below lies over the end of the panel. */}
      <div className="max-sm:pb-16">
        <Loaded query={person} skeleton={<PanelSkeleton />}>
          {(data) =>
            view === 'form' ? (
              <CorrectPersonForm person={data} onClose={() => setView('facts-again')} />
            ) : (
              <Facts
                person={data}
                hrefOf={hrefOf}
                isBack={view === 'facts-again'}
                onCorrect={() => setView('form')}
              />
            )
          }
        </Loaded>
      </div>
    </SidePanel>
  );
}

type FactsProps = {
  person: Person;
  hrefOf: (personId: string) => string;
  /** The form was open: the focus comes back to what opened it. */
  isBack: boolean;
  onCorrect: () => void;
};

function Facts({ person, hrefOf, isBack, onCorrect }: FactsProps) {
  const t = useText();
  const { day, dayRange, number, language } = useFormat();
  const today = useToday(useSession().organisation.timeZone);
  const mayWrite = useCan('directory.write');
  const readOnly = mayWrite ? undefined : t('directory.readOnly');
  const [isInviting, setInviting] = useState(false);
  const [isChanging, setChanging] = useState(false);
  const correct = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isBack) correct.current?.focus();
  }, [isBack]);
  const hasLeft = person.leftOn !== null && person.leftOn <= today;
  const facts: Fact[] = [
    { term: t('directory.email'), value: person.email && <bdi className="break-all">{person.email}</bdi> },
    { term: t('directory.number'), value: person.employeeNumber && <bdi>{person.employeeNumber}</bdi> },
    { term: t('directory.department'), value: person.department && <bdi>{person.department}</bdi> },
    { term: t('directory.site'), value: person.site && <bdi>{person.site}</bdi> },
    { term: t('directory.grade'), value: person.grade === null ? null : number(person.grade) },
    {
      term: t('directory.manager'),
      value: person.managerId && <Link href={hrefOf(person.managerId)}>{person.managerName}</Link>,
    },
    { term: t('directory.reports'), value: person.reports > 0 ? number(person.reports) : null },
    { term: t('directory.hired'), value: person.hiredOn && day(person.hiredOn) },
    { term: t('directory.leftOn'), value: person.leftOn && day(person.leftOn) },
    {
      term: t('directory.leave'),
      value:
        person.leaveFrom &&
        (person.leaveUntil
          ? dayRange(person.leaveFrom, person.leaveUntil)
          : t('directory.leave.open', { day: day(person.leaveFrom) })),
    },
    { term: t('directory.timeZone'), value: <bdi>{person.timeZone.replaceAll('_', ' ')}</bdi> },
    { term: t('directory.mailLanguage'), value: language(person.locale) },
  ];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-start gap-3">
        <Avatar name={person.displayName} size="large" />
        <div className="min-w-0 flex-1">
          <p className="text-lead font-semibold">
            <bdi>{person.displayName}</bdi>
          </p>
          {person.jobTitle && (
            <p className="text-body text-muted">
              <bdi>{person.jobTitle}</bdi>
            </p>
          )}
          <p className="mt-1.5">
            {person.leftOn !== null && !hasLeft ? (
              <Status tone="warning">{t('directory.leaves', { day: day(person.leftOn) })}</Status>
            ) : hasLeft ? (
              <Status tone="neutral">{t('directory.left')}</Status>
            ) : (
              <Status tone={person.hasAccount ? 'success' : 'neutral'}>
                {t(person.hasAccount ? 'directory.account' : 'directory.account.none')}
              </Status>
            )}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <LinkButton icon={UserRound} href={`/people/${person.id}`}>
          {t('directory.open')}
        </LinkButton>
        <Button ref={correct} icon={Pencil} disabledReason={readOnly} onPress={onCorrect}>
          {t('directory.correct.do')}
        </Button>
        <Button icon={BriefcaseBusiness} disabledReason={readOnly} onPress={() => setChanging(true)}>
          {t('directory.history.change')}
        </Button>
        {!person.hasAccount && !hasLeft && (
          <Button
            icon={MailPlus}
            disabledReason={readOnly ?? (person.email === null ? t('directory.invite.noMail') : undefined)}
            onPress={() => setInviting(true)}
          >
            {t('directory.invite')}
          </Button>
        )}
      </div>
      <DescriptionList facts={facts.filter(({ value }) => value)} />
      <JobHistory personId={person.id} />
      {isChanging && <ChangeJobDialog person={person} onClose={() => setChanging(false)} />}
      {isInviting && person.email !== null && (
        <InvitePersonDialog person={{ ...person, email: person.email }} onClose={() => setInviting(false)} />
      )}
    </div>
  );
}

function PanelSkeleton() {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex gap-3">
        <Skeleton className="size-12 rounded-full" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="h-5 w-3/5" />
          <Skeleton className="h-4 w-2/5" />
        </div>
      </div>
      <Skeleton className="h-9 w-full" />
      {[1, 2, 3, 4, 5, 6].map((line) => (
        <Skeleton key={line} className="h-4 w-4/5" />
      ))}
    </div>
  );
}
