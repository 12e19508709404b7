import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { OneTimeToken, type TokenPurpose } from './one-time-token.entity.js';

/** Whose a token is, and the address it was mailed to. */
export interface TokenOwner {
  readonly userId: string;
  readonly email: string;
}

// Users before what hangs on them, here and below: whoever locks both does it in one order.
const INSERT = `
  WITH owner AS (
    SELECT id,
      CASE WHEN email_verified THEN email END AS verified,
      coalesce(pending_email, CASE WHEN NOT email_verified THEN email END) AS unconfirmed
    FROM users WHERE id = $2 AND status = 'active'
    FOR SHARE
  ), mail AS (
    SELECT user_id, address, purpose FROM mail_outbox JOIN owner ON owner.id = user_id
    WHERE mail_outbox.id = $1
      AND address = CASE purpose WHEN 'password_reset' THEN verified ELSE unconfirmed END
    FOR KEY SHARE OF mail_outbox
  )
  INSERT INTO one_time_tokens (hash, purpose, user_id, email, expires_at)
  SELECT $3, purpose, user_id, address, $4 FROM mail
  RETURNING hash`;

const CONSUME = `
  WITH owner AS (
    SELECT id FROM users
    WHERE id = (SELECT user_id FROM one_time_tokens WHERE hash = $1)
    FOR NO KEY UPDATE
  )
  DELETE FROM one_time_tokens USING owner
  WHERE hash = $1 AND purpose = $2 AND expires_at > $3 AND user_id = owner.id
  RETURNING user_id AS "userId", email`;

// Waits for nobody: it may meet rows that a transaction on their owner holds.
const DELETE_EXPIRED = `
  DELETE FROM one_time_tokens WHERE hash IN (
    SELECT hash FROM one_time_tokens WHERE expires_at <= $1 FOR UPDATE SKIP LOCKED
  )`;

/** Every statement on `one_time_tokens`. */
@Injectable()
export class OneTimeTokensRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds a token for a mail that is about to go; false when the mail has been voided meanwhile. The lock on the mail's
   * row makes the two take turns: voiding deletes the mails first, and in a later statement what was minted for them.
   * A change of the address is waited for: a mail queued while it was under way goes nowhere.
   */
  async insert(
    mail: { id: string; userId: string },
    token: { hash: string; expiresAt: Date },
  ): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(INSERT, [
      mail.id,
      mail.userId,
      token.hash,
      token.expiresAt,
    ]);
    return rows.length > 0;
  }

  /** Looks at a live token without using it up. */
  async find(
    hash: string,
    purpose: TokenPurpose,
    now: Date,
  ): Promise<TokenOwner | undefined> {
    const [row] = await this.dataSource.query<TokenOwner[]>(
      `SELECT user_id AS "userId", email FROM one_time_tokens
       WHERE hash = $1 AND purpose = $2 AND expires_at > $3`,
      [hash, purpose, now],
    );
    return row;
  }

  /** Uses a live token up, and holds its owner's row. Of several at once one gets it. */
  async consume(
    hash: string,
    purpose: TokenPurpose,
    now: Date,
    manager: EntityManager,
  ): Promise<TokenOwner | undefined> {
    const [rows] = await manager.query<[TokenOwner[], number]>(CONSUME, [
      hash,
      purpose,
      now,
    ]);
    return rows[0];
  }

  async deleteByUser(
    userId: string,
    purposes: readonly TokenPurpose[],
    manager: EntityManager,
  ): Promise<void> {
    await manager.delete(OneTimeToken, { userId, purpose: In([...purposes]) });
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.dataSource.query(DELETE_EXPIRED, [now]);
  }
}
