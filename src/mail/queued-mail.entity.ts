import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import type { Language } from '../common/http/language.js';
import { User } from '../users/user.entity.js';

/** What mails are for. Those that carry a one-time token are in `TOKEN_PURPOSES`, too. */
export type MailPurpose =
  | 'email_verification'
  | 'email_change_notice'
  | 'email_removal_notice'
  | 'password_reset';

/** A mail that has to be sent. It is written when it goes, so that nothing of its text, and no token, is ever stored. */
@Entity('mail_outbox')
@Index('mail_outbox_due_at_idx', ['dueAt'])
@Index('mail_outbox_user_id_idx', ['userId'])
export class QueuedMail {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'mail_outbox_pkey',
  })
  id: string;

  @Column({ type: 'text' })
  purpose: MailPurpose;

  /** Null where nobody has the address: the row is there so that asking takes as long, and is never sent. */
  @Column({ type: 'uuid', name: 'user_id', nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'user_id',
    foreignKeyConstraintName: 'mail_outbox_user_id_fkey',
  })
  user: Relation<User>;

  @Column({ type: 'text' })
  address: string;

  @Column({ type: 'text' })
  language: Language;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  /** How often sending it has been begun. */
  @Column({ type: 'integer', default: 0 })
  attempts: number;

  /** Not before. While it is being sent, when it counts as failed. */
  @Column({ type: 'timestamptz', name: 'due_at' })
  dueAt: Date;
}
