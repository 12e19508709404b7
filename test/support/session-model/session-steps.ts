import fc from 'fast-check';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** What somebody does. Numbers choose among the sessions and tokens there are, counted round. */
export type Act =
  /** A tab sends the jar's token and the answer reaches the jar; its answer may be lost on the way. */
  | { readonly who: 'tab'; readonly session: number; readonly lost: boolean }
  /** Sends the token copied at the last `steal`, and goes on with what comes back. */
  | { readonly who: 'thief'; readonly session: number }
  /** Any token that was ever issued turns up again: `age` back from the newest. */
  | { readonly who: 'finder'; readonly session: number; readonly age: number }
  | { readonly who: 'caller'; readonly session: number; readonly age: number }
  | { readonly who: 'leaver'; readonly session: number; readonly age: number }
  | { readonly who: 'leaverOfAll' }
  | { readonly who: 'changer'; readonly session: number };

export type Step =
  | { readonly do: 'login' }
  | { readonly do: 'steal'; readonly session: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** All at the same time. */
  | { readonly do: 'together'; readonly acts: readonly Act[] };

const session = fc.nat(2);
/** Mostly the newest, seldom an old one. */
const age = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat(4) },
);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    // Tabs above all: other acts end the session, and a dead one shows little.
    weight: 16,
    arbitrary: fc.record({
      who: fc.constant('tab' as const),
      session,
      lost: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ who: fc.constant('thief' as const), session }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      who: fc.constant('finder' as const),
      session,
      age: fc.nat(4),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ who: fc.constant('caller' as const), session, age }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ who: fc.constant('leaver' as const), session, age }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ who: 'leaverOfAll' } as const),
  },
  {
    weight: 1,
    arbitrary: fc.record({ who: fc.constant('changer' as const), session }),
  },
);

/** Whole seconds: around the grace, around an access token's life, around the idle and the absolute life. */
const wait = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(1, 5, 9, 10, 11).map((s) => s * SECOND),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(9, 10).map((minutes) => minutes * MINUTE),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(1, 2, 5, 6, 7, 8).map((days) => days * DAY),
  },
  { weight: 1, arbitrary: fc.constant(7 * DAY - SECOND) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('together' as const),
      acts: fc.array(act, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: wait }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('steal' as const), session }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'login' } as const) },
);

export const STEPS = fc.array(step, {
  minLength: 3,
  maxLength: 12,
  size: 'max',
});
