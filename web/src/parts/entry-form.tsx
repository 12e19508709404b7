import type { ComponentProps } from 'react';
import { useText } from '../language/language';
import { useReturnTo } from '../session/gates';
import { Field } from './field';
import { Form } from './form';
import { KakaoButton } from './kakao-button';
import { PasswordField } from './password-field';

interface EntryFormProps extends ComponentProps<typeof Form> {
  username: { label: string; hint?: string };
  isNew?: boolean;
}

/** The ways in: a name and a password, or Kakao. Once logged in, the page's gate leads on. */
export function EntryForm({
  username,
  isNew,
  children,
  ...form
}: EntryFormProps) {
  const t = useText();
  const returnTo = useReturnTo();
  return (
    <>
      <Form {...form}>
        <Field
          name="username"
          {...username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <PasswordField name="password" label={t.password} isNew={isNew} />
        {children}
      </Form>
      <p className="or">{t.or}</p>
      <KakaoButton returnTo={returnTo} />
    </>
  );
}
