import type { User } from '@munjigi/client';
import { client } from '../../client';
import { useText } from '../../language/language';
import { Form } from '../../parts/form';
import { OwnUsername } from '../../parts/own-username';
import { PasswordField } from '../../parts/password-field';
import { Section } from '../../parts/section';

const BLAME = {
  invalid_credentials: 'currentPassword',
  password_too_weak: 'newPassword',
};

/** A new password, or the first one of who came by Kakao. */
export function PasswordSection({ user }: { user: User }) {
  const t = useText();
  const hasPassword = user.providers.includes('local');
  const change = async (body: object) => {
    await client.call('/api/auth/password/change', { body });
    await client.reload();
  };
  return (
    <Section title={t.password}>
      <p>{hasPassword ? t.account.endsOthers : t.account.noPassword}</p>
      <Form
        submit={t.account.setPassword}
        done={t.saved}
        blame={BLAME}
        action={change}
      >
        <OwnUsername user={user} />
        {hasPassword && (
          <PasswordField name="currentPassword" label={t.currentPassword} />
        )}
        <PasswordField name="newPassword" label={t.newPassword} isNew />
      </Form>
    </Section>
  );
}
