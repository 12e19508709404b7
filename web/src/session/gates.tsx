import type { User } from '@munjigi/client';
import { Fragment, type ReactNode } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { NotFoundPage } from '../pages/not-found';
import { returnPath } from './return-path';
import { useSession } from './session';

interface MembersProps {
  only?: User['role'];
  children: (user: User) => ReactNode;
}

/** For whoever is logged in. The others log in first and come back. */
export function Members({ only, children }: MembersProps) {
  const user = useSession();
  const [path] = useLocation();
  if (!user) return <Redirect to={withReturnTo('/login', path)} replace />;
  if (only && user.role !== only) return <NotFoundPage />;
  // Another user's page begins anew: what was typed, chosen and loaded for the one before is not theirs.
  return <Fragment key={user.id}>{children(user)}</Fragment>;
}

/** For whoever is not logged in. The others go where they wanted to. */
export function Guests({ children }: { children: ReactNode }) {
  const returnTo = useReturnTo();
  // A redirect acts once in its life, and this may lead to another page of guests, whose gate stands in the same place.
  const onward = <Redirect key={returnTo} to={returnTo} replace />;
  return useSession() ? onward : children;
}

/** Where to go once logged in. */
export function useReturnTo(): string {
  const wanted = new URLSearchParams(useSearch()).get('returnTo');
  return returnPath(wanted, location.origin);
}

/** The address of a page that leads on to `returnTo`. */
export function withReturnTo(page: string, returnTo: string): string {
  const query = new URLSearchParams({ returnTo });
  return returnTo === '/' ? page : `${page}?${query}`;
}
