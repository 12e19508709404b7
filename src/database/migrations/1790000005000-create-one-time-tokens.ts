import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOneTimeTokens1790000005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE one_time_tokens (
        hash text CONSTRAINT one_time_tokens_pkey PRIMARY KEY,
        purpose text NOT NULL,
        user_id uuid NOT NULL CONSTRAINT one_time_tokens_user_id_fkey REFERENCES users ON DELETE CASCADE,
        email text NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX one_time_tokens_user_id_idx ON one_time_tokens (user_id)',
    );
    await queryRunner.query(
      'CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens (expires_at)',
    );
    await queryRunner.query('ALTER TABLE users ADD COLUMN pending_email text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users DROP COLUMN pending_email');
    await queryRunner.query('DROP TABLE one_time_tokens');
  }
}
