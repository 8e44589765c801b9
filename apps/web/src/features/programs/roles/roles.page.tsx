import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { RolePreview } from './role-preview.tsx';

/** What will each role see, and whose data? */
export default function RolesPage() {
  const t = useText();
  const { program } = useProgramFrame();
  return (
    <Page title={`${t('roleViews.title')} · ${program.name}`}>
      <RolePreview program={{ ...program, form: program.formDraft ?? program.form }} />
    </Page>
  );
}
