import type { MunjigiError } from '@munjigi/client';
import { useText } from '../language/language';

export function ErrorAlert({ error }: { error: MunjigiError | undefined }) {
  const t = useText();
  const texts: Partial<Record<string, string>> = t.ownErrors;
  const text = (it: MunjigiError) => {
    if (it.code === 'rate_limited') return t.wait(it.retryAfter ?? 1);
    // Whoever is between here and the server may have written the code: `constructor` is a member of every object.
    return Object.hasOwn(texts, it.code) ? texts[it.code] : it.message;
  };
  return (
    <div role="alert">{error && <p className="alert">{text(error)}</p>}</div>
  );
}
