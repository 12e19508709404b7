import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { User } from './user.entity.js';

/** A way in that somebody else vouches for: a provider, and who the person is there. */
@Entity('identities')
@Unique('identities_user_id_provider_unique', ['userId', 'provider'])
export class Identity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'identities_pkey' })
  provider: string;

  /** As text, whatever the provider counts in: Kakao's numbers do not fit a JavaScript one. */
  @PrimaryColumn({
    type: 'text',
    name: 'provider_user_id',
    primaryKeyConstraintName: 'identities_pkey',
  })
  providerUserId: string;

  @Column({ type: 'uuid', name: 'user_id' })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'user_id',
    foreignKeyConstraintName: 'identities_user_id_fkey',
  })
  user: Relation<User>;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
