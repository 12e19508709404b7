import { type CanActivate, Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';

/** There is no Kakao login where no app is configured. */
@Injectable()
export class KakaoEnabledGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): boolean {
    if (!this.config.kakao) throw new CodedException('kakao_disabled');
    return true;
  }
}
