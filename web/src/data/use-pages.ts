import { useState } from 'react';
import { useData } from './use-data';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that comes in pages. `next` and `previous` are undefined where there is none. */
export function usePages<T>(path: string, query: Record<string, string> = {}) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const search = new URLSearchParams({ ...query, ...(cursor && { cursor }) });
  const { data, error, isStale, reload } = useData<Page<T>>(
    `${path}?${search}`,
  );
  const nextCursor = data?.nextCursor;
  // A stale page's next one is not this one's.
  const goOn = (to: string) =>
    isStale ? reload() : setCursors([...cursors, to]);
  return {
    items: data?.items,
    error,
    reload,
    next: nextCursor ? () => goOn(nextCursor) : undefined,
    previous: cursor ? () => setCursors(cursors.slice(0, -1)) : undefined,
  };
}
