import { connect } from 'node:net';

/**
 * Sends requests over keep-alive connections, one at a time on each, for `seconds`.
 * @param {{ port: number, connections: number, seconds: number, requestFor: (i: number) => string, onAnswer?: (i: number, head: string, status: number) => void }} load
 * @returns {Promise<{ rate: number, p99: number, failed: number }>} answers a second; p99 in milliseconds
 */
export async function run(load) {
  const latencies = [];
  let failed = 0;
  const end = performance.now() + load.seconds * 1000;
  const one = (i) =>
    new Promise((resolve, reject) => {
      const socket = connect(load.port, '127.0.0.1');
      socket.setNoDelay(true).on('error', reject).on('close', resolve);
      let buffer = '';
      let sentAt = 0;
      const send = () => {
        sentAt = performance.now();
        if (sentAt >= end) return socket.end();
        socket.write(load.requestFor(i));
      };
      socket.on('data', (chunk) => {
        buffer += chunk.toString('latin1');
        const headEnd = buffer.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const head = buffer.slice(0, headEnd);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (buffer.length < headEnd + 4 + length) return;
        latencies.push(performance.now() - sentAt);
        const status = Number(head.slice(9, 12));
        if (status !== 200) failed += 1;
        load.onAnswer?.(i, head, status);
        buffer = '';
        send();
      });
      socket.once('connect', send);
    });
  await Promise.all(Array.from({ length: load.connections }, (_, i) => one(i)));
  latencies.sort((a, b) => a - b);
  return {
    rate: latencies.length / load.seconds,
    p99: latencies[Math.floor(latencies.length * 0.99)],
    failed,
  };
}
