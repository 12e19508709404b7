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
        (reason) => setState({ isPending: false, error: shown(reason) }),
      )
      .finally(() => (isUnderWay.current = false));
  }, []);
  /** For an error that is not true any more. */
  const forget = useCallback(
    () => setState((now) => (now.isPending ? now : { isPending: false })),
    [],
  );
  return { run, forget, ...state };
}

/** What is no answer of the server is a fault of ours: shown all the same, and told to the console. */
export function shown(error: unknown): MunjigiError {
  if (error instanceof MunjigiError) return error;
  reportError(error);
  return new MunjigiError(0, { code: 'unexpected' }, { cause: error });
}
