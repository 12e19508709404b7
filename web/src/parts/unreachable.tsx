import type { MunjigiError } from '@munjigi/client';
import { useText } from '../language/language';
import { Button } from './button';
import { ErrorAlert } from './error-alert';

interface UnreachableProps {
  error: MunjigiError;
  retry: () => void;
  isPending: boolean;
}

/** Stands in for the page while nobody can say who is logged in. */
export function Unreachable({ error, retry, isPending }: UnreachableProps) {
  const t = useText();
  return (
    <main className="card narrow">
      <title>Munjigi</title>
      <h1>{t.unreachable}</h1>
      <ErrorAlert error={error} />
      <Button onClick={retry} isPending={isPending}>
        {t.tryAgain}
      </Button>
    </main>
  );
}
