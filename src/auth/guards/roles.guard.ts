import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Role } from '../../users/user.entity.js';
import type { AuthUser } from '../decorators/current-user.decorator.js';
import { ROLES } from '../decorators/roles.decorator.js';

/** Keeps out callers who have none of the roles `@Roles()` names. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(ROLES, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest<{ user?: AuthUser }>();
    if (!user || !roles.includes(user.role))
      throw new CodedException('forbidden');
    return true;
  }
}
