/** How long the contract lets what is written by one travel to all. */
const TRAVEL_MS = 1_000;

/**
 * Asks until the outcome is there, which no question may miss that is asked a second or more after this begins. When the
 * answers come is no matter: whoever asks or is asked may have to wait for a core.
 */
export async function arrivesInTime<Outcome>(
  ask: () => Promise<Outcome>,
  expected: Outcome,
): Promise<void> {
  const since = performance.now();
  for (;;) {
    const askedAfter = performance.now() - since;
    const outcome = await ask();
    if (outcome === expected) return;
    if (askedAfter >= TRAVEL_MS) return expect(outcome).toEqual(expected);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
