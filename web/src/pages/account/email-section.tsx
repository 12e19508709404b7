import type { User } from '@munjigi/client';
import { useState } from 'react';
import { client } from '../../client';
import { useText } from '../../language/language';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { Section } from '../../parts/section';
import { changeProfile } from './change-profile';

export function EmailSection({ user }: { user: User }) {
  const t = useText();
  const [isMailed, setIsMailed] = useState(false);
  const change = async (email: string | undefined) => {
    await changeProfile({ email: email ?? '' });
    setIsMailed(true);
  };
  const isWaiting = isMailed || (user.email !== null && !user.emailVerified);
  return (
    <Section title={t.email}>
      <EmailState user={user} />
      <Form
        submit={t.account.changeEmail}
        done={t.account.emailMailed}
        blame={{ email_taken: 'email' }}
        action={({ email }) => change(email)}
      >
        <Field
          name="email"
          type="email"
          label={t.account.newEmail}
          autoComplete="email"
          required
        />
      </Form>
      {isWaiting && <ResendForm />}
    </Section>
  );
}

function EmailState({ user }: { user: User }) {
  const t = useText();
  if (user.email === null) return <p>{t.account.noEmail}</p>;
  return (
    <p>
      <strong>{user.email}</strong>{' '}
      <span className={user.emailVerified ? 'badge good' : 'badge'}>
        {user.emailVerified ? t.account.verified : t.account.unverified}
      </span>
    </p>
  );
}

function ResendForm() {
  const t = useText();
  return (
    <Form
      kind="quiet"
      submit={t.account.resend}
      done={t.account.resent}
      action={() => client.call('/api/auth/email/resend', { method: 'POST' })}
    />
  );
}
