import { client } from '../../client';
import { useAction } from '../../data/use-action';
import type { Texts } from '../../language/en';
import { useText } from '../../language/language';
import { Button } from '../../parts/button';
import { ConfirmButton } from '../../parts/confirm-button';
import { ErrorAlert } from '../../parts/error-alert';
import type { AdminUser, UserItemProps } from './user-item';

interface Change {
  readonly method: 'PATCH' | 'DELETE';
  readonly path?: string;
  readonly body?: object;
}

export function UserActions({ user, onChanged }: UserItemProps) {
  const t = useText();
  const { run, isPending, error } = useAction(
    async ({ path = '', method, body }: Change) => {
      await client.call(`/api/admin/users/${user.id}${path}`, { method, body });
      onChanged();
    },
  );
  return (
    <div role="group" aria-label={user.nickname}>
      <ErrorAlert error={error} />
      <div className="row">
        {Object.entries(changesOf(user, t)).map(([what, change]) => (
          <Button
            key={what}
            kind="quiet"
            isPending={isPending}
            onClick={() => run(change)}
          >
            {change.label}
          </Button>
        ))}
        <ConfirmButton
          label={t.admin.delete}
          isPending={isPending}
          question={t.admin.deleteQuestion(user.nickname)}
          onConfirm={() => run({ method: 'DELETE' })}
        />
      </div>
    </div>
  );
}

/** What is done without asking once more. */
function changesOf(
  { status, role }: AdminUser,
  { admin: t }: Texts,
): Record<string, Change & { readonly label: string }> {
  const isActive = status === 'active';
  const isAdmin = role === 'admin';
  return {
    status: {
      label: isActive ? t.disable : t.enable,
      method: 'PATCH',
      body: { status: isActive ? 'disabled' : 'active' },
    },
    role: {
      label: isAdmin ? t.makeUser : t.makeAdmin,
      method: 'PATCH',
      body: { role: isAdmin ? 'user' : 'admin' },
    },
    sessions: { label: t.logOut, method: 'DELETE', path: '/sessions' },
  };
}
