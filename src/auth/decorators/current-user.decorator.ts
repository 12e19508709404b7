import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '../../users/user.entity.js';

/** Who calls a route that needs an access token. */
export abstract class AuthUser {
  abstract readonly id: string;
  abstract readonly sessionId: string;
  /** As the database has it at this request. */
  abstract readonly role: Role;
}

/**
 * The caller.
 * @example
 * \@Get() list(\@CurrentUser() user: AuthUser) { return this.posts.findByAuthor(user.id); }
 */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AuthUser =>
    context.switchToHttp().getRequest<{ user: AuthUser }>().user,
);
