import { MunjigiError } from '@munjigi/client';
import { useCallback, useEffect, useRef, useState } from 'react';

interface State {
  readonly isPending: boolean;
  readonly isDone?: boolean;
  readonly error?: MunjigiError | undefined;
}

/** Something a person does at the server: one at a time, however often they press. */
export function useAction<A extends unknown[]>(
  action: (...args: A) => Promise<unknown>,
) {
  const [state, setState] = useState<State>({ isPending: false });
  const isUnderWay = useRef(false);
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  const run = useCallback((...args: A): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setState(({ error }) => ({ isPending: true, error }));
    void latest
      .current(...args)
      .then(
        () => setState({ isPending: false, isDone: true }),
        (error) => setState({ isPending: false, error: munjigiError(error) }),
      )
      .finally(() => (isUnderWay.current = false));
  }, []);
  return { run, ...state };
}

/** @throws what is no answer of the server but a fault of ours, for the console */
export function munjigiError(error: unknown): MunjigiError {
  if (error instanceof MunjigiError) return error;
  throw error;
}
