import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuditEvents1790000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // No foreign key: what happened stays on record after the account is gone.
    await queryRunner.query(`
      CREATE TABLE audit_events (
        position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_events_pkey PRIMARY KEY,
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        at timestamptz NOT NULL DEFAULT now(),
        type text NOT NULL,
        actor_id uuid,
        user_id uuid,
        ip text,
        details jsonb NOT NULL DEFAULT '{}'
      )`);
    await queryRunner.query(
      'CREATE INDEX audit_events_user_id_position_idx ON audit_events (user_id, position)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_events');
  }
}
