import { type ComponentProps, useState } from 'react';
import { useText } from '../language/language';
import { Field } from './field';

interface PasswordFieldProps {
  name: string;
  label: string;
  /** One to be chosen. */
  isNew?: boolean;
}

/** A password, which may be looked at while it is typed. */
export function PasswordField({ isNew = false, ...rest }: PasswordFieldProps) {
  const t = useText();
  const [isShown, setIsShown] = useState(false);
  const kind: Partial<ComponentProps<typeof Field>> = isNew
    ? { autoComplete: 'new-password', hint: t.passwordHint, minLength: 8 }
    : { autoComplete: 'current-password' };
  return (
    <Field {...rest} {...kind} type={isShown ? 'text' : 'password'} required>
      <button
        type="button"
        className="reveal"
        aria-pressed={isShown}
        aria-label={`${t.show}: ${rest.label}`}
        onClick={() => setIsShown(!isShown)}
      >
        {t.show}
      </button>
    </Field>
  );
}
