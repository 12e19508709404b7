import type { User } from '@munjigi/client';
import { useText } from '../../language/language';
import { Time } from '../../parts/time';
import { UserActions } from './user-actions';

export interface AdminUser extends User {
  readonly status: 'active' | 'disabled';
  readonly lastLoginAt: string | null;
  readonly sessionCount: number;
}

export interface UserItemProps {
  user: AdminUser;
  onChanged: () => void;
}

export function UserItem({ user, onChanged }: UserItemProps) {
  const t = useText();
  return (
    <li className="tall">
      <div>
        <strong>{user.nickname}</strong>{' '}
        {user.role === 'admin' && (
          <span className="badge good">{t.admin.isAdmin}</span>
        )}{' '}
        {user.status === 'disabled' && (
          <span className="badge">{t.admin.isDisabled}</span>
        )}
        <p className="hint">
          {[user.username, user.email, user.providers.join(' + ')]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="hint">
          {t.admin.sessionCount(user.sessionCount)}
          {user.lastLoginAt && (
            <>
              {' · '}
              {t.admin.lastLogin} <Time at={user.lastLoginAt} />
            </>
          )}
        </p>
      </div>
      <UserActions user={user} onChanged={onChanged} />
    </li>
  );
}
