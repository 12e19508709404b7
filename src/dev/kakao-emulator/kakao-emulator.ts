import type { FastifyPluginAsync } from 'fastify';
import type { KakaoApp, KeyKind } from './fixtures/kakao-app.js';
import type { KakaoPerson } from './fixtures/kakao-person.js';
import type { IssuedTokens } from './kauth/issued-tokens.js';
import { loginBySdk } from './kauth/sdk-login.js';
import {
  codeWithoutBrowser,
  type CodeTerms,
  type IdTokenMaking,
  idTokenWithoutBrowser,
} from './kauth/without-browser.js';
import type { EndpointName } from './state/endpoint-name.js';
import type { FaultName, FaultTerms } from './state/fault-switches.js';
import type { IdTokenForgery } from './state/id-token-forgery.js';
import type { LoggedRequest } from './state/journal.js';
import type { KakaoEmulatorOptions } from './state/settings.js';
import type { UnlinkDelivery } from './state/unlink-delivery.js';
import { World } from './state/world.js';
import {
  sendUnlinkWebhook,
  type UnlinkWebhookTerms,
} from './webhooks/unlink-webhook.js';
import { emulatorPlugin } from './wire/emulator-plugin.js';

/** Tokens as an SDK hands them to an app's front end. */
export interface SdkTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken?: string | undefined;
}

/**
 * Kakao Login for development and tests: kauth and kapi under one address.
 *
 * It is written from Kakao's documentation and shares nothing with the client,
 * and it keeps a list of what the client did wrong: a test that ends with
 * `expect(kakao.wrongdoings).toEqual([])` proves more than that it worked.
 *
 * @example
 * await fastify.register(new KakaoEmulator({ baseUrl }).plugin, { prefix });
 */
export class KakaoEmulator {
  /** kauth, kapi and the control routes; register it with a prefix. */
  readonly plugin: FastifyPluginAsync;
  private readonly world: World;

  /** @throws when the environment is `production`. */
  constructor(options: KakaoEmulatorOptions) {
    if (options.environment === 'production')
      throw new Error('The Kakao emulator is never to run in production.');
    this.world = new World(options);
    this.plugin = emulatorPlugin(this.world);
  }

  /** The app under test: its number, its keys, its secret. */
  get app(): KakaoApp {
    return this.world.apps.own;
  }

  get secondApp(): KakaoApp {
    return this.world.apps.second;
  }

  get baseUrl(): string {
    return this.world.baseUrl;
  }

  /** `iss` of the id_tokens. */
  get issuer(): string {
    return this.world.issuer;
  }

  get people(): readonly KakaoPerson[] {
    return this.world.people.all;
  }

  /** What the client did wrong, as sentences without secrets. */
  get wrongdoings(): readonly string[] {
    return this.world.journal.wrongdoings;
  }

  /** How often each endpoint was called. */
  get calls(): Readonly<Record<EndpointName, number>> {
    return this.world.journal.calls;
  }

  get requests(): readonly LoggedRequest[] {
    return this.world.journal.requests;
  }

  /** When the JWKS were fetched, in ms. */
  get jwksFetchTimes(): readonly number[] {
    return this.world.keyFetches.times;
  }

  get deliveries(): readonly UnlinkDelivery[] {
    return this.world.deliveries;
  }

  /** Tells the address once it is known; a random port is known late. */
  reachableAt(baseUrl: string): void {
    this.world.baseUrl = baseUrl;
  }

  /** Makes its keys before the first request, whose client might not wait for them. */
  prepare(): Promise<void> {
    return this.world.keys.prepare();
  }

  registerRedirectUri(uri: string, key: KeyKind = 'rest'): void {
    this.app.redirectUris[key].push(uri);
  }

  /** Adds a person, or changes whoever has that name. */
  putPerson(person: KakaoPerson): void {
    this.world.people.put(person);
    this.world.links.refresh(person);
  }

  setFault(endpoint: EndpointName, fault: FaultName, terms?: FaultTerms): void {
    this.world.faults.set(endpoint, fault, terms);
  }

  clearFaults(): void {
    this.world.faults.clear();
  }

  clearWrongdoings(): void {
    this.world.journal.wrongdoings.length = 0;
  }

  /** Forgets everything that happened; registered addresses stay. */
  reset(): void {
    this.world.reset();
  }

  /** From now on a new key signs; the one before stays published. */
  rotateKeys(): void {
    this.world.keys.rotate();
    this.world.keyFetches.keysRotated();
  }

  /** Lets codes, tokens and sessions grow older. */
  advanceClock(ms: number): void {
    this.world.clock.advance(ms);
  }

  isLinked(person: string): boolean {
    return this.world.links.find(this.app, this.person(person)) !== undefined;
  }

  /** Tokens that the app's own front end got, for the client to check. */
  tokenForSdk(
    person: string,
    terms: { key?: KeyKind; nonce?: string } = {},
  ): SdkTokens {
    const { key: kind = 'native', nonce } = terms;
    return sdkTokens(
      loginBySdk(this.world, this.app, this.person(person), { kind, nonce }),
    );
  }

  /**
   * Tokens of somebody else's app, for the client to refuse. `id` lets the
   * person's number there be the number that somebody else has here.
   */
  tokenOfSecondApp(person: string, terms: { id?: string } = {}): SdkTokens {
    const sdk = { kind: 'native', userId: terms.id } as const;
    return sdkTokens(
      loginBySdk(this.world, this.secondApp, this.person(person), sdk),
    );
  }

  /** A code as the redirect would bring it, without the redirect. */
  issueCode(person: string, terms: CodeTerms = {}): string {
    return codeWithoutBrowser(this.world, this.person(person), terms);
  }

  /** An id_token for a person, genuine or forged. */
  signIdToken(person: string, making: IdTokenMaking = {}): string {
    return idTokenWithoutBrowser(this.world, this.person(person), making);
  }

  /** What becomes of the id_tokens that come with a code, from now on. */
  forgeIdTokens(forgery: IdTokenForgery | undefined): void {
    this.world.idTokenForgery = forgery;
  }

  /** The person leaves the app at Kakao, which then tells the client. */
  async sendUnlinkWebhook(
    person: string,
    terms: UnlinkWebhookTerms = {},
  ): Promise<UnlinkDelivery> {
    const leaver = this.person(person);
    this.world.unlink(this.app, leaver);
    return sendUnlinkWebhook(this.world, leaver, terms);
  }

  private person(name: string): KakaoPerson {
    return this.world.people.get(name);
  }
}

function sdkTokens({ access, refresh, idToken }: IssuedTokens): SdkTokens {
  return {
    accessToken: access.value,
    refreshToken: refresh.value,
    idToken,
  };
}
