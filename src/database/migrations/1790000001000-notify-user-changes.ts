import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every write that an answer depends on tells the other instances, in its own transaction,
 * whoever writes: the server, the command line or a person in psql. A rotation changes
 * nothing that an access token's answer depends on and stays silent.
 */
export class NotifyUserChanges1790000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION notify_user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('user_changed', CASE WHEN TG_OP = 'TRUNCATE' THEN '' ELSE OLD.id::text END);
        RETURN NULL;
      END $$`);
    // By column: a rotation does not even ask.
    await queryRunner.query(`
      CREATE TRIGGER users_changed AFTER UPDATE
      OF id, username, nickname, email, email_verified, role, status, created_at, password_hash
      ON users FOR EACH ROW EXECUTE FUNCTION notify_user_changed()`);
    await queryRunner.query(`
      CREATE TRIGGER users_sessions_ended AFTER UPDATE OF refresh_tokens ON users FOR EACH ROW WHEN (
        NOT jsonb_path_query_array(OLD.refresh_tokens, '$.keyvalue().key')
         <@ jsonb_path_query_array(NEW.refresh_tokens, '$.keyvalue().key')
      ) EXECUTE FUNCTION notify_user_changed()`);
    await queryRunner.query(`
      CREATE TRIGGER users_deleted AFTER DELETE ON users
      FOR EACH ROW EXECUTE FUNCTION notify_user_changed()`);
    await queryRunner.query(`
      CREATE TRIGGER users_truncated AFTER TRUNCATE ON users
      FOR EACH STATEMENT EXECUTE FUNCTION notify_user_changed()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION notify_user_changed CASCADE');
  }
}
