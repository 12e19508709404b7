import { Link } from 'wouter';
import { usePages } from '../../data/use-pages';
import { useText } from '../../language/language';
import { ErrorAlert } from '../../parts/error-alert';
import { Page } from '../../parts/page';
import { Pager } from '../../parts/pager';
import { Skeleton } from '../../parts/skeleton';
import { type AuditEvent, AuditItem } from './audit-item';

export function AuditPage() {
  const t = useText();
  const { items, error, previous, next } =
    usePages<AuditEvent>('/api/admin/audit');
  return (
    <Page title={t.admin.audit}>
      <p>
        <Link href="/admin">{t.admin.title}</Link>
      </p>
      <div className="card">
        <ErrorAlert error={error} />
        {!items && !error && <Skeleton />}
        <ul className="list">
          {items?.map((event) => (
            <AuditItem key={event.id} event={event} />
          ))}
        </ul>
        <Pager previous={previous} next={next} />
      </div>
    </Page>
  );
}
