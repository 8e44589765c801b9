import type { Pairing } from '@ithaca/contracts/pairings';
import { introductionKinds, shadowingLengths } from '@ithaca/domain/introduction';
import Briefcase from 'lucide-react/icons/briefcase';
import Megaphone from 'lucide-react/icons/megaphone';
import UsersRound from 'lucide-react/icons/users-round';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { ColleagueField } from '../../lib/colleague-field.tsx';
import { useText } from '../../lib/i18n.tsx';
import { useToday } from '../../lib/today.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { usePropose, type NewIntroduction } from './introductions.queries.ts';

const icons = { introduction: UsersRound, shadowing: Briefcase, sponsorship: Megaphone };

type ProposeFormProps = {
  pairing: Pairing;
  /** Whether the writer does it for the other, or asks the other to. */
  by: 'helper' | 'guest';
  partners: Pairing['members'];
  onClose: () => void;
};

/** Offers the other side an introduction, a day of shadowing or a sponsorship, or asks for one. */
export function ProposeForm({ pairing, by, partners, onClose }: ProposeFormProps) {
  const t = useText();
  const today = useToday();
  const propose = usePropose(pairing.id);
  const resolve = resolverOf<NewIntroduction>(
    async () => (await import('@ithaca/contracts/introductions')).introductionRoutes.propose.body,
  );
  const form = useForm<NewIntroduction, unknown, NewIntroduction>({
    resolver: resolve,
    defaultValues: {
      kind: 'introduction',
      by,
      words: '',
      opening: '',
      thirdId: null,
      length: 'half-day',
      dayOn: null,
      dueOn: null,
      ...(partners[0] && { partnerId: partners[0].personId }),
    },
    mode: 'onTouched',
  });
  const [kind, partnerId] = useWatch({ control: form.control, name: ['kind', 'partnerId'] });
  const partner = partners.find(({ personId }) => personId === partnerId) ?? partners[0];
  const names = { name: partner?.displayName ?? '' };
  const isNamed = kind !== 'sponsorship';
  const submit = form.handleSubmit((wanted) => {
    if (isNamed && by === 'helper' && !wanted.thirdId) {
      form.setError('thirdId', { type: 'required', message: t('problem.introduction.nobody-named') });
      return;
    }
    propose.mutate(wanted, {
      onSuccess: () => {
        showToast({
          tone: 'success',
          title: t(
            kind === 'sponsorship' && by === 'helper' ? 'introductions.promised' : 'introductions.sent',
            names,
          ),
        });
        onClose();
      },
      onError: (error) => showFieldProblems(form, error),
    });
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t(by === 'helper' ? 'introductions.offer' : 'introductions.ask')}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as 'words')}
      failure={<ProblemBanner problem={propose.error} />}
      sendLabel={t(`introductions.send.${by}.${kind}`)}
      isSending={propose.isPending}
    >
      {partners.length > 1 && (
        <Controller
          control={form.control}
          name="partnerId"
          render={({ field: { value, onChange } }) => (
            <Select
              label={t('introductions.partner')}
              choices={partners.map(({ personId, displayName }) => ({ id: personId, label: displayName }))}
              value={value ?? null}
              onChange={onChange}
            />
          )}
        />
      )}
      <Controller
        control={form.control}
        name="kind"
        render={({ field: { value, onChange } }) => (
          <RadioGroup
            label={t('introductions.kind')}
            layout="cards"
            choices={introductionKinds.map((id) => ({
              id,
              icon: icons[id],
              label: t(`introductions.kind.${id}`),
              description: t(`introductions.kind.${id}.${by}`, names),
            }))}
            value={value}
            onChange={onChange}
          />
        )}
      />
      {isNamed && (
        <Controller
          control={form.control}
          name="thirdId"
          render={({ field: { value, onChange }, fieldState }) => (
            <ColleagueField
              label={t('introductions.third')}
              placeholder={t('introductions.third.search')}
              description={t(
                by === 'helper' ? 'introductions.third.helper' : 'introductions.third.guest',
                names,
              )}
              isOptional={by === 'guest'}
              value={value ?? null}
              onChange={onChange}
              without={pairing.members.map(({ personId }) => personId)}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
      <Controller
        control={form.control}
        name="words"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t(`introductions.words.${by}.${kind}`)}
            seenBy={t(isNamed ? 'introductions.words.seenBy' : 'introductions.words.seenByPair', names)}
            rows={3}
            maxLength={1000}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      {kind === 'shadowing' && (
        <>
          <Controller
            control={form.control}
            name="length"
            render={({ field: { value, onChange } }) => (
              <RadioGroup
                label={t('introductions.length')}
                layout="row"
                choices={shadowingLengths.map((id) => ({ id, label: t(`introductions.length.${id}`) }))}
                value={value ?? null}
                onChange={onChange}
              />
            )}
          />
          <Controller
            control={form.control}
            name="dayOn"
            render={({ field: { value, onChange } }) => (
              <DatePicker
                label={t('introductions.day.wish')}
                isOptional
                min={today}
                value={value ?? null}
                onChange={onChange}
              />
            )}
          />
        </>
      )}
      {kind === 'sponsorship' && (
        <Controller
          control={form.control}
          name="dueOn"
          render={({ field: { value, onChange } }) => (
            <DatePicker
              label={t('introductions.due')}
              description={t('introductions.due.what')}
              isOptional
              min={today}
              value={value ?? null}
              onChange={onChange}
            />
          )}
        />
      )}
      {isNamed && by === 'helper' && (
        <Controller
          control={form.control}
          name="opening"
          render={({ field: { ref, value, ...field }, fieldState }) => (
            <TextArea
              {...field}
              value={value ?? ''}
              label={t('introductions.opening')}
              description={t('introductions.opening.what')}
              isOptional
              rows={2}
              maxLength={600}
              inputRef={ref}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
    </FormDialog>
  );
}
