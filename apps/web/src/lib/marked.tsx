import { Fragment } from 'react';
import { readMarkedText, type MarkedRun } from './marked-text.ts';

function Runs({ runs }: { runs: readonly MarkedRun[] }) {
  return runs.map(({ text, mark }, index) =>
    mark === 'strong' ? (
      <strong key={index} className="font-semibold">
        {text}
      </strong>
    ) : mark === 'stress' ? (
      <em key={index}>{text}</em>
    ) : (
      <Fragment key={index}>{text}</Fragment>
    ),
  );
}

/** A text with the few marks that guides are written with; see `readMarkedText`. */
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
