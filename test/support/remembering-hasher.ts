import { PasswordHasher } from '../../src/auth/credentials/password-hasher.js';

/** Of all the files of a worker. */
const hashes = new Map<string, Promise<string>>();
const verdicts = new Map<string, Promise<boolean>>();

/** The real one, asked once for each hash and each verdict: nearly all people of the tests have the same password. */
export class RememberingHasher extends PasswordHasher {
  override hash(password: string): Promise<string> {
    return remember(hashes, password, () => super.hash(password));
  }

  override verify(stored: string | null, password: string): Promise<boolean> {
    return remember(verdicts, JSON.stringify([stored, password]), () =>
      super.verify(stored, password),
    );
  }
}

function remember<Result>(
  results: Map<string, Promise<Result>>,
  key: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const known = results.get(key);
  if (known) return known;
  const result = work();
  results.set(key, result);
  // That there was no place in the queue says nothing of the password.
  void result.catch(() => results.delete(key));
  return result;
}
