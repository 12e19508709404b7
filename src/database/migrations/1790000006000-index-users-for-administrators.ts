import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the lists of administrators are found by. None of it is about a column that a login or a refresh writes, so
 * those still leave every index alone (HOT).
 */
export class IndexUsersForAdministrators1790000006000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX users_created_at_id_idx ON users (created_at, id)',
    );
    await queryRunner.query(
      `CREATE INDEX users_admins_idx ON users (id) WHERE role = 'admin' AND status = 'active'`,
    );
    await this.createSearch(queryRunner);
    // For the few events where somebody did something to somebody else.
    await queryRunner.query(
      'CREATE INDEX audit_events_actor_id_position_idx ON audit_events (actor_id, position) WHERE actor_id IS DISTINCT FROM user_id',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX audit_events_actor_id_position_idx');
    await queryRunner.query('DROP INDEX users_search_idx');
    await queryRunner.query('DROP FUNCTION user_search_query');
    await queryRunner.query('DROP FUNCTION user_search_grams');
    await queryRunner.query('DROP FUNCTION user_search_text');
    await queryRunner.query('DROP INDEX users_admins_idx');
    await queryRunner.query('DROP INDEX users_created_at_id_idx');
  }

  /** Substrings by groups of three characters. pg_trgm would ignore Hangul where lc_ctype is C, and knows no shorter terms. */
  private async createSearch(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION user_search_text(username text, nickname text, email text) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN lower(coalesce(username, '') || E'\\n' || nickname || E'\\n' || coalesce(email, ''))`);
    // From every character on, so that a shorter term is the beginning of some group.
    await queryRunner.query(`
      CREATE FUNCTION user_search_grams(searched text) RETURNS tsvector
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN (
        SELECT array_to_tsvector(array_agg(substr(searched, at, 3))) FROM generate_series(1, length(searched)) AS at
      )`);
    // Unsafe, so that no search is done in parallel: to start the workers takes longer than the search.
    await queryRunner.query(`
      CREATE FUNCTION user_search_query(term text) RETURNS tsquery
      LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE
      RETURN (
        SELECT string_agg(
          '''' || replace(replace(substr(term, at, 3), '\\', '\\\\'), '''', '''''')
            || CASE WHEN length(term) < 3 THEN ''':*' ELSE '''' END,
          ' & ')::tsquery
        FROM generate_series(1, greatest(length(term) - 2, 1)) AS at
      )`);
    // What is not in its place yet is read through by every search, so let that be little.
    await queryRunner.query(`
      CREATE INDEX users_search_idx ON users
      USING gin (user_search_grams(user_search_text(username, nickname, email))) WITH (gin_pending_list_limit = 256)`);
  }
}
