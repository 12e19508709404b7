import { type ComponentProps, createContext, useContext, useId } from 'react';

/** What is wrong, by name of the field. */
export const FieldProblems = createContext<Record<string, string>>({});

interface FieldProps extends ComponentProps<'input'> {
  name: string;
  label: string;
  hint?: string;
}

/** A labelled input with what is wrong with it beside it. */
export function Field({ name, label, hint, children, ...input }: FieldProps) {
  const id = useId();
  const problem = useContext(FieldProblems)[name];
  const notes = [hint && `${id}-hint`, problem && `${id}-problem`];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          name={name}
          aria-invalid={problem ? true : undefined}
          aria-describedby={notes.filter(Boolean).join(' ') || undefined}
          {...input}
        />
        {children}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="problem">
          {problem}
        </p>
      )}
    </div>
  );
}
