import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type StrategyOption } from 'passport-kakao';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import { kakaoDeadline } from '../kakao/kakao-http.js';
import { KakaoClient } from '../kakao/kakao-client.js';
import { KakaoPeople } from '../kakao/kakao-people.service.js';
import type { KakaoProfile } from '../kakao/kakao-profile.js';
import type { Departure, OAuthState } from '../oauth-states/oauth-state.js';
import {
  passportStateStore,
  type Trip,
} from '../oauth-states/passport-state-store.js';

type Done = (error: unknown, ...results: unknown[]) => void;

/**
 * Kakao by redirect: passport-kakao draws the way, passport-oauth2 adds PKCE. Our client makes the calls, because
 * theirs know no time limit, put the token in the query and round large ids.
 */
@Injectable()
export class KakaoStrategy extends PassportStrategy(Strategy, 'kakao') {
  private readonly callbackUrl: string;

  constructor(
    config: Config,
    private readonly client: KakaoClient,
    private readonly people: KakaoPeople,
  ) {
    const callbackUrl = `${config.publicUrl}/api/auth/kakao/callback`;
    super({
      // passport-oauth2 wants one even where there is no Kakao; no route asks this strategy then.
      clientID: config.kakao?.clientId ?? 'none',
      clientSecret: config.kakao?.clientSecret ?? 'none',
      callbackURL: callbackUrl,
      pkce: 'S256',
      store: passportStateStore,
    } as unknown as StrategyOption);
    this.callbackUrl = callbackUrl;
    // passport-kakao overwrites the addresses it is given.
    this.oauth2._authorizeUrl = `${config.kakao?.authUrl}/oauth/authorize`;
  }

  /** Where to send a browser, and the state to leave with it. */
  async depart(
    departure: Departure,
  ): Promise<{ location: string; state: OAuthState }> {
    const trip: Trip = {
      id: randomBytes(16).toString('base64url'),
      nonce: randomBytes(16).toString('base64url'),
    };
    const location = await this.run<string>({ query: {}, trip }, trip);
    const codeVerifier = trip.codeVerifier!;
    const { id, nonce } = trip;
    return { location, state: { id, nonce, codeVerifier, ...departure } };
  }

  /**
   * Who came back with a code.
   * @throws CodedException kakao_rejected, kakao_unavailable
   */
  arrive(code: string, state: OAuthState): Promise<KakaoProfile> {
    return this.run<KakaoProfile>(
      { query: { code, state: state.id }, trip: state },
      state,
    );
  }

  /** What passport-oauth2 would leave out. */
  authorizationParams(options: { nonce?: string }): object {
    return { nonce: options.nonce };
  }

  validate(
    _accessToken: string,
    _refreshToken: string,
    profile: KakaoProfile,
  ): KakaoProfile {
    return profile;
  }

  /** passport-oauth2's own, which passport-kakao's types do not tell of. */
  private get oauth2(): { _authorizeUrl: string } {
    return (this as unknown as { _oauth2: { _authorizeUrl: string } })._oauth2;
  }

  /** One run of the strategy, as passport makes it, but to its end: passport would leave a redirect's promise open for ever. */
  private run<Result>(request: object, trip: Trip): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const deadline = kakaoDeadline();
      let idToken: string | undefined;
      const attempt = Object.assign(Object.create(this), {
        redirect: resolve,
        success: resolve,
        error: reject,
        fail: () => reject(new CodedException('kakao_rejected')),
        _oauth2: Object.assign(Object.create(this.oauth2), {
          getOAuthAccessToken: (code: string, _params: object, done: Done) =>
            this.client
              .redeem(
                {
                  code,
                  redirectUri: this.callbackUrl,
                  codeVerifier: trip.codeVerifier,
                },
                deadline,
              )
              .then((tokens) => {
                idToken = tokens.idToken;
                done(null, tokens.accessToken, undefined, {});
              })
              .catch(reject),
        }),
        userProfile: (accessToken: string, done: Done) =>
          this.people
            .profileOf({ accessToken, idToken, nonce: trip.nonce }, deadline)
            .then((profile) => done(null, profile))
            .catch(reject),
      });
      attempt.authenticate(request, { nonce: trip.nonce });
    });
  }
}
