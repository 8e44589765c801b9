import type { Program } from '@ithaca/contracts/programs';
import type { ProgramResource } from '@ithaca/contracts/resources';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PlaceFields } from './place-fields.tsx';
import { usePlace, type Placement } from './resources.queries.ts';

type PlaceFormProps = { program: Program; resource: ProgramResource; onClose: () => void };

/** When a resource is recommended in this program. */
export function PlaceForm({ program, resource, onClose }: PlaceFormProps) {
  const t = useText();
  const place = usePlace(program.id);
  const { stage, milestone } = resource;
  const [value, setValue] = useState<Placement>({ stage, milestone });
  return (
    <FormDialog
      onClose={onClose}
      title={t('reading.place')}
      description={resource.title}
      onSubmit={() => place.mutate({ resourceId: resource.id, ...value }, { onSuccess: onClose })}
      sendLabel={t('common.save')}
      isSending={place.isPending}
    >
      <PlaceFields program={program} value={value} onChange={setValue} />
    </FormDialog>
  );
}
