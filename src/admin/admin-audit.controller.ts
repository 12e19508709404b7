import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { AuditList } from './audit-list.service.js';
import { AuditPageView } from './dto/audit-page.view.js';
import { AuditQueryDto } from './dto/audit-query.dto.js';

/** What happened to whose account. */
@ApiTags('admin')
@Roles('admin')
@Controller('admin/audit')
export class AdminAuditController {
  constructor(private readonly audit: AuditList) {}

  @Get()
  @ApiOperation({ summary: 'List audit events, the newest first' })
  @ApiOkResponse({ type: AuditPageView })
  @ApiErrors('validation_failed', 'forbidden')
  list(@Query() query: AuditQueryDto): Promise<AuditPageView> {
    return this.audit.list(query);
  }
}
