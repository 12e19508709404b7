import { useState } from 'react';
import { Link } from 'wouter';
import { arrival } from '../arrival';
import { client } from '../client';
import { useText } from '../language/language';
import { Form } from '../parts/form';
import { Page } from '../parts/page';
import { PasswordField } from '../parts/password-field';
import { followUp } from '../session/follow-up';

/** Where the mail about a forgotten password leads. */
export function ResetPasswordPage() {
  const t = useText();
  const [isDone, setIsDone] = useState(false);
  return (
    <Page title={t.reset.title} isNarrow>
      {arrival.token !== null && !isDone ? (
        <ResetForm token={arrival.token} onDone={() => setIsDone(true)} />
      ) : (
        <p role="status">{isDone ? t.reset.done : t.linkMissing}</p>
      )}
      <p className="links">
        <Link href="/login">{t.login.title}</Link>
        <Link href="/forgot-password">{t.forgot.title}</Link>
      </p>
    </Page>
  );
}

interface ResetFormProps {
  token: string;
  onDone: () => void;
}

function ResetForm({ token, onDone }: ResetFormProps) {
  const t = useText();
  const reset = async (newPassword: string | undefined) => {
    const body = { token, newPassword };
    await client.call('/api/auth/password/reset', { body });
    onDone();
    await followUp();
  };
  return (
    <Form
      submit={t.reset.submit}
      blame={{ password_too_weak: 'newPassword' }}
      action={({ newPassword }) => reset(newPassword)}
    >
      <PasswordField name="newPassword" label={t.newPassword} isNew />
    </Form>
  );
}
