import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank, IsText, MaxCodePoints } from '../../common/http/fields.js';

export class LoginDto {
  @ApiProperty({ example: 'minsu' })
  @IsText()
  @IsNotBlank()
  username: string;

  @ApiProperty({ maxLength: 128, example: '고양이는 창가에서 잔다' })
  @IsText()
  @IsNotBlank()
  @MaxCodePoints(128)
  password: string;
}
