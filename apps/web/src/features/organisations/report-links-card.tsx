import { Controller, type Control } from 'react-hook-form';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { OrganisationChange } from './organisations.queries.ts';

/** Whether links to reports open without signing in. */
export function ReportLinksCard({ control }: { control: Control<OrganisationChange> }) {
  const t = useText();
  return (
    <Card title={t('organisations.reportLinks')} description={t('organisations.reportLinks.what')}>
      <Controller
        name="openReportLinks"
        control={control}
        render={({ field: { value, onChange, onBlur } }) => (
          <Checkbox
            isSelected={value}
            onChange={onChange}
            onBlur={onBlur}
            description={t('organisations.reportLinks.open.what')}
          >
            {t('organisations.reportLinks.open')}
          </Checkbox>
        )}
      />
    </Card>
  );
}
