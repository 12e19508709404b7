/** What a feature module may use of auth. Nothing behind it. */
export { AuthModule } from './auth.module.js';
export { AuthUser, CurrentUser } from './decorators/current-user.decorator.js';
export { Public } from './decorators/public.decorator.js';
export { Roles } from './decorators/roles.decorator.js';
export { EmailChange } from './email-verification/email-change.service.js';
export { limitDoors } from './limits/limit-doors.js';
export { WindowLimits } from './limits/window-limits.js';
export { type LiveUser, SessionCache } from './sessions/session-cache.js';
