import { useEffect, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';

const glance = 16 * 1024;
const most = { rows: 6, columns: 12 };

/** The first rows of a text file at once, while it is still on its way; only a glance, the import's page reads it properly. */
export function FirstRows({ file }: { file: File }) {
  const t = useText();
  const [rows, setRows] = useState<readonly string[][]>([]);
  useEffect(() => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (reader.result instanceof ArrayBuffer) setRows(firstRowsOf(new Uint8Array(reader.result)));
    });
    reader.readAsArrayBuffer(file.slice(0, glance));
    return () => reader.abort();
  }, [file]);
  if (rows.length === 0) return null;
  return (
    <div className="overflow-x-auto rounded-lg border bg-card">
      <table aria-label={t('imports.first')} className="w-full text-dense">
        <tbody className="divide-y">
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td
                  key={column}
                  className="max-w-48 truncate px-3 py-1.5 whitespace-nowrap text-muted first:font-medium"
                >
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rows of text as far as a glance tells: the separator that the first line has most; nothing of a workbook. */
function firstRowsOf(bytes: Uint8Array): string[][] {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return [];
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const utf8 = new TextDecoder('utf-8').decode(bytes, { stream: true });
  const text = wide
    ? new TextDecoder('utf-16le').decode(bytes)
    : utf8.includes('\ufffd')
      ? new TextDecoder('windows-1252').decode(bytes)
      : utf8;
  if (text.includes('\0')) return [];
  const [first = ''] = text.split('\n', 1);
  const [delimiter = ','] = [',', ';', '\t', '|'].toSorted(
    (one, other) => first.split(other).length - first.split(one).length,
  );
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === delimiter || sign === '\n')) {
      rows.at(-1)?.push(cell.trim());
      cell = '';
      if (sign === '\n') {
        if (rows.length === most.rows) break;
        rows.push([]);
      }
    } else cell += sign;
  }
  if (cell.trim() !== '') rows.at(-1)?.push(cell.trim());
  return rows.filter((cells) => cells.some((one) => one !== '')).map((cells) => cells.slice(0, most.columns));
}
