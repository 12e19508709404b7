import {
  Column,
  Entity,
  Generated,
  Index,
  PrimaryGeneratedColumn,
} from 'typeorm';

export type AuditEventType =
  | 'user.registered'
  | 'login.succeeded'
  | 'login.failed'
  | 'login.throttled'
  | 'refresh.reused'
  | 'session.ended'
  | 'sessions.ended'
  | 'password.changed'
  | 'password.reset'
  | 'email.verified'
  | 'email.changed'
  | 'role.changed'
  | 'status.changed'
  | 'user.deleted'
  | 'identity.linked'
  | 'identity.unlinked';

/** What happened to whose account. Rows outlive the user and hold no personal data but the address. */
@Entity('audit_events')
@Index('audit_events_user_id_position_idx', ['userId', 'position'])
@Index('audit_events_actor_id_position_idx', ['actorId', 'position'], {
  where: `(actor_id IS DISTINCT FROM user_id)`,
})
export class AuditEvent {
  /** The order of what happened, and of the list; not for answers, since it tells how much happens here. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_events_pkey',
  })
  position: string;

  /** What answers call it by. */
  @Column({ type: 'uuid' })
  @Generated('uuid')
  id: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;

  @Column({ type: 'text' })
  type: AuditEventType;

  /** Who did it; null for a stranger or the command line. */
  @Column({ type: 'uuid', name: 'actor_id', nullable: true })
  actorId: string | null;

  /** Whose account it is about; null where the account is unknown. */
  @Column({ type: 'uuid', name: 'user_id', nullable: true })
  userId: string | null;

  @Column({ type: 'text', nullable: true })
  ip: string | null;

  @Column({ type: 'jsonb', default: {} })
  details: Record<string, string>;
}
