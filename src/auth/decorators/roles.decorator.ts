import { SetMetadata } from '@nestjs/common';
import type { Role } from '../../users/user.entity.js';

export const ROLES = 'roles';

/** Narrows a route, or every route of a controller, to users who have one of the roles now (not when the token was made). */
export const Roles = (...roles: Role[]) => SetMetadata(ROLES, roles);
