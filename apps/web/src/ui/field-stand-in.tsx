import { FieldLabel, fieldStyle, type FieldWords } from './field.tsx';
import { Skeleton } from './skeleton.tsx';

/** Label and box of a field whose control is still coming: the layout does not move when it arrives. */
export function FieldStandIn({
  label,
  isOptional = false,
  isLabelHidden = false,
  className = '',
}: FieldWords) {
  return (
    <div className={`${fieldStyle} ${className}`}>
      <FieldLabel label={label} isOptional={isOptional} isLabelHidden={isLabelHidden} />
      <Skeleton className="h-control w-full rounded-md" />
    </div>
  );
}
