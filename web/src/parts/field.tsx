import { type ComponentProps, createContext, useContext, useId } from 'react';
import { useText } from '../language/language';

/** What is wrong, by name of the field. */
export type Problems = Record<string, { code: string; message: string }>;

export const FieldProblems = createContext<Problems>({});

interface FieldProps extends ComponentProps<'input'> {
  name: string;
  label: string;
  hint?: string;
}

/** A labelled input, beside it a hint, or what is wrong with it. */
export function Field({ name, label, hint, children, ...input }: FieldProps) {
  const id = useId();
  const problem = useProblem(name);
  const note = problem ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          name={name}
          aria-invalid={problem ? true : undefined}
          aria-describedby={note && `${id}-note`}
          {...input}
        />
        {children}
      </div>
      {note && (
        <p id={`${id}-note`} className={problem ? 'problem' : 'hint'}>
          {note}
        </p>
      )}
    </div>
  );
}

/** In the page's own words, where it has any. */
function useProblem(name: string): string | undefined {
  const texts: Partial<Record<string, string>> = useText().fieldProblems;
  const problem = useContext(FieldProblems)[name];
  if (!problem) return undefined;
  // Whoever is between here and the server may have written the code: `constructor` is a member of every object.
  return Object.hasOwn(texts, problem.code)
    ? texts[problem.code]
    : problem.message;
}
