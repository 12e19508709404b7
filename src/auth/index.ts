/** What a feature module may use of auth. Nothing behind it. */
export { AuthModule } from './auth.module.js';
export { Reauthentication } from './credentials/reauthentication.service.js';
export { AuthUser, CurrentUser } from './decorators/current-user.decorator.js';
export { Public } from './decorators/public.decorator.js';
export { Roles } from './decorators/roles.decorator.js';
export { EmailChange } from './email-verification/email-change.service.js';
export { limitDoors } from './limits/limit-doors.js';
export { WindowLimits } from './limits/window-limits.js';
export { OnUserDeleted, UserDeleted } from './deletion/user-deleted.event.js';
export { UserDeletion } from './deletion/user-deletion.service.js';
export { ClearRefreshCookieInterceptor } from './interceptors/clear-refresh-cookie.interceptor.js';
export { type LiveUser, SessionCache } from './sessions/session-cache.js';
export { SessionsService } from './sessions/sessions.service.js';
export { UserStanding } from './standing/user-standing.service.js';
