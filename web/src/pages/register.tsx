import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { EntryForm } from '../parts/entry-form';
import { Field } from '../parts/field';
import { Page } from '../parts/page';
import { useReturnTo, withReturnTo } from '../session/gates';

const BLAME = {
  username_taken: 'username',
  username_not_allowed: 'username',
  password_too_weak: 'password',
  email_taken: 'email',
};

export function RegisterPage() {
  const t = useText();
  const returnTo = useReturnTo();
  return (
    <Page title={t.register.title} isNarrow>
      <EntryForm
        username={{ label: t.username, hint: t.usernameHint }}
        isNew
        submit={t.register.submit}
        blame={BLAME}
        action={({ username = '', password = '', nickname, email }) =>
          client.register({ username, password, nickname, email })
        }
      >
        <OptionalFields />
      </EntryForm>
      <p className="links">
        <Link href={withReturnTo('/login', returnTo)}>{t.login.title}</Link>
      </p>
    </Page>
  );
}

function OptionalFields() {
  const t = useText();
  return (
    <>
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
