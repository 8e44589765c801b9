import { endingRoutes } from '@ithaca/contracts/endings';
import CircleCheck from 'lucide-react/icons/circle-check';
import { ApiProblem, call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EntranceFrame, EntranceLink, EntranceProblem, EntranceTitle } from './entrance-parts.tsx';
import { useFound } from './use-task.ts';

const isWhole = (code: string) => /^[0-9A-Za-z -]{16,24}$/.test(code);

/** Is this certificate true? For whoever has its code, while its owner shares it. */
export function CertificatePage({ code }: { code: string }) {
  const t = useText();
  return (
    <EntranceFrame title={t('identity.certificate')}>
      {isWhole(code) ? <Checked code={code} /> : <Unknown />}
    </EntranceFrame>
  );
}

function Checked({ code }: { code: string }) {
  const t = useText();
  const { day } = useFormat();
  const { result, problem } = useFound(() => call(endingRoutes.check, { params: { code } }));
  if (problem instanceof ApiProblem && problem.status === 404) return <Unknown />;
  if (!result)
    return (
      <>
        <EntranceTitle title={t('identity.certificate')} />
        {problem === undefined ? <Skeleton className="h-24 w-full" /> : <EntranceProblem problem={problem} />}
      </>
    );
  return (
    <>
      <EntranceTitle title={result.displayName}>
        <span className="flex items-center gap-1.5 text-success">
          <Icon of={CircleCheck} />
          {t('identity.certificate.true')}
        </span>
      </EntranceTitle>
      <DescriptionList
        facts={[
          { term: t('identity.certificate.program'), value: <span dir="auto">{result.programName}</span> },
          { term: t('identity.certificate.as'), value: t(`identity.certificate.as.${result.role}`) },
          {
            term: t('identity.certificate.when'),
            value: t('identity.certificate.period', {
              from: day(result.startedOn, 'medium'),
              to: day(result.endedOn, 'medium'),
            }),
          },
          { term: t('identity.certificate.where'), value: <span dir="auto">{result.organisationName}</span> },
          { term: t('identity.certificate.code'), value: <bdi className="tabular-nums">{code}</bdi> },
        ]}
      />
    </>
  );
}

function Unknown() {
  const t = useText();
  return (
    <>
      <EntranceTitle title={t('identity.certificate')}>{t('identity.certificate.unknown')}</EntranceTitle>
      <EntranceLink href="/sign-in">{t('identity.signIn')}</EntranceLink>
    </>
  );
}
