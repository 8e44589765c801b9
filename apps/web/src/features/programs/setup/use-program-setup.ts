import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useAutosave } from '../../../lib/autosave.tsx';
import { programQuery, useProgramFrame } from '../../../shell/cohort.ts';
import { faultsOf, noFaults } from './program-change.form.ts';
import { useSaveProgram, type ProgramChange } from '../programs.queries.ts';
import type { StepProps } from './setup.ts';

/**
 * What is typed here, kept over what the server knows; saved a moment after each change. The form that is edited is the
 * draft, where changes wait to be published.
 */
export function useProgramSetup() {
  const { program: known, canCoordinate } = useProgramFrame();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<ProgramChange>({});
  const saving = useAutosave(
    useSaveProgram(known.id),
    async (change: ProgramChange) => (await faultsOf(change)).size === 0,
  );
  const program = useMemo(
    () => ({ ...known, form: known.formDraft ?? known.form, ...typed }) as typeof known,
    [known, typed],
  );
  const [faults, setFaults] = useState(noFaults);
  useEffect(() => {
    let isOver = false;
    void faultsOf(typed).then((found) => {
      if (!isOver) setFaults(found);
    });
    return () => {
      isOver = true;
    };
  }, [typed]);
  const reload = () => queries.fetchQuery({ ...programQuery(known.id), staleTime: 0 });
  const step: StepProps = {
    program,
    change: (change) => {
      setTyped((before) => ({ ...before, ...change }));
      saving.change(change);
    },
    errorAt: (path) => faults.get(path),
    isReadOnly: !canCoordinate,
  };
  return {
    step,
    saving,
    /** Forgets what was typed: the server's word holds again. */
    forget: () => {
      saving.drop();
      setTyped({});
    },
    /** Shows what somebody else saved, while nothing of one's own waits; what is typed meanwhile stays. */
    refresh: () => {
      setTyped({});
      void reload();
    },
    showTheirs: async () => {
      await reload();
      saving.drop();
      setTyped({});
    },
    keepMine: async () => {
      await reload();
      await saving.flush();
    },
  };
}
