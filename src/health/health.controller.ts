import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { HealthService } from './health.service.js';
import { HealthView } from './health.view.js';

/** For load balancers and orchestrators. */
@ApiTags('health')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ type: HealthView })
  live(): HealthView {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Requests can be sent here' })
  @ApiOkResponse({ type: HealthView })
  async ready(): Promise<HealthView> {
    await this.health.assertReady();
    return { status: 'ok' };
  }
}
