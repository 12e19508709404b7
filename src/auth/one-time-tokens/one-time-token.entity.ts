import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { User } from '../../users/user.entity.js';

/** What tokens are good for, and so the mails that carry one. */
export const TOKEN_PURPOSES = ['email_verification', 'password_reset'] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** A token that went out in a mail and has not been used. The row holds its hash, and what it is good for. */
@Entity('one_time_tokens')
@Index('one_time_tokens_user_id_idx', ['userId'])
@Index('one_time_tokens_expires_at_idx', ['expiresAt'])
export class OneTimeToken {
  /** SHA-256, base64url: 256 random bits need no slow hash. */
  @PrimaryColumn({
    type: 'text',
    primaryKeyConstraintName: 'one_time_tokens_pkey',
  })
  hash: string;

  @Column({ type: 'text' })
  purpose: TokenPurpose;

  @Column({ type: 'uuid', name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'user_id',
    foreignKeyConstraintName: 'one_time_tokens_user_id_fkey',
  })
  user: Relation<User>;

  /** Where it was mailed to: it proves control of this address and no other. */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt: Date;
}
