import type { MailWording } from '@ithaca/contracts/program-mails';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { localeNames } from '../../locales/catalogues.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { cx } from '../../ui/cx.ts';
import type { Choice } from '../../ui/option.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast.tsx';
import { mailPreviewQuery, mailReadersQuery, useSendTest, type TextPlace } from './mails.queries.ts';

const SETTLE_MS = 400;

/** A value that follows when it has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

type Look = 'wide' | 'phone' | 'text';

type MailViewProps = {
  place: TextPlace;
  /** As it will be kept: each reader gets the words of their side. */
  wording: MailWording;
  /** As the side that is worded gets it, while nobody is chosen to read it. */
  forSide: MailWording;
  isReadOnly: boolean;
};

/** The mail as it arrives at somebody of the program: in a wide window, on a phone, as text. Nothing in it can do anything. */
export function MailView({ place, wording, forSide, isReadOnly }: MailViewProps) {
  const t = useText();
  const [personId, setPersonId] = useState<string | null>(null);
  const [look, setLook] = useState<Look>('wide');
  const sent = personId ? wording : forSide;
  const settled = useSettled(sent);
  const shown = { ...(personId && { personId }), locale: place.locale, wording: settled };
  const isSayable = Object.values(settled).every((part) => part.trim() !== '');
  const preview = useQuery({ ...mailPreviewQuery(place, shown), enabled: !isReadOnly && isSayable });
  const test = useSendTest(place);
  if (isReadOnly) return null;
  const frame = preview.data && (
    <iframe
      title={preview.data.subject}
      sandbox=""
      srcDoc={preview.data.html}
      className={cx('h-140 rounded-lg border bg-white', look === 'phone' ? 'w-full max-w-94' : 'w-full')}
    />
  );
  return (
    <section aria-labelledby="mail-view" className="flex min-w-0 flex-col gap-4 lg:row-span-2">
      <h3 id="mail-view" className="font-semibold">
        {t('mails.preview')}
      </h3>
      <div className="flex flex-wrap items-end gap-3">
        <ReaderField programId={place.programId} value={personId} onChange={setPersonId} />
        <Button
          isLoading={test.isPending}
          onPress={() =>
            test.mutate(
              { ...shown, wording: sent },
              {
                onSuccess: ({ to }) =>
                  showToast({ tone: 'success', title: t('mails.test.sent', { address: to }) }),
              },
            )
          }
        >
          {t('mails.test')}
        </Button>
      </div>
      {test.isError && <Banner tone="danger">{problemWords(test.error, t)}</Banner>}
      {preview.isError && <Banner tone="warning">{problemWords(preview.error, t)}</Banner>}
      {preview.data ? (
        <>
          {preview.data.reader && preview.data.reader.locale !== place.locale && (
            <p className="text-dense text-muted">
              {t('mails.preview.other', {
                name: preview.data.reader.displayName,
                language: localeNames[preview.data.reader.locale],
              })}
            </p>
          )}
          <p lang={place.locale} dir="auto" className="text-lead font-semibold">
            {preview.data.subject}
          </p>
          <Tabs
            label={t('mails.looks')}
            selected={look}
            onSelect={setLook}
            tabs={[
              { id: 'wide', label: t('mails.look.wide'), content: frame },
              { id: 'phone', label: t('mails.look.phone'), content: frame },
              {
                id: 'text',
                label: t('mails.look.text'),
                content: (
                  <pre
                    dir="auto"
                    lang={place.locale}
                    className="rounded-lg border bg-surface p-4 font-mono text-dense wrap-anywhere whitespace-pre-wrap"
                  >
                    {preview.data.text}
                  </pre>
                ),
              },
            ]}
          />
        </>
      ) : (
        !preview.isError && <Skeleton className="h-140 w-full rounded-lg" />
      )}
    </section>
  );
}

function ReaderField({
  programId,
  value,
  onChange,
}: {
  programId: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Choice | undefined>();
  const words = useDeferredValue(typed.trim());
  const { data } = useQuery(mailReadersQuery(programId, words === chosen?.label ? '' : words));
  const found = (data?.items ?? [])
    .filter(({ id }) => id !== chosen?.id)
    .map(({ id, displayName, locale, takesPartAs }) => ({
      id,
      label: displayName,
      description: `${t(`mails.role.${takesPartAs}`)} · ${localeNames[locale]}`,
    }));
  return (
    <ComboBox
      className="min-w-60 flex-1"
      label={t('mails.reader')}
      placeholder={t('mails.reader.invented')}
      value={value}
      onInputChange={setTyped}
      choices={[...(chosen ? [chosen] : []), ...found]}
      onChange={(id) => {
        setChosen(found.find((one) => one.id === id) ?? (id === chosen?.id ? chosen : undefined));
        onChange(id);
      }}
    />
  );
}
