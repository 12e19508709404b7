import type { World } from '../state/world.js';
import type { Ask } from '../http/ask.js';

const SECRET_FIELDS = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'code_verifier',
];

/** Addresses end up in logs: nothing secret belongs there. */
export function noteSecretsInQuery(world: World, ask: Ask): void {
  for (const [name, value] of ask.query)
    if (SECRET_FIELDS.includes(name) || world.apps.isSecret(value))
      world.journal.note(
        `Sent a token or secret in the query of ${ask.path} (${name}).`,
      );
}
