import type { User } from '@munjigi/client';
import { client } from '../../client';
import { useText } from '../../language/language';
import { Form } from '../../parts/form';
import { OwnUsername } from '../../parts/own-username';
import { PasswordField } from '../../parts/password-field';
import { Section } from '../../parts/section';
import { leave } from '../../session/farewell';

/** Folded up, so that nobody presses it on the way. */
export function DeletionSection({ user }: { user: User }) {
  const t = useText();
  return (
    <Section title={t.account.deletion}>
      <details>
        <summary>{t.account.deletionAbout}</summary>
        <Form
          kind="danger"
          submit={t.account.delete}
          blame={{ invalid_credentials: 'password' }}
          action={({ password }) =>
            leave('deleted', () => client.deleteAccount(password))
          }
        >
          {user.providers.includes('local') && (
            <>
              <OwnUsername user={user} />
              <PasswordField name="password" label={t.currentPassword} />
            </>
          )}
        </Form>
      </details>
    </Section>
  );
}
