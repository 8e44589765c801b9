import { Toasts } from '../ui/toast.tsx';
import { Finder } from './finder.tsx';
import { KeysHelp } from './keys-help.tsx';
import type { Place } from './navigation.ts';

export type Layer = 'finder' | 'keys' | null;
type LayersProps = { layer: Layer; onChange: (layer: Layer) => void; places: readonly Place[] };

/** What floats over every page: messages, the palette, the list of keys. Loaded when the page stands. */
export default function Layers({ layer, onChange, places }: LayersProps) {
  const close = () => onChange(null);
  return (
    <>
      <Toasts />
      <Finder isOpen={layer === 'finder'} onClose={close} places={places} onKeys={() => onChange('keys')} />
      <KeysHelp isOpen={layer === 'keys'} onClose={close} places={places} />
    </>
  );
}
