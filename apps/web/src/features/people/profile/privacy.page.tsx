import { declarationRoutes, type MyDeclaration } from '@ithaca/contracts/declarations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { myDeclarationsQuery } from './declarations.queries.ts';

/** What do I say about myself, for what, and how do I take it back? */
export default function PrivacyPage() {
  const t = useText();
  const mine = useQuery(myDeclarationsQuery);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-lead font-semibold">{t('declarations.mine')}</h2>
        <p className="mt-1 text-body text-muted">{t('declarations.mine.what')}</p>
      </div>
      <Loaded query={mine}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('declarations.mine.none')} />
          ) : (
            <>
              {items.map((declaration) => (
                <Declaration key={declaration.id} declaration={declaration} />
              ))}
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function Declaration({ declaration }: { declaration: MyDeclaration }) {
  const t = useText();
  const { list, day } = useFormat();
  const queries = useQueryClient();
  const [choice, setChoice] = useState(declaration.choice);
  const [agrees, setAgrees] = useState(false);
  const params = { attributeId: declaration.id };
  const keep = () => queries.invalidateQueries({ queryKey: ['declarations'] });
  const declare = useMutation({
    mutationFn: (wanted: string) =>
      call(declarationRoutes.declare, { params, body: { choice: wanted, consent: true } }),
    onSuccess: () => {
      setAgrees(false);
      showToast({ tone: 'success', title: t('declarations.saved') });
      return keep();
    },
  });
  const withdraw = useMutation({
    mutationFn: () => call(declarationRoutes.withdraw, { params }),
    onSuccess: () => {
      setChoice(null);
      showToast({ title: t('declarations.withdrawn') });
      return keep();
    },
  });
  const who =
    declaration.seenBy.length === 0
      ? t('declarations.seenBy.nobody')
      : list(
          declaration.seenBy.map((role) => t(`declarations.role.${role}`)),
          'conjunction',
        );
  const isNew = choice !== null && choice !== declaration.choice;
  return (
    <Card title={declaration.name} description={declaration.explanation} level={3}>
      <div className="flex flex-col gap-4">
        <RadioGroup
          label={declaration.name}
          isLabelHidden
          choices={declaration.choices.map(({ key, label }) => ({ id: key, label }))}
          value={choice}
          onChange={setChoice}
        />
        <p className="text-dense text-muted">
          {t(`declarations.purpose.${declaration.purpose}`)}. {t('declarations.seenBy', { who })}.
        </p>
        {isNew && (
          <Checkbox isSelected={agrees} onChange={setAgrees}>
            {t('declarations.consent')}
          </Checkbox>
        )}
        <div className="flex flex-wrap items-center gap-3">
          {isNew && (
            <Button
              variant="primary"
              isDisabled={!agrees}
              isLoading={declare.isPending}
              onPress={() => declare.mutate(choice)}
            >
              {t('declarations.declare')}
            </Button>
          )}
          {declaration.choice !== null && (
            <Button isLoading={withdraw.isPending} onPress={() => withdraw.mutate()}>
              {t('declarations.withdraw')}
            </Button>
          )}
          {declaration.consentedAt && (
            <span className="text-dense text-muted">
              {t('declarations.since', { day: day(declaration.consentedAt) })}
            </span>
          )}
        </div>
      </div>
    </Card>
  );
}
