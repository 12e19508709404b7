import type { MunjigiError } from '@munjigi/client';
import { useText } from '../language/language';

export function ErrorAlert({ error }: { error: MunjigiError | undefined }) {
  const t = useText();
  const text = (it: MunjigiError) => {
    if (it.code === 'network') return t.networkError;
    if (it.code === 'unexpected') return t.unexpected;
    return it.code === 'rate_limited' ? t.wait(it.retryAfter ?? 1) : it.message;
  };
  return (
    <div role="alert">{error && <p className="alert">{text(error)}</p>}</div>
  );
}
