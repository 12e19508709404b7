import type { Ask } from '../http/ask.js';
import type { World } from '../state/world.js';

const GRANT_TYPES = ['authorization_code', 'refresh_token'];

/** Notes what is wrong about a token request besides its outcome. */
export function noteTokenManners(world: World, ask: Ask): void {
  const note = (wrongdoing: string) => world.journal.note(wrongdoing);
  if (!ask.isForm)
    note('Asked for tokens with a body that is not form-urlencoded.');
  if (ask.authorization !== undefined)
    note('Sent an Authorization header (HTTP Basic?) to the token endpoint.');
  if (ask.query.size > 0) note('Asked for tokens with fields in the query.');
  for (const name of new Set(ask.form.keys()))
    if (ask.form.getAll(name).length > 1)
      note(`Sent ${name} twice to the token endpoint.`);
  if (ask.isForm && !GRANT_TYPES.includes(ask.form.get('grant_type') ?? ''))
    note('Asked for tokens with a grant_type that does not exist.');
  if (world.codes.hasFailed(ask.form.get('code')))
    note('Sent a code again that had failed before: codes are single-use.');
}

/** The answer is lost, and so is the code: retrying it is of no use. */
export function loseCode(world: World, ask: Ask): void {
  const code = ask.form.get('code');
  world.codes.consume(code);
  world.codes.markFailed(code);
}
