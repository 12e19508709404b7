/** Why the embedded PostgreSQL cannot be used: one line, written for the person who started the program. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
