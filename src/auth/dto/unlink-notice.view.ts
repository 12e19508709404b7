import { ApiProperty } from '@nestjs/swagger';

/** Kakao's notice, for the document alone: what it adds one day must not be refused. */
export class UnlinkNoticeView {
  @ApiProperty({ type: String })
  app_id: string;

  @ApiProperty({ type: String })
  user_id: string;

  @ApiProperty({ example: 'UNLINK_FROM_APPS' })
  referrer_type: string;
}
