import { Client } from 'pg';

interface Sender {
  readonly connectionParameters: { readonly application_name: string };
}

/** The statements that requests have sent since, a transaction's BEGIN and COMMIT too; not those of the listener, which beats when it likes, nor a test's own. */
export function watchStatements(): {
  readonly texts: () => string[];
  readonly end: () => void;
} {
  const spy = vi.spyOn(Client.prototype, 'query');
  const sent = () =>
    (spy.mock.calls as unknown[][]).filter(
      (_call, index) =>
        nameOf(spy.mock.contexts[index] as unknown as Sender) === 'munjigi',
    );
  const textOf = ([first]: unknown[]) =>
    typeof first === 'string' ? first : (first as { text: string }).text;
  return { texts: () => sent().map(textOf), end: () => spy.mockRestore() };
}

function nameOf({ connectionParameters }: Sender): string {
  return connectionParameters.application_name;
}
