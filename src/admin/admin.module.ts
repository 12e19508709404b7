import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { AdminAuditController } from './admin-audit.controller.js';
import { AdminUsersController } from './admin-users.controller.js';
import { AdminUsers } from './admin-users.service.js';
import { AuditListRepository } from './audit-list.repository.js';
import { AuditList } from './audit-list.service.js';
import { UsersListRepository } from './users-list.repository.js';
import { UsersList } from './users-list.service.js';

/** For administrators alone: users and the audit. */
@Module({
  imports: [AuthModule],
  controllers: [AdminUsersController, AdminAuditController],
  providers: [
    UsersListRepository,
    UsersList,
    AuditListRepository,
    AuditList,
    AdminUsers,
  ],
})
export class AdminModule {}
