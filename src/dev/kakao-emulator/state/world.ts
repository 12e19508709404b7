import type { Socket } from 'node:net';
import { ownApp, secondApp } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { Apps } from './apps.js';
import { BrowserSessions } from './browser-sessions.js';
import { Clock } from './clock.js';
import { Codes } from './codes.js';
import { FaultSwitches } from './fault-switches.js';
import type { IdTokenForgery } from './id-token-forgery.js';
import { Journal } from './journal.js';
import { KeyFetches } from './key-fetches.js';
import { Links } from './links.js';
import { PeopleRegister } from './people-register.js';
import type { KakaoEmulatorOptions } from './settings.js';
import { SigningKeys } from './signing-keys.js';
import { Tokens } from './tokens.js';
import type { UnlinkDelivery } from './unlink-delivery.js';

/** Everything one emulator knows; each endpoint is a question to it. */
export class World {
  readonly clock = new Clock();
  readonly journal = new Journal();
  readonly faults = new FaultSwitches();
  readonly people = new PeopleRegister();
  readonly keys = new SigningKeys();
  readonly keyFetches = new KeyFetches(this.clock);
  readonly codes = new Codes(this.clock);
  readonly tokens = new Tokens(this.clock);
  readonly sessions = new BrowserSessions(this.clock);
  readonly apps: Apps;
  readonly links: Links;
  /** Connections left hanging, to be cut when the server closes. */
  readonly held = new Set<Socket>();
  /** The unlink webhooks sent, and what came back. */
  readonly deliveries: UnlinkDelivery[] = [];
  /** What the token endpoint does to the id_tokens it issues. */
  idTokenForgery?: IdTokenForgery | undefined;
  baseUrl: string;

  constructor(readonly options: KakaoEmulatorOptions) {
    this.baseUrl = options.baseUrl;
    this.apps = new Apps(ownApp(options.app), secondApp());
    this.links = new Links(this.apps, this.clock);
  }

  get issuer(): string {
    return this.options.issuer ?? this.baseUrl;
  }

  get cookiePath(): string {
    return new URL(this.baseUrl).pathname;
  }

  /** Ends a link together with every token that rests on it. */
  unlink(app: Apps['own'], person: KakaoPerson): void {
    const link = this.links.find(app, person);
    if (!link) return;
    this.links.remove(app, person);
    this.tokens.revokeAllOf(app, link.userId);
  }

  /** Forgets all that happened; the keys stay. */
  reset(): void {
    this.idTokenForgery = undefined;
    this.deliveries.length = 0;
    for (const part of [
      this.journal,
      this.faults,
      this.people,
      this.keyFetches,
      this.codes,
      this.tokens,
      this.sessions,
      this.links,
    ])
      part.clear();
  }
}
