import type { MunjigiError } from '@munjigi/client';
import { useCallback, useEffect, useState } from 'react';
import { client } from '../client';
import { shown } from './use-action';

interface State<T> {
  readonly data?: T | undefined;
  /** Where the data is from. */
  readonly source?: string;
  readonly error?: MunjigiError;
}

/** What the server answers to GET `path`. While it is asked anew, what it said before stays, and is stale where that was about another path. */
export function useData<T>(path: string) {
  const [state, setState] = useState<State<T>>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    client.call<T>(path, { signal }).then(
      (data) => setState({ data, source: path }),
      (reason) => {
        if (signal.aborted) return;
        const error = shown(reason);
        setState((before) => ({ ...before, error }));
      },
    );
    return () => leaving.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return { ...state, isStale: state.source !== path, reload };
}
