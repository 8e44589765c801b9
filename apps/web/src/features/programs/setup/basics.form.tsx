import { useText } from '../../../lib/i18n.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { StepProps } from './setup.ts';

/** How the program is called and what it is for. */
export function BasicsForm({ program, change, errorAt, isReadOnly }: StepProps) {
  const t = useText();
  return (
    <>
      <TextField
        label={t('programs.name')}
        description={t('programs.name.what')}
        value={program.name}
        onChange={(name) => change({ name })}
        isDisabled={isReadOnly}
        maxLength={120}
        error={errorAt('name')}
      />
      <TextArea
        label={t('programs.purpose')}
        description={t('programs.purpose.what')}
        value={program.purpose}
        onChange={(purpose) => change({ purpose })}
        isDisabled={isReadOnly}
        maxLength={600}
        error={errorAt('purpose')}
      />
      <DescriptionList
        facts={[
          { term: t('programs.format'), value: t(`programs.format.${program.format}`) },
          { term: t('programs.format.means'), value: t(`programs.format.${program.format}.what`) },
        ]}
      />
    </>
  );
}
