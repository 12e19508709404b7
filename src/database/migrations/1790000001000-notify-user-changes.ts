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
    await queryRunner.query(`
      CREATE TRIGGER users_changed AFTER UPDATE ON users FOR EACH ROW WHEN (
        (OLD.id, OLD.username, OLD.nickname, OLD.email, OLD.email_verified, OLD.role, OLD.status, OLD.created_at, OLD.password_hash IS NULL)
        IS DISTINCT FROM
        (NEW.id, NEW.username, NEW.nickname, NEW.email, NEW.email_verified, NEW.role, NEW.status, NEW.created_at, NEW.password_hash IS NULL)
        OR NOT jsonb_path_query_array(OLD.refresh_tokens, '$.keyvalue().key')
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
