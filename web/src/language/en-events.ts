/** What the audit log tells of. */
export const enEvents = {
  'user.registered': 'Signed up',
  'user.deleted': 'Account deleted',
  'login.succeeded': 'Logged in',
  'login.failed': 'Login failed',
  'login.throttled': 'Login paused after failures',
  'refresh.reused': 'Old refresh token came back',
  'session.ended': 'Logged out',
  'sessions.ended': 'Logged out everywhere',
  'password.changed': 'Password changed',
  'password.reset': 'Password reset by mail',
  'email.verified': 'E-mail address confirmed',
  'email.changed': 'E-mail address changed',
  'identity.linked': 'Outside account linked',
  'identity.unlinked': 'Outside account unlinked',
  'role.changed': 'Role changed',
  'status.changed': 'Status changed',
};
