import { useEffect, useRef, useState } from 'react';

type Task<In, Out> = {
  run: (input: In) => void;
  isRunning: boolean;
  problem: unknown;
  result: Out | undefined;
  reset: () => void;
};

/** One request at a time and what became of it; enough for the entrance, which carries no query cache. */
export function useTask<In, Out>(
  work: (input: In) => Promise<Out>,
  onDone?: (result: Out) => void,
): Task<In, Out> {
  const [state, setState] = useState<Pick<Task<In, Out>, 'isRunning' | 'problem' | 'result'>>({
    isRunning: false,
    problem: undefined,
    result: undefined,
  });
  const reset = () => setState({ isRunning: false, problem: undefined, result: undefined });
  const run = (input: In) => {
    if (state.isRunning) return;
    setState({ isRunning: true, problem: undefined, result: undefined });
    work(input).then(
      (result) => {
        setState({ isRunning: onDone !== undefined, problem: undefined, result });
        onDone?.(result);
      },
      (problem: unknown) => setState({ isRunning: false, problem, result: undefined }),
    );
  };
  return { ...state, run, reset };
}

/** A task that is done as soon as the page stands; what it found stays. */
export function useFound<Out>(work: () => Promise<Out>): Pick<Task<void, Out>, 'problem' | 'result'> {
  const { run, problem, result } = useTask(work);
  const first = useRef(run);
  useEffect(() => first.current(undefined), []);
  return { problem, result };
}
