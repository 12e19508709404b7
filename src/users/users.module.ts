import { Module } from '@nestjs/common';
import { LastAdmin } from './last-admin.js';
import { UsersRepository } from './users.repository.js';

@Module({
  providers: [UsersRepository, LastAdmin],
  exports: [UsersRepository, LastAdmin],
})
export class UsersModule {}
