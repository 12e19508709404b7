import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { namedQuery } from '../../common/named-query.js';

const INSERT = `
  WITH forgotten AS (DELETE FROM used_oauth_states WHERE expires_at < now() - interval '1 minute')
  INSERT INTO used_oauth_states (id, expires_at) VALUES ($1, $2)
  ON CONFLICT DO NOTHING RETURNING id`;

@Injectable()
export class UsedOAuthStatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Marks a state as used; false when it was before. One statement, so that of two at once one is told so. */
  async insert(id: string, expiresAt: Date): Promise<boolean> {
    const rows = await namedQuery(
      this.dataSource,
      'usedOAuthStates.insert',
      INSERT,
      [id, expiresAt],
    );
    return rows.length > 0;
  }
}
