import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import type { KakaoSite } from './kakao-site.js';

declare module 'vitest' {
  interface ProvidedContext {
    lenderUrl: string;
  }
}

/** What the files of a run have one of, and what they get to know of each. */
export interface Lendings {
  readonly browser: { readonly url: string };
  readonly webApp: { readonly url: string; readonly databaseUrl: string };
  readonly kakaoSite: KakaoSite;
}

type Lent<Thing> = Thing & { close(): Promise<unknown> };

export type Starters = {
  readonly [Name in keyof Lendings]: () => Promise<Lent<Lendings[Name]>>;
};

/** Hears the workers of a run; starts nothing before one of them asks for it. */
export async function lend(
  starters: Starters,
): Promise<{ url: string; close: () => Promise<void> }> {
  const started = new Map<string, Promise<Lent<object>>>();
  const server = createServer((request, response) => {
    const name = request.url!.slice(1) as keyof Lendings;
    const thing = started.get(name) ?? starters[name]();
    started.set(name, thing);
    thing.then(
      (lent) => response.end(JSON.stringify(lent)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const thing of await Promise.allSettled(started.values()))
        if (thing.status === 'fulfilled') await thing.value.close();
    },
  };
}

/** @throws Error of what could not start */
export async function borrow<Name extends keyof Lendings>(
  name: Name,
): Promise<Lendings[Name]> {
  const response = await fetch(`${inject('lenderUrl')}/${name}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return JSON.parse(answer) as Lendings[Name];
}
