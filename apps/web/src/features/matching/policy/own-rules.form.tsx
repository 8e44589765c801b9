import type { PolicyState } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy, OwnRule } from '@ithaca/contracts/programs';
import { MOST_OWN_RULES, ownRuleFacts, ownRuleSubject } from '@ithaca/domain/matching-policy';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useRef, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { usePolicyWords } from '../../../lib/policy-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { useIsOfPeers } from '../matching-text.ts';

type Subject =
  PolicyState['ownRuleSubjects'][number] | { of: Exclude<OwnRule['of'], 'attribute' | 'answer'> };
type Subjects = PolicyState['ownRuleSubjects'];
const facts: Subject[] = ownRuleFacts.map((of) => ({ of }));

/** One more rule of the program's own: what to compare, and whether partners share it or differ in it. */
function AddRuleDialog({
  subjects,
  isOpen,
  onClose,
  onAdd,
}: {
  subjects: readonly Subject[];
  isOpen: boolean;
  onClose: () => void;
  onAdd: (rule: OwnRule) => void;
}) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  const [chosen, setChosen] = useState<string>();
  const [partners, setPartners] = useState<OwnRule['partners']>('same');
  const subject = subjects.find((one) => ownRuleSubject(one) === chosen);
  const rule: OwnRule | undefined = subject && { ...subject, partners };
  const close = () => {
    setChosen(undefined);
    setPartners('same');
    onClose();
  };
  const add = () => {
    if (!rule) return;
    onAdd(rule);
    close();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      size="small"
      title={t('policy.own.add')}
      description={rule ? words.ownRule(rule) : t('policy.own.add.what')}
      footer={
        <>
          <Button onPress={close}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            {...(!rule && { disabledReason: t('policy.own.unchosen') })}
            onPress={add}
          >
            {t('policy.own.do')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Select
          label={t('policy.own.subject')}
          placeholder={t('policy.own.subject.choose')}
          choices={subjects.map((one) => ({
            id: ownRuleSubject(one),
            ...('name' in one
              ? {
                  label: 'label' in one ? one.label : one.name,
                  description: t(`policy.own.from.${one.of}`),
                }
              : { label: t(`matching.own.${one.of}`) }),
          }))}
          value={chosen ?? null}
          onChange={setChosen}
        />
        <RadioGroup
          label={t('policy.own.partners')}
          choices={(['same', 'different'] as const).map((id) => ({
            id,
            label: t(`policy.own.partners.${id}`),
          }))}
          value={partners}
          onChange={setPartners}
        />
      </form>
    </Dialog>
  );
}

export interface OwnRulesFormProps {
  rules: MatchingPolicy['ownRules'];
  /** Attributes and questions that can be compared here, beside facts of work. */
  subjects: Subjects;
  onChange: (change: (policy: MatchingPolicy) => MatchingPolicy) => void;
  isReadOnly: boolean;
}

/** Rules of the program's own as further lines of the list of hard rules: each a sentence that can be taken out, and one more. */
export function OwnRules({ rules = [], subjects, onChange, isReadOnly }: OwnRulesFormProps) {
  const t = useText();
  const words = usePolicyWords(useIsOfPeers());
  const [isAdding, setAdding] = useState(false);
  const addButton = useRef<HTMLButtonElement>(null);
  const set = (next: OwnRule[]) => onChange((policy) => ({ ...policy, ownRules: next }));
  const taken = new Set(rules.map(ownRuleSubject));
  const offered = [...facts, ...subjects].filter((one) => !taken.has(ownRuleSubject(one)));
  const off =
    rules.length >= MOST_OWN_RULES
      ? t('policy.own.most', { most: MOST_OWN_RULES })
      : offered.length === 0
        ? t('policy.own.none')
        : undefined;
  return (
    <>
      {rules.map((rule) => {
        const sentence = words.ownRule(rule);
        return (
          <li key={ownRuleSubject(rule)} className="flex items-center justify-between gap-4 py-2.5">
            <span className="min-w-0">
              <span dir="auto">{sentence}</span>
              <span className="block text-dense text-muted">{t('policy.own')}</span>
            </span>
            {!isReadOnly && (
              <IconButton
                icon={Trash2}
                size="small"
                label={t('policy.own.remove', { rule: sentence })}
                onPress={() => {
                  set(rules.filter((other) => other !== rule));
                  // The line goes; the keyboard stays in the list.
                  addButton.current?.focus();
                }}
              />
            )}
          </li>
        );
      })}
      {!isReadOnly && (
        <li className="py-2.5">
          <Button
            size="small"
            icon={Plus}
            ref={addButton}
            {...(off && { disabledReason: off })}
            onPress={() => setAdding(true)}
          >
            {t('policy.own.add')}
          </Button>
          <AddRuleDialog
            subjects={offered}
            isOpen={isAdding}
            onClose={() => setAdding(false)}
            onAdd={(rule) => set([...rules, rule])}
          />
        </li>
      )}
    </>
  );
}
