import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { IconButton } from './icon-button.tsx';

export type SliderProps = {
  /** Read aloud; the words beside it are the page's matter. */
  label: string;
  value: number;
  onChange: (value: number) => void;
  minValue?: number;
  maxValue?: number;
  /** What the value means, read instead of the bare number. */
  valueText?: string;
  /** How far the two buttons go; the arrow keys go one at a time. */
  stride?: number;
  lessLabel: string;
  moreLabel: string;
  isDisabled?: boolean;
};

/** An amount to be found by trying. The browser's own slider (arrows, Page, Home and End) between two buttons for fingers. */
export function Slider(props: SliderProps) {
  const {
    label,
    value,
    onChange,
    minValue = 0,
    maxValue = 100,
    valueText,
    stride = 5,
    isDisabled = false,
  } = props;
  const go = (to: number) => onChange(Math.min(maxValue, Math.max(minValue, to)));
  return (
    <div className="flex items-center gap-1">
      <IconButton
        icon={Minus}
        label={props.lessLabel}
        size="small"
        isDisabled={isDisabled}
        onPress={() => go(value - stride)}
      />
      <input
        type="range"
        aria-label={label}
        {...(valueText !== undefined && { 'aria-valuetext': valueText })}
        min={minValue}
        max={maxValue}
        value={value}
        disabled={isDisabled}
        onChange={(event) => go(Number(event.target.value))}
        className="h-6 min-w-0 flex-1 cursor-pointer rounded-sm accent-accent disabled:cursor-default disabled:opacity-50 pointer-coarse:h-11"
      />
      <IconButton
        icon={Plus}
        label={props.moreLabel}
        size="small"
        isDisabled={isDisabled}
        onPress={() => go(value + stride)}
      />
    </div>
  );
}
