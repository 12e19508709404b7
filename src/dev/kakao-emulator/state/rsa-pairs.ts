import {
  generateKeyPair as generateKeyPairWithCallback,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

const TERMS = { modulusLength: 2048 };
const generateKeyPair = promisify(generateKeyPairWithCallback);

export interface RsaPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** More than are published at a time, and than a test retires. */
const IN_TURN = 5;
// A pair costs a fifth of a second of a core, so a process makes few and hands them out again, under new names.
const pairs: RsaPair[] = [];
let turn = 0;
let strangers: RsaPair | undefined;

/** The next pair; makes it in the background if it has to. */
export async function preparedPair(): Promise<RsaPair> {
  const index = turn++ % IN_TURN;
  return (pairs[index] ??= await generateKeyPair('rsa', TERMS));
}

/** The next pair, at once. */
export function nextPair(): RsaPair {
  return (pairs[turn++ % IN_TURN] ??= generateKeyPairSync('rsa', TERMS));
}

/** One that is never the next. */
export function strangersPair(): RsaPair {
  return (strangers ??= generateKeyPairSync('rsa', TERMS));
}
