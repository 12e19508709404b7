import { usePages } from '../../data/use-pages';
import { useText } from '../../language/language';
import { ErrorAlert } from '../../parts/error-alert';
import { Pager } from '../../parts/pager';
import { Skeleton } from '../../parts/skeleton';
import { type AdminUser, UserItem } from './user-item';

export function UserList({ q }: { q: string }) {
  const t = useText();
  const { items, error, reload, previous, next } = usePages<AdminUser>(
    '/api/admin/users',
    q === '' ? {} : { q },
  );
  return (
    <div className="card">
      <ErrorAlert error={error} />
      {!items && !error && <Skeleton />}
      {items?.length === 0 && <p>{t.admin.nobody}</p>}
      <ul className="list">
        {items?.map((user) => (
          <UserItem key={user.id} user={user} onChanged={reload} />
        ))}
      </ul>
      <Pager previous={previous} next={next} />
    </div>
  );
}
