import { RULE_LIMITS } from '@ithaca/domain/eligibility-rule';
import type {
  BoundsCondition,
  ConditionGroup,
  EligibilityCondition,
  WordsCondition,
} from '@ithaca/domain/eligibility-rule';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { factWords } from './rule-sentences.tsx';

const monthDays = 30.4375;

/** What a condition can ask about, with the values found in the directory. */
export interface RuleFacts {
  department: readonly Counted[];
  site: readonly Counted[];
  jobTitle: readonly Counted[];
  attributes: readonly { name: string; values: readonly Counted[] }[];
}
interface Counted {
  name: string;
  people: number;
}

type Plain = WordsCondition | BoundsCondition;

const plainFacts = ['department', 'site', 'jobTitle', 'grade', 'tenure'] as const;
/** Attributes have names of their own, so their ids are marked. */
const attributeId = (name: string) => `attribute:${name}`;
const idOf = (condition: Plain) =>
  condition.of === 'attribute' ? attributeId(condition.attribute ?? '') : condition.of;

function conditionFor(id: string): Plain {
  if (id === 'grade' || id === 'tenure') return { of: id, least: null, most: null };
  if (id === 'department' || id === 'site' || id === 'jobTitle') return { of: id, is: 'one-of', values: [] };
  return { of: 'attribute', attribute: id.slice('attribute:'.length), is: 'one-of', values: [] };
}

interface EditProps<C> {
  facts: RuleFacts;
  isReadOnly: boolean;
  onRemove: () => void;
  onChange: (condition: C) => void;
}

function WordsFields({
  condition,
  facts,
  isReadOnly,
  onChange,
}: { condition: WordsCondition } & Omit<EditProps<Plain>, 'onRemove'>) {
  const t = useText();
  const known =
    condition.of === 'attribute'
      ? (facts.attributes.find(({ name }) => name === condition.attribute)?.values ?? [])
      : facts[condition.of];
  const names = [...new Set([...known.map(({ name }) => name), ...condition.values])].filter(Boolean);
  return (
    <>
      <Select
        label={t('programs.rule.is')}
        isLabelHidden
        className="w-full sm:w-32"
        choices={(['one-of', 'none-of'] as const).map((id) => ({ id, label: t(`programs.rule.is.${id}`) }))}
        value={condition.is}
        onChange={(is) => onChange({ ...condition, is: is === 'none-of' ? 'none-of' : 'one-of' })}
        isDisabled={isReadOnly}
      />
      <TagField
        label={t('programs.rule.values', { fact: factWords(condition, t) })}
        isLabelHidden
        className="w-full min-w-0 sm:flex-1"
        choices={names.map((name) => {
          const found = known.find((one) => one.name === name);
          return {
            id: name,
            label: name,
            ...(found && { description: t('common.people', { count: found.people }) }),
          };
        })}
        value={[...condition.values]}
        onChange={(values) => onChange({ ...condition, values })}
        isDisabled={isReadOnly}
      />
    </>
  );
}

function BoundsFields({
  condition,
  isReadOnly,
  onChange,
}: { condition: BoundsCondition } & Omit<EditProps<Plain>, 'onRemove' | 'facts'>) {
  const t = useText();
  const unit = condition.of === 'tenure' ? monthDays : 1;
  return (['least', 'most'] as const).map((bound) => {
    const value = condition[bound];
    return (
      <NumberField
        key={bound}
        label={t(`programs.rule.${condition.of}.${bound}`)}
        className="w-full sm:w-44"
        isOptional
        minValue={0}
        maxValue={condition.of === 'tenure' ? 600 : 99}
        value={value === null ? Number.NaN : Math.round(value / unit)}
        onChange={(next) =>
          onChange({ ...condition, [bound]: Number.isNaN(next) ? null : Math.round(next * unit) })
        }
        isDisabled={isReadOnly}
      />
    );
  });
}

function ConditionRow({
  condition,
  facts,
  isReadOnly,
  onChange,
  onRemove,
}: { condition: Plain } & EditProps<Plain>) {
  const t = useText();
  const choices = [
    ...plainFacts.map((id) => ({ id: id as string, label: t(`programs.fact.of.${id}`) })),
    ...facts.attributes.map(({ name }) => ({ id: attributeId(name), label: name })),
  ];
  const id = idOf(condition);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label={t('programs.rule.fact')}
        isLabelHidden
        className="w-full sm:w-44"
        choices={
          choices.some((choice) => choice.id === id)
            ? choices
            : [...choices, { id, label: factWords(condition, t) }]
        }
        value={id}
        onChange={(next) => onChange(conditionFor(next))}
        isDisabled={isReadOnly}
      />
      {'values' in condition ? (
        <WordsFields condition={condition} facts={facts} isReadOnly={isReadOnly} onChange={onChange} />
      ) : (
        <BoundsFields condition={condition} isReadOnly={isReadOnly} onChange={onChange} />
      )}
      {!isReadOnly && (
        <IconButton
          icon={Trash}
          size="small"
          className="mb-1"
          label={t('programs.rule.remove', { fact: factWords(condition, t) })}
          onPress={onRemove}
        />
      )}
    </div>
  );
}

/** Conditions of which all or any must hold; a group may hold others, three deep. */
export function RuleGroup({
  group,
  depth = 1,
  facts,
  isReadOnly,
  onChange,
  onRemove,
}: { group: ConditionGroup; depth?: number } & EditProps<ConditionGroup>) {
  const t = useText();
  const set = (conditions: readonly EligibilityCondition[]) => onChange({ ...group, conditions });
  const put = (index: number, next: EligibilityCondition) =>
    set(group.conditions.map((one, other) => (other === index ? next : one)));
  const remove = (index: number) => set(group.conditions.filter((_, other) => other !== index));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-3">
      <legend className="sr-only">{t('programs.rule.group')}</legend>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          label={t('programs.rule.match')}
          isLabelHidden
          className="w-full sm:w-72"
          choices={(['all', 'any'] as const).map((id) => ({ id, label: t(`programs.rule.${id}`) }))}
          value={group.match}
          onChange={(match) => onChange({ ...group, match: match === 'any' ? 'any' : 'all' })}
          isDisabled={isReadOnly}
        />
        {!isReadOnly && (
          <IconButton icon={Trash} size="small" label={t('programs.rule.group.remove')} onPress={onRemove} />
        )}
      </div>
      {group.conditions.map((condition, index) =>
        'match' in condition ? (
          <RuleGroup
            key={index}
            group={condition}
            depth={depth + 1}
            facts={facts}
            isReadOnly={isReadOnly}
            onChange={(next) => put(index, next)}
            onRemove={() => remove(index)}
          />
        ) : (
          <ConditionRow
            key={index}
            condition={condition}
            facts={facts}
            isReadOnly={isReadOnly}
            onChange={(next) => put(index, next)}
            onRemove={() => remove(index)}
          />
        ),
      )}
      {!isReadOnly && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon={Plus}
            onPress={() => set([...group.conditions, conditionFor('department')])}
          >
            {t('programs.rule.add')}
          </Button>
          {depth < RULE_LIMITS.depth && (
            <Button
              size="small"
              variant="quiet"
              icon={Plus}
              onPress={() =>
                set([
                  ...group.conditions,
                  {
                    match: group.match === 'all' ? 'any' : 'all',
                    conditions: [conditionFor('department')],
                  },
                ])
              }
            >
              {t('programs.rule.group.add')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}
