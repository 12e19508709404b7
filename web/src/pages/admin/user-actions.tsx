import { client } from '../../client';
import { useAction } from '../../data/use-action';
import { useText } from '../../language/language';
import { Button } from '../../parts/button';
import { ConfirmButton } from '../../parts/confirm-button';
import { ErrorAlert } from '../../parts/error-alert';
import type { UserItemProps } from './user-item';

interface Change {
  readonly method: 'PATCH' | 'DELETE';
  readonly path?: string;
  readonly body?: object;
}

export function UserActions({ user, onChanged }: UserItemProps) {
  const t = useText();
  const { run, error } = useAction(async ({ path = '', ...rest }: Change) => {
    await client.call(`/api/admin/users/${user.id}${path}`, rest);
    onChanged();
  });
  const change = (body: object) => run({ method: 'PATCH', body });
  const isActive = user.status === 'active';
  const isAdmin = user.role === 'admin';
  return (
    <div role="group" aria-label={user.nickname}>
      <ErrorAlert error={error} />
      <div className="row">
        <Button
          kind="quiet"
          onClick={() => change({ status: isActive ? 'disabled' : 'active' })}
        >
          {isActive ? t.admin.disable : t.admin.enable}
        </Button>
        <Button
          kind="quiet"
          onClick={() => change({ role: isAdmin ? 'user' : 'admin' })}
        >
          {isAdmin ? t.admin.makeUser : t.admin.makeAdmin}
        </Button>
        <Button
          kind="quiet"
          onClick={() => run({ method: 'DELETE', path: '/sessions' })}
        >
          {t.admin.logOut}
        </Button>
        <ConfirmButton
          label={t.admin.delete}
          question={t.admin.deleteQuestion(user.nickname)}
          onConfirm={() => run({ method: 'DELETE' })}
        />
      </div>
    </div>
  );
}
