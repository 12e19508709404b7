import type { User } from '@munjigi/client';
import { useText } from '../../language/language';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { Section } from '../../parts/section';
import { changeProfile } from './change-profile';

export function ProfileSection({ user }: { user: User }) {
  const t = useText();
  return (
    <Section title={t.account.profile}>
      {user.username && (
        <p>
          {t.username}: <strong>{user.username}</strong>
        </p>
      )}
      <Form
        submit={t.save}
        done={t.saved}
        action={({ nickname = '' }) => changeProfile({ nickname })}
      >
        <Field
          name="nickname"
          label={t.nickname}
          defaultValue={user.nickname}
          autoComplete="nickname"
          required
        />
      </Form>
    </Section>
  );
}
