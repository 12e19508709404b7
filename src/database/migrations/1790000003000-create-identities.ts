import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdentities1790000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identities (
        provider text NOT NULL,
        provider_user_id text NOT NULL,
        user_id uuid NOT NULL CONSTRAINT identities_user_id_fkey REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT identities_pkey PRIMARY KEY (provider, provider_user_id),
        CONSTRAINT identities_user_id_provider_unique UNIQUE (user_id, provider)
      )`);
    // What a user may log in with is part of what instances remember of them.
    await queryRunner.query(`
      CREATE FUNCTION notify_identity_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('user_changed', CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END::text);
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER identities_changed AFTER INSERT OR UPDATE OR DELETE ON identities
      FOR EACH ROW EXECUTE FUNCTION notify_identity_changed()`);
    // An address is somebody's only once verified; unverified ones may repeat.
    await queryRunner.query(
      'CREATE UNIQUE INDEX users_verified_email_unique ON users (lower(email)) WHERE email_verified',
    );
    await queryRunner.query(
      'ALTER TABLE users ADD COLUMN email_verified_at timestamptz',
    );
    await queryRunner.query(`
      CREATE TABLE used_oauth_states (
        id text CONSTRAINT used_oauth_states_pkey PRIMARY KEY,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX used_oauth_states_expires_at_idx ON used_oauth_states (expires_at)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE used_oauth_states');
    await queryRunner.query('ALTER TABLE users DROP COLUMN email_verified_at');
    await queryRunner.query('DROP INDEX users_verified_email_unique');
    await queryRunner.query('DROP TABLE identities');
    await queryRunner.query('DROP FUNCTION notify_identity_changed');
  }
}
