import { Children, type CSSProperties, type ReactNode } from 'react';

const MOST_BESIDE = 5;

/** Numbers beside one another in rows of one length: six stand three and three, never five and one. */
export function StatGrid({ label, children }: { label?: string; children: ReactNode }) {
  const tiles = Children.toArray(children);
  const rows = Math.max(1, Math.ceil(tiles.length / MOST_BESIDE));
  const style: CSSProperties & Record<'--beside', number> = { '--beside': Math.ceil(tiles.length / rows) };
  return (
    <ul {...(label && { 'aria-label': label })} style={style} className="stat-grid">
      {tiles.map((tile, index) => (
        <li key={index} className="grid">
          {tile}
        </li>
      ))}
    </ul>
  );
}
