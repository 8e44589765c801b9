import { Fragment } from 'react';
import { readMarkedText, type MarkedRun } from './marked-text.ts';

function Run({ run }: { run: MarkedRun }) {
  switch (run.mark) {
    case 'strong':
      return <strong className="font-semibold">{run.text}</strong>;
    case 'stress':
      return <em>{run.text}</em>;
    case 'code':
      return (
        <code dir="ltr" className="rounded-sm bg-hover px-1 py-px font-mono text-[0.9em] wrap-anywhere">
          {run.text}
        </code>
      );
    case 'link':
      return (
        <>
          <a
            href={run.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-text underline decoration-current/40 underline-offset-3 wrap-anywhere hover:decoration-current"
          >
            {run.text}
          </a>
          {run.host !== null && <bdi className="text-muted"> ({run.host})</bdi>}
        </>
      );
    default:
      return run.text;
  }
}

const Runs = ({ runs }: { runs: readonly MarkedRun[] }) =>
  runs.map((run, index) => <Run key={index} run={run} />);

/** A text with the few marks that messages and guides are written with; see `readMarkedText`. */
export function Marked({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-2 text-pretty">
      {readMarkedText(text).map((block, index) => {
        if (block.kind === 'paragraph')
          return (
            <p key={index} dir="auto">
              {block.lines.map((line, at) => (
                <Fragment key={at}>
                  {at > 0 && <br />}
                  <Runs runs={line} />
                </Fragment>
              ))}
            </p>
          );
        if (block.kind === 'code')
          return (
            <pre
              key={index}
              dir="ltr"
              className="rounded-md bg-hover px-3 py-2 font-mono text-dense wrap-anywhere whitespace-pre-wrap"
            >
              {block.text}
            </pre>
          );
        const List = block.isNumbered ? 'ol' : 'ul';
        return (
          <List
            key={index}
            dir="auto"
            className={`flex flex-col gap-1 ps-5 ${block.isNumbered ? 'list-decimal' : 'list-disc'}`}
          >
            {block.items.map((item, at) => (
              <li key={at}>
                <Runs runs={item} />
              </li>
            ))}
          </List>
        );
      })}
    </div>
  );
}
