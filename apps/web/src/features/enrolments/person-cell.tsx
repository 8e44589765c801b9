type PersonCellProps = { name: string; below: string | null };

/** A person in a table: the name, and beneath it what tells two of the same name apart. */
export function PersonCell({ name, below }: PersonCellProps) {
  return (
    <span className="flex flex-col">
      <span dir="auto" className="font-medium">
        {name}
      </span>
      <span dir="auto" className="font-normal text-muted">
        {below}
      </span>
    </span>
  );
}
