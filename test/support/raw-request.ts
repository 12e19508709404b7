import { once } from 'node:events';
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the server closed without a word. */
  readonly status: number;
  readonly head: string;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

const PATIENCE_MS = 5_000;

/** Sends a request that `fetch` would tidy up or refuse: odd bytes, repeated headers, wrong paths. */
export function sendRaw(
  url: string,
  { method = 'POST', path, headers = [], body = '' }: RawRequest,
): Promise<RawAnswer> {
  const bytes = Buffer.from(body as string);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : []),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return sendBytes(url, Buffer.concat([head, bytes]), { hangUp: false });
}

/** Sends bytes as they are, HTTP or not, and waits until the server closes; who hangs up gets no late answer. */
export async function sendBytes(
  url: string,
  bytes: string | Buffer,
  { hangUp } = { hangUp: true },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server may hang up on what it does not want to read to the end.
  socket.on('error', () => undefined);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  if (hangUp) socket.end(bytes);
  else socket.write(bytes);
  await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString('utf8');
  const end = answer.indexOf('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0),
    head: end < 0 ? answer : answer.slice(0, end),
    text: end < 0 ? '' : answer.slice(end + 4),
  };
}
