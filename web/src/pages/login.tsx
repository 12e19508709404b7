import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { KakaoButton } from '../parts/kakao-button';
import { Page } from '../parts/page';
import { PasswordField } from '../parts/password-field';
import { useReturnTo, withReturnTo } from '../session/gates';

/** Once logged in, its gate leads on. */
export function LoginPage() {
  const t = useText();
  const returnTo = useReturnTo();
  return (
    <Page title={t.login.title} isNarrow>
      <Form
        submit={t.login.submit}
        action={({ username = '', password = '' }) =>
          client.login({ username, password })
        }
      >
        <Field
          name="username"
          label={t.login.name}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <PasswordField
          name="password"
          label={t.password}
          autoComplete="current-password"
          required
        />
      </Form>
      <p className="or">{t.or}</p>
      <KakaoButton returnTo={returnTo} />
      <p className="links">
        <Link href="/forgot-password">{t.forgot.title}</Link>
        <Link href={withReturnTo('/register', returnTo)}>
          {t.register.title}
        </Link>
      </p>
    </Page>
  );
}
