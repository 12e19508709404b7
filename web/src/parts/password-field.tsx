import { type ComponentProps, useState } from 'react';
import { useText } from '../language/language';
import { Field } from './field';

/** A password, which may be looked at while it is typed. */
export function PasswordField(props: ComponentProps<typeof Field>) {
  const t = useText();
  const [isShown, setIsShown] = useState(false);
  return (
    <Field {...props} type={isShown ? 'text' : 'password'}>
      <button
        type="button"
        className="reveal"
        aria-pressed={isShown}
        aria-label={`${t.show}: ${props.label}`}
        onClick={() => setIsShown(!isShown)}
      >
        {t.show}
      </button>
    </Field>
  );
}
