import type { ChatChannel } from '@ithaca/contracts/chat-channels';
import { useState } from 'react';
import { ApiProblem } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { localeNames, locales } from '../../locales/catalogues.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { Status } from '../../ui/status.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useRemoveChat, useSaveChat, useSendChatTest } from './chats.queries.ts';

type ChatFormProps = { programId: string; channel: ChatChannel; isReadOnly: boolean };

const tones: Record<ChatChannel['state'], Tone> = {
  none: 'neutral',
  on: 'success',
  off: 'neutral',
  stopped: 'danger',
};

/** How the last message to the room fared, and why. */
function LastMessage({ last }: { last: NonNullable<ChatChannel['last']> }) {
  const t = useText();
  const { instant } = useFormat();
  const isTest = last.isTest ? 'yes' : 'no';
  const tone = { delivered: 'success', waiting: 'info', failed: 'danger' } as const;
  return (
    <output className="flex flex-col gap-0.5 text-dense">
      <Status look="plain" tone={tone[last.state]}>
        {t(`mails.chat.last.${last.state}`, { isTest, at: instant(last.at) })}
      </Status>
      {last.problem && (
        <span className="text-muted">
          {t(`mails.chat.problem.${last.problem}`)} {last.status !== null && <bdi>({last.status})</bdi>}{' '}
          {last.triedAgainAt && t('mails.chat.last.again', { at: instant(last.triedAgainAt) })}
        </span>
      )}
    </output>
  );
}

/** One chat: the room that gets the summaries. Its address goes in and is never shown. */
export function ChatForm({ programId, channel, isReadOnly }: ChatFormProps) {
  const t = useText();
  const { service, state, host, setUpByName } = channel;
  const [address, setAddress] = useState('');
  const [locale, setLocale] = useState(channel.locale);
  const [isOn, setOn] = useState(state !== 'off');
  const [isRemoving, setRemoving] = useState(false);
  const save = useSaveChat(programId, channel);
  const test = useSendChatTest(programId, channel);
  const remove = useRemoveChat(programId, channel);
  const isKept = state !== 'none';
  const failed = save.error instanceof ApiProblem ? save.error : null;
  const isAboutAddress = failed?.facts.field === 'address';
  const send = () =>
    save.mutate(
      { locale, isOn, ...(address.trim() !== '' && { address: address.trim() }) },
      {
        onSuccess: () => {
          setAddress('');
          showToast({ tone: 'success', title: t('mails.chat.saved') });
        },
      },
    );
  return (
    <Card
      title={t(`mails.chat.${service}`)}
      description={t('mails.chat.what')}
      level={3}
      actions={<Status tone={tones[state]}>{t(`mails.chat.state.${state}`)}</Status>}
    >
      <div className="flex flex-col gap-4 pt-2">
        {state === 'stopped' && <Banner tone="danger">{t('mails.chat.stopped')}</Banner>}
        {channel.last && <LastMessage last={channel.last} />}
        {isReadOnly ? null : (
          <Form
            label={t(`mails.chat.${service}`)}
            onSubmit={send}
            failure={isAboutAddress ? undefined : <ProblemBanner problem={save.error} />}
            actions={
              <>
                {isKept && (
                  <Button variant="quiet" onPress={() => setRemoving(true)}>
                    {t('mails.chat.remove')}
                  </Button>
                )}
                <Button
                  isLoading={test.isPending}
                  disabledReason={isKept ? undefined : t('mails.chat.test.none')}
                  onPress={() =>
                    test.mutate(undefined, {
                      onSuccess: () => showToast({ title: t('mails.chat.test.sent') }),
                    })
                  }
                >
                  {t('mails.chat.test')}
                </Button>
                <Button type="submit" variant="primary" isLoading={save.isPending}>
                  {t('mails.chat.save')}
                </Button>
              </>
            }
          >
            <TextField
              label={t('mails.chat.address')}
              description={
                host === null ? t(`mails.chat.address.${service}`) : t('mails.chat.address.kept', { host })
              }
              type="url"
              isLeftToRight
              autoComplete="off"
              value={address}
              onChange={(value) => {
                save.reset();
                setAddress(value);
              }}
              error={isAboutAddress ? problemWords(failed, t) : undefined}
            />
            <Select
              label={t('mails.chat.language')}
              choices={locales.map((id) => ({ id, label: localeNames[id] }))}
              value={locale}
              onChange={setLocale}
            />
            <Switch isSelected={isOn} onChange={setOn}>
              {t('mails.chat.isOn')}
            </Switch>
          </Form>
        )}
        {setUpByName !== null && (
          <p className="text-dense text-muted">{t('mails.chat.by', { name: setUpByName })}</p>
        )}
      </div>
      <ConfirmDialog
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('mails.chat.remove.title')}
        confirmLabel={t('mails.chat.remove')}
        isDangerous
        isLoading={remove.isPending}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => showToast({ title: t('mails.chat.removed') }),
            onSettled: () => setRemoving(false),
          })
        }
      >
        {t('mails.chat.remove.what')}
      </ConfirmDialog>
    </Card>
  );
}
