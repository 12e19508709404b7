import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { useText } from '../../language/language';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { Page } from '../../parts/page';
import { UserList } from './user-list';

export function AdminPage() {
  const t = useText();
  const [q, setQ] = useState('');
  const search = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setQ(new FormData(event.currentTarget).get('q') as string);
  };
  return (
    <Page title={t.admin.title}>
      <p>
        <Link href="/admin/audit">{t.admin.audit}</Link>
      </p>
      <form role="search" className="search" onSubmit={search}>
        <Field name="q" type="search" label={t.admin.search} />
        <Button type="submit">{t.admin.find}</Button>
      </form>
      <UserList key={q} q={q} />
    </Page>
  );
}
