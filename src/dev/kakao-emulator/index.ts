export type { KakaoApp, KeyKind } from './fixtures/kakao-app.js';
export type { KakaoPerson } from './fixtures/kakao-person.js';
export { KakaoBrowser } from './kakao-browser.js';
export { KakaoEmulator, type SdkTokens } from './kakao-emulator.js';
export type { CodeTerms, IdTokenMaking } from './kauth/without-browser.js';
export {
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './start-kakao-emulator.js';
export type { EndpointName } from './state/endpoint-name.js';
export type { FaultName, FaultTerms } from './state/fault-switches.js';
export type { IdTokenForgery } from './state/id-token-forgery.js';
export type { LoggedRequest } from './state/journal.js';
export type { KakaoEmulatorOptions } from './state/settings.js';
export type { UnlinkDelivery } from './state/unlink-delivery.js';
export type { UnlinkWebhookTerms } from './webhooks/unlink-webhook.js';
