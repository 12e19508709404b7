import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Runs a hot statement as a named one on TypeORM's own pool: PostgreSQL keeps its plan per
 * connection instead of making one for each request.
 *
 * @param name unique per text; the same name with another text is an error
 */
export async function namedQuery<Row extends QueryResultRow>(
  dataSource: DataSource,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (dataSource.driver as unknown as { master: Pool }).master;
  const { rows } = await pool.query<Row>({ name, text, values: [...values] });
  return rows;
}
