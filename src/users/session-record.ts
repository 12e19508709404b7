/** One login of a user on one device, as it stands in `users.refresh_tokens` under its session id. Never holds a token. */
export interface SessionRecord {
  /** SHA-256 of the refresh token that is good now, base64url. */
  readonly current: string;
  /** SHA-256 of the one before, which is forgiven for the length of the grace. */
  readonly previous: string | null;
  /** What, with the previous token, the current one is recomputed from. */
  readonly salt: string | null;
  /** Milliseconds since 1970, like the two below. */
  readonly createdAt: number;
  /** The last login or refresh. */
  readonly rotatedAt: number;
  /** The idle or the absolute end, whichever is first. */
  readonly expiresAt: number;
  readonly userAgent: string | null;
  readonly ip: string;
}

export type SessionRecords = Record<string, SessionRecord>;

/** What a rotation changes of a record. */
export type RotatedMembers = Pick<
  SessionRecord,
  'current' | 'previous' | 'salt' | 'rotatedAt' | 'expiresAt'
>;
