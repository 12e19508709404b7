export type {
  Call,
  ClientOptions,
  KakaoProof,
  LoggedIn,
  Registration,
} from './client-options.js';
export { MunjigiClient } from './munjigi-client.js';
export { MunjigiError } from './munjigi-error.js';
export type { TabMessage, Tabs } from './tabs.js';
export type { FieldError, RefreshTokenStorage, Tokens, User } from './types.js';
