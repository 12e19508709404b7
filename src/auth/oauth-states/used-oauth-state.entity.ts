import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A state that came back from a provider, kept until it would have ended anyway, so that none counts twice. */
@Entity('used_oauth_states')
@Index('used_oauth_states_expires_at_idx', ['expiresAt'])
export class UsedOAuthState {
  @PrimaryColumn({
    type: 'text',
    primaryKeyConstraintName: 'used_oauth_states_pkey',
  })
  id: string;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt: Date;
}
