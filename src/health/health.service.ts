import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CodedException } from '../common/errors/coded.exception.js';

@Injectable()
export class HealthService {
  private stopping = false;

  constructor(private readonly dataSource: DataSource) {}

  /** From now on a load balancer should send requests elsewhere; those that come all the same are answered. */
  announceStop(): void {
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
