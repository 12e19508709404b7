import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CheckedPassword } from '../sessions/session-openings.service.js';

/** What LocalAuthGuard found right. */
export const CurrentCheckedPassword = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CheckedPassword =>
    context.switchToHttp().getRequest<{ user: CheckedPassword }>().user,
);
