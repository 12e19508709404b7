import type { User } from '@munjigi/client';

/** Tells a password manager whose password the form is about. It has no name, and so is not sent. */
export function OwnUsername({ user }: { user: User }) {
  const name = user.username ?? user.email ?? '';
  return <input autoComplete="username" value={name} readOnly hidden />;
}
