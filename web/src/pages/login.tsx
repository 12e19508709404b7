import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { EntryForm } from '../parts/entry-form';
import { Page } from '../parts/page';
import { useFarewell } from '../session/farewell';
import { useReturnTo, withReturnTo } from '../session/gates';

export function LoginPage() {
  const t = useText();
  const returnTo = useReturnTo();
  const farewell = useFarewell();
  return (
    <Page title={t.login.title} isNarrow>
      {farewell && (
        <p role="status" className="notice">
          {t.farewells[farewell]}
        </p>
      )}
      <EntryForm
        username={{ label: t.login.name }}
        submit={t.login.submit}
        action={({ username = '', password = '' }) =>
          client.login({ username, password })
        }
      />
      <p className="links">
        <Link href="/forgot-password">{t.forgot.title}</Link>
        <Link href={withReturnTo('/register', returnTo)}>
          {t.register.title}
        </Link>
      </p>
    </Page>
  );
}
