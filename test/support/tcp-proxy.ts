import { once } from 'node:events';
import { Transform } from 'node:stream';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to the database that can be cut. */
export interface TcpProxy {
  /** The database, by way of this. */
  readonly url: string;
  /** Hangs up on everybody and on who calls. */
  refuse(): void;
  /** Says nothing any more, neither on old connections nor on new ones; those are lost for ever. */
  hang(): void;
  /** Holds back what is on its way on the connections there are. */
  stall(): void;
  /** Delivers what was held back. */
  resume(): void;
  /** Lets through what is said on the connections there are, and brings no answer any more. */
  keepAnswers(): void;
  /** Connects again whoever calls now. */
  restore(): void;
  close(): Promise<void>;
}

/** @param alter changes what goes to the database on its way */
export async function startTcpProxy(
  databaseUrl: string,
  alter: (chunk: Buffer) => Buffer = (chunk) => chunk,
): Promise<TcpProxy> {
  const { hostname, port } = new URL(databaseUrl);
  let state: 'open' | 'refusing' | 'hanging' = 'open';
  const wires = new Set<{ near: Socket; far: Socket | undefined }>();
  const lost = new Set<Socket>();
  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (state === 'refusing') return near.destroy();
    const wire = {
      near,
      far: state === 'open' ? connect(Number(port), hostname) : undefined,
    };
    wires.add(wire);
    near.on('close', () => {
      if (wire.far && !lost.has(wire.far)) wire.far.destroy();
      wires.delete(wire);
    });
    if (!wire.far) return;
    wire.far.on('error', () => near.destroy());
    wire.far.on('close', () => near.destroy());
    near
      .pipe(
        new Transform({
          transform: (chunk, _, next) => next(null, alter(chunk as Buffer)),
        }),
      )
      .pipe(wire.far)
      .pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = Object.assign(new URL(databaseUrl), {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const destroyAll = () => {
    for (const { near } of wires) near.destroy();
  };
  return {
    url: through.href,
    refuse: () => {
      state = 'refusing';
      destroyAll();
    },
    hang: () => {
      state = 'hanging';
      for (const { near, far } of wires) {
        if (!far) continue;
        // Nor does the database hear that somebody has hung up.
        lost.add(far);
        near.unpipe();
        far.unpipe(near);
        // What comes is thrown away, as by a firewall that forgot the connection.
        near.resume();
        far.resume();
      }
    },
    stall: () => {
      for (const { near, far } of wires) {
        near.pause();
        far?.pause();
      }
    },
    resume: () => {
      for (const { near, far } of wires) {
        near.resume();
        far?.resume();
      }
    },
    keepAnswers: () => {
      for (const { near, far } of wires) far?.unpipe(near).resume();
    },
    restore: () => {
      state = 'open';
    },
    close: async () => {
      destroyAll();
      for (const far of lost) far.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
