import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { KakaoButton } from '../parts/kakao-button';
import { Page } from '../parts/page';
import { PasswordField } from '../parts/password-field';
import { useReturnTo, withReturnTo } from '../session/gates';

const BLAME = {
  username_taken: 'username',
  username_not_allowed: 'username',
  password_too_weak: 'password',
  email_taken: 'email',
};

/** Once logged in, its gate leads on. */
export function RegisterPage() {
  const t = useText();
  const returnTo = useReturnTo();
  return (
    <Page title={t.register.title} isNarrow>
      <Form
        submit={t.register.submit}
        blame={BLAME}
        action={({ username = '', password = '', nickname, email }) =>
          client.register({ username, password, nickname, email })
        }
      >
        <RegistrationFields />
      </Form>
      <p className="or">{t.or}</p>
      <KakaoButton returnTo={returnTo} />
      <p className="links">
        <Link href={withReturnTo('/login', returnTo)}>{t.login.title}</Link>
      </p>
    </Page>
  );
}

function RegistrationFields() {
  const t = useText();
  return (
    <>
      <Field
        name="username"
        label={t.username}
        hint={t.usernameHint}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField
        name="password"
        label={t.password}
        hint={t.passwordHint}
        autoComplete="new-password"
        required
      />
      <Field
        name="nickname"
        label={t.nicknameOptional}
        autoComplete="nickname"
      />
      <Field
        name="email"
        type="email"
        label={t.emailOptional}
        autoComplete="email"
      />
    </>
  );
}
