import type { User } from '@munjigi/client';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useSyncExternalStore,
} from 'react';
import { client } from '../client';
import { useAction } from '../data/use-action';
import { Skeleton } from '../parts/skeleton';
import { Unreachable } from '../parts/unreachable';

/** Undefined only outside of the provider. */
const Session = createContext<User | null | undefined>(undefined);

const onChange = (changed: () => void) => client.onChange(changed);
const userNow = () => client.user;

/** Knows who is logged in, from the moment the page loads. Shows its children once that is decided. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const user = useSyncExternalStore(onChange, userNow);
  const { run: restore, error, isPending } = useAction(() => client.restore());
  useEffect(restore, [restore]);
  if (user !== undefined) return <Session value={user}>{children}</Session>;
  // Nobody is logged out by a server that does not answer.
  return error ? (
    <Unreachable error={error} retry={restore} isPending={isPending} />
  ) : (
    <Skeleton />
  );
}

/** Who is logged in; null: nobody. */
export function useSession(): User | null {
  const user = useContext(Session);
  if (user === undefined) throw new Error('There is no SessionProvider here');
  return user;
}
