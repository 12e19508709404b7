import { ApiProperty } from '@nestjs/swagger';
import { AdminUserView } from './admin-user.view.js';

export class UsersPageView {
  @ApiProperty({ type: AdminUserView, isArray: true })
  items: AdminUserView[];

  @ApiProperty({ type: String, nullable: true, description: 'Null at the end' })
  nextCursor: string | null;
}
