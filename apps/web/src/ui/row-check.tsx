import { useEffect, useRef } from 'react';

export type RowCheckProps = {
  label: string;
  isPicked: boolean;
  isPartly?: boolean;
  onPick: (isPicked: boolean, withRange: boolean) => void;
};

/** A native box: a page of a hundred rows must not carry a hundred React Aria checkboxes. */
export function RowCheck({ label, isPicked, isPartly = false, onPick }: RowCheckProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartly;
  }, [isPartly]);
  return (
    <label className="inline-flex size-6 items-center justify-center align-middle pointer-coarse:size-11">
      <span className="sr-only">{label}</span>
      <input
        ref={box}
        type="checkbox"
        checked={isPicked}
        onChange={(event) => {
          const { nativeEvent } = event;
          onPick(event.target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
        className="size-4 accent-accent"
      />
    </label>
  );
}
