import type { MunjigiError } from '@munjigi/client';
import {
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useAction } from '../data/use-action';
import { Button } from './button';
import { ErrorAlert } from './error-alert';
import { FieldProblems, type Problems } from './field';

/** What was typed, by field. What was left empty is not in it. */
type Values = Partial<Record<string, string>>;

interface FormProps {
  /** What to do with it. The server is the judge of every field. */
  action: (values: Values) => Promise<unknown>;
  submit: string;
  /** Said after success. */
  done?: string;
  /** Fields to blame for refusals that name none, by code. */
  blame?: Record<string, string>;
  kind?: 'primary' | 'quiet' | 'danger';
  children?: ReactNode;
}

/** Sends its fields once, however often it is pressed, and shows beside each what is wrong with it. */
export function Form({
  action,
  submit,
  done,
  blame,
  kind = 'primary',
  children,
}: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [tooShort, setTooShort] = useState<Problems>({});
  const { run, isPending, isDone, error } = useAction(async () => {
    setTooShort(tooShortOf(form.current!));
    await action(valuesOf(form.current!));
    form.current?.reset();
  });
  useEffect(() => {
    if (error) firstBadField(form.current)?.focus();
  }, [error]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    run();
  };
  const refused = problemsOf(error, blame);
  const isGeneral = Object.keys(refused).length === 0;
  // The server looks at a password once all else is right; who types it should not have to find out later.
  const problems = isGeneral ? {} : { ...tooShort, ...refused };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <ErrorAlert error={isGeneral ? error : undefined} />
      <FieldProblems value={problems}>{children}</FieldProblems>
      <Button type="submit" kind={kind} isPending={isPending}>
        {submit}
      </Button>
      <p role="status" className="done">
        {isDone && done}
      </p>
    </form>
  );
}

function valuesOf(form: HTMLFormElement): Values {
  const fields = [...new FormData(form)] as [string, string][];
  return Object.fromEntries(fields.filter(([, value]) => value !== ''));
}

function tooShortOf(form: HTMLFormElement): Problems {
  const inputs = [...form.querySelectorAll('input')];
  const short = inputs.filter(({ validity }) => validity.tooShort);
  const problem = { code: 'too_short', message: '' };
  return Object.fromEntries(short.map(({ name }) => [name, problem]));
}

function problemsOf(
  error: MunjigiError | undefined,
  blame: Record<string, string> = {},
): Problems {
  if (!error) return {};
  const blamed = blame[error.code];
  if (blamed) return { [blamed]: error };
  return Object.fromEntries(error.details.map((it) => [it.field, it]));
}

function firstBadField(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null;
}
