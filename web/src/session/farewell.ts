import { useSyncExternalStore } from 'react';
import { client } from '../client';
import type { Texts } from '../language/en';

type Farewell = keyof Texts['farewells'];

let farewell: Farewell | undefined;
let isLeaving = false;
let wasHere = false;
const listeners = new Set<() => void>();

function say(next: Farewell | undefined): void {
  farewell = next;
  for (const heard of listeners) heard();
}

// A page load that finds nobody is no end of anything.
client.onChange((user) => {
  say(!user && wasHere ? 'ended' : undefined);
  wasHere = user !== null;
});

/** Ends the login because the person here wants to. Any other end is a surprise to them. */
export async function leave(
  wish: Farewell,
  end: () => Promise<void>,
): Promise<void> {
  isLeaving = true;
  try {
    await end();
    farewell = wish;
  } finally {
    isLeaving = false;
    say(farewell);
  }
}

function listen(heard: () => void): () => void {
  listeners.add(heard);
  return () => void listeners.delete(heard);
}

/** How the login ended that was here; undefined: there was none. */
export function useFarewell(): Farewell | undefined {
  return useSyncExternalStore(listen, () => (isLeaving ? undefined : farewell));
}
