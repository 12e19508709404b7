import { Link } from 'wouter';
import { client } from '../client';
import { useText } from '../language/language';
import { Form } from '../parts/form';
import { Page } from '../parts/page';
import { PasswordField } from '../parts/password-field';
import { followUp } from '../session/follow-up';
import { useMailToken } from '../session/use-mail-token';

/** Where the mail about a forgotten password leads. */
export function ResetPasswordPage() {
  const t = useText();
  const { token, isUsed, onUsed } = useMailToken();
  const reset = async (newPassword: string | undefined) => {
    const body = { token, newPassword };
    await client.call('/api/auth/password/reset', { body });
    onUsed();
    await followUp();
  };
  return (
    <Page title={t.reset.title} isNarrow>
      {token ? (
        <Form
          submit={t.reset.submit}
          blame={{ password_too_weak: 'newPassword' }}
          action={({ newPassword }) => reset(newPassword)}
        >
          <PasswordField name="newPassword" label={t.newPassword} isNew />
        </Form>
      ) : (
        <p role="status" className={isUsed ? 'done' : undefined}>
          {isUsed ? t.reset.done : t.linkMissing}
        </p>
      )}
      <p className="links">
        <Link href="/login">{t.login.title}</Link>
        {!isUsed && <Link href="/forgot-password">{t.forgot.title}</Link>}
      </p>
    </Page>
  );
}
