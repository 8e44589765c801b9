import type { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form } from '../../../ui/form.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { eligibleQuery, facetsQuery, useInvite } from '../enrolments.queries.ts';
import { LinkPart, type WantedLink } from './link-part.tsx';
import { linksQuery, useMakeLink } from './links.queries.ts';
import { PeopleField } from '../enrol/people-field.tsx';

type Skipped = ReplyOf<typeof enrolmentRoutes.invite>['skipped'][number];
const ways = ['named', 'list', 'group', 'everyone', 'link'] as const;
type Who = (typeof ways)[number];
type As = 'either' | 'mentee' | 'mentor';

const mostEmails = 500;

/** The addresses in what somebody pasted, however they are parted, also as `Name <address>`. */
const emailsIn = (text: string) => [
  ...new Set(text.split(/[\s,;<>"']+/).filter((word) => word.includes('@'))),
];

const choicesOf = (facets: readonly { name: string; people: number }[] | undefined) =>
  (facets ?? []).map(({ name }) => ({ id: name, label: name }));

/** Mails an invitation to everyone eligible, to a group, to pasted addresses, or to people by name. */
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
  const [pasted, setPasted] = useState('');
  const [departments, setDepartments] = useState<string[]>([]);
  const [sites, setSites] = useState<string[]>([]);
  const emails = emailsIn(pasted);
  const facets = useQuery({ ...facetsQuery, enabled: who === 'group' }).data;
  const make = useMakeLink(cohort.id);
  const [link, setLink] = useState<WantedLink>({ domains: null, untilOn: cohort.enrolmentClosesOn });
  const known = useQuery({ ...linksQuery(cohort.id), enabled: who === 'link' }).data?.domains;
  const domains = link.domains ?? known?.slice(0, 1).map(({ domain }) => domain) ?? [];
  const isMade = who === 'link' && make.data !== undefined;
  const isEmpty = {
    named: personIds.length === 0,
    list: emails.length === 0 || emails.length > mostEmails,
    group: departments.length + sites.length === 0,
    everyone: false,
    link: domains.length === 0 || link.untilOn === null,
  }[who];
  const error = isTried && isEmpty ? t('problem.field.required') : undefined;

  const reasonsOf = (skipped: readonly Skipped[], unknown: readonly string[]) =>
    list([
      ...(unknown.length > 0 ? [t('enrolments.skipped.unknown', { emails: list(unknown.slice(0, 5)) })] : []),
      ...[...new Set(skipped.map(({ reason }) => reason))].map((reason) =>
        t(`enrolments.skipped.${reason}`, { count: skipped.filter((one) => one.reason === reason).length }),
      ),
    ]);
  const chosen = who === 'list' ? emails.length : personIds.length;
  const send = () => {
    setTried(true);
    if (isEmpty) return;
    if (who === 'link') {
      if (link.untilOn !== null)
        make.mutate({ domains, untilOn: link.untilOn, role: role === 'either' ? null : role });
      return;
    }
    invite.mutate(
      {
        ...{
          named: { personIds },
          list: { emails },
          group: { group: { departments, sites } },
          everyone: { everyoneEligible: true },
        }[who],
        role: role === 'either' ? null : role,
      },
      {
        onSuccess: ({ invited, skipped, unknown }) => {
          // When nobody could be invited the choice is shown again, with the reasons.
          if (invited === 0) return;
          showToast({
            tone: 'success',
            title: t('enrolments.invite.done', { count: invited, shown: number(invited) }),
            ...(skipped.length + unknown.length > 0 && { description: reasonsOf(skipped, unknown) }),
          });
          onClose();
        },
      },
    );
  };
  const isSending = invite.isPending || make.isPending;
  const doing = {
    named: t('enrolments.invite.named.do', { count: chosen, shown: number(chosen) }),
    list: t('enrolments.invite.named.do', { count: chosen, shown: number(chosen) }),
    group: t('enrolments.invite.group.do'),
    everyone: t('enrolments.invite.everyone.do'),
    link: t('enrolments.link.do'),
  }[who];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={!isSending}
      title={t('enrolments.invite.title', { name: cohort.name })}
      description={t(who === 'link' ? 'enrolments.link.what' : 'enrolments.invite.what', {
        day: day(cohort.enrolmentClosesOn),
      })}
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
              {reasonsOf(invite.data.skipped, invite.data.unknown)}
            </Banner>
          ) : (
            <ProblemBanner problem={who === 'link' ? make.error : invite.error} />
          )
        }
        actions={
          <>
            {!isMade && (
              <Button onPress={onClose} isDisabled={isSending}>
                {t('common.cancel')}
              </Button>
            )}
            {/* One button all along, so that what had the focus is still there when the link is made. */}
            <Button
              type={isMade ? 'button' : 'submit'}
              variant={isMade ? 'secondary' : 'primary'}
              isLoading={isSending}
              {...(isMade && { onPress: onClose })}
            >
              {isMade ? t('common.close') : doing}
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
              id: 'list',
              label: t('enrolments.invite.list'),
              description: t('enrolments.invite.list.what'),
            },
            {
              id: 'group',
              label: t('enrolments.invite.group'),
              description: t('enrolments.invite.group.what'),
            },
            {
              id: 'link',
              label: t('enrolments.invite.link'),
              description: t('enrolments.invite.link.what'),
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
          onChange={(next) => {
            make.reset();
            setWho(next);
          }}
        />
        {who === 'link' && (
          <LinkPart
            wanted={link}
            onChange={setLink}
            address={make.data ? `${window.location.origin}${make.data.path}` : null}
            error={error}
          />
        )}
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
        {who === 'list' && (
          <TextArea
            label={t('enrolments.invite.emails')}
            rows={4}
            value={pasted}
            onChange={setPasted}
            error={error}
          />
        )}
        {who === 'group' && (
          <>
            <TagField
              label={t('enrolments.invite.departments')}
              choices={choicesOf(facets?.departments)}
              value={departments}
              onChange={setDepartments}
              error={error}
            />
            <TagField
              label={t('enrolments.invite.sites')}
              choices={choicesOf(facets?.sites)}
              value={sites}
              onChange={setSites}
            />
          </>
        )}
        {!isMade && cohort.programFormat !== 'peer' && (
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
        )}
      </Form>
    </Dialog>
  );
}
