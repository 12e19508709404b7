import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CodedException } from '../common/errors/coded.exception.js';

@Injectable()
export class HealthService implements OnModuleDestroy {
  private stopping = false;

  constructor(private readonly dataSource: DataSource) {}

  /** The first thing a shutdown does: a load balancer should send requests elsewhere, while those under way are answered. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** @throws CodedException unavailable, with what is down in its details */
  async assertReady(): Promise<void> {
    if (this.stopping)
      throw new CodedException('unavailable', {
        details: [{ field: 'server', code: 'stopping' }],
      });
    try {
      await this.dataSource.query('SELECT 1');
    } catch (cause) {
      throw new CodedException('unavailable', {
        cause,
        details: [{ field: 'database', code: 'down' }],
      });
    }
  }
}
