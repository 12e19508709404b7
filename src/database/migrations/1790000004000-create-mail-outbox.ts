import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMailOutbox1790000004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mail_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT mail_outbox_pkey PRIMARY KEY,
        purpose text NOT NULL,
        user_id uuid CONSTRAINT mail_outbox_user_id_fkey REFERENCES users ON DELETE CASCADE,
        address text NOT NULL,
        language text NOT NULL,
        created_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX mail_outbox_due_at_idx ON mail_outbox (due_at)',
    );
    await queryRunner.query(
      'CREATE INDEX mail_outbox_user_id_idx ON mail_outbox (user_id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE mail_outbox');
  }
}
