import { client } from '../client';
import { useText } from '../language/language';
import { Field } from '../parts/field';
import { Form } from '../parts/form';
import { Page } from '../parts/page';

/** Says the same whoever's address it is, as the server does. */
export function ForgotPasswordPage() {
  const t = useText();
  return (
    <Page title={t.forgot.title} isNarrow>
      <p>{t.forgot.about}</p>
      <Form
        submit={t.forgot.submit}
        done={t.forgot.done}
        action={(body) => client.call('/api/auth/password/forgot', { body })}
      >
        <Field
          name="email"
          type="email"
          label={t.email}
          autoComplete="email"
          required
        />
      </Form>
    </Page>
  );
}
