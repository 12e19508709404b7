import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsers1790000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Every refresh rewrites its row; the room left on each page keeps the new version beside the old (HOT).
    await queryRunner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_pkey PRIMARY KEY,
        username text,
        username_key text CONSTRAINT users_username_key_unique UNIQUE,
        nickname text NOT NULL,
        email text,
        email_verified boolean NOT NULL DEFAULT false,
        password_hash text,
        role text NOT NULL DEFAULT 'user' CONSTRAINT users_role_check CHECK (role IN ('user', 'admin')),
        status text NOT NULL DEFAULT 'active' CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled')),
        refresh_tokens jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        last_login_at timestamptz
      ) WITH (fillfactor = 80)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE users');
  }
}
